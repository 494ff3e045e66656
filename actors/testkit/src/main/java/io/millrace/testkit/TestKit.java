// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.google.protobuf.ByteString;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.ResultRecord;
import io.millrace.model.Timer;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.serde.Serde;
import io.millrace.serde.StateSerde;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/**
 * A job that runs inside a test: partition, log, snapshots and recovery are the real ones, over
 * stores in memory, on the caller's thread and under a clock that only the test moves.
 *
 * <pre>{@code
 * var kit = TestKit.of(job);
 * kit.send("ada", "1").send("ada", "2");
 * assertThat(kit.state("ada")).hasValue(...);
 * kit.crash().send("ada", "3");
 * }</pre>
 *
 * <p>Each stage has one partition, whatever the job says. What is sent is committed when {@link
 * #send} returns, unless {@link #hold} was called. A record on which the processor keeps failing
 * lies in {@link #quarantine}; a pause between two tries passes at once. An {@code AssertionError}
 * says that a partition stopped or refused to take a record, or that a processor wrote into one.
 * Not thread-safe.
 */
public final class TestKit {
  /** The clock when a kit is made. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Rig rig;

  TestKit(Job job, Trouble trouble) {
    this.rig = new Rig(job, trouble, START);
  }

  /** A job of which nothing has run yet. */
  public static TestKit of(Job job) {
    return new TestKit(job, Trouble.NONE);
  }

  /**
   * A job of one processor and the default error policy.
   *
   * @param processor makes the processor: a constructor, or what {@code Typed} gives; asked again
   *     after each crash
   */
  public static TestKit of(Supplier<Processor> processor) {
    return of(job(processor));
  }

  /** Looks for what a job must not do; say what it gets, then what shall happen to it. */
  public static JobCheck check(Job job) {
    return new JobCheck(job);
  }

  /** The same for a job of one processor. */
  public static JobCheck check(Supplier<Processor> processor) {
    return check(job(processor));
  }

  private static Job job(Supplier<Processor> processor) {
    return Job.of("job-under-test", processor);
  }

  /** This kit with typed keys, values, states and results; version 1 of the state. */
  public <K, V, S, R> TypedTestKit<K, V, S, R> typed(
      Serde<K> keys, Serde<V> values, Serde<S> state, Serde<R> results) {
    return typed(keys, values, StateSerde.of(state), results);
  }

  /** This kit with typed keys, values, states and results. */
  public <K, V, S, R> TypedTestKit<K, V, S, R> typed(
      Serde<K> keys, Serde<V> values, StateSerde<S> state, Serde<R> results) {
    return new TypedTestKit<>(this, keys, values, state, results);
  }

  /** Sends a record, in a batch and, unless commits are held, a block of its own. */
  public TestKit send(TestRecord record) {
    rig.send(record);
    return this;
  }

  /** Sends records, one after the other. */
  public TestKit send(List<TestRecord> records) {
    records.forEach(this::send);
    return this;
  }

  /** Sends UTF-8 text. */
  public TestKit send(String key, String value) {
    return send(TestRecord.of(key, value));
  }

  /** Sends UTF-8 text with an event time. */
  public TestKit send(String key, String value, Instant eventTime) {
    return send(TestRecord.of(key, value).at(eventTime));
  }

  /** Sends UTF-8 text from this producer. */
  public TestKit sendFrom(String producer, String key, String value) {
    return send(TestRecord.of(key, value).from(producer));
  }

  /**
   * Nothing commits from now on, until {@link #commit} or {@link #crash}; should the partition be
   * full meanwhile, what it holds commits.
   */
  public TestKit hold() {
    rig.hold();
    return this;
  }

  /** Commits what was held. */
  public TestKit commit() {
    rig.commit();
    return this;
  }

  /**
   * Takes away all that is in memory, processors too, and what is not committed; brings the job up
   * again from the newest snapshot and the log; then its producers send again what they have no
   * receipt for, as clients do.
   */
  public TestKit crash() {
    rig.crash();
    return this;
  }

  /**
   * From now on a snapshot is taken behind every block. The log learns of it with the next block: a
   * crash behind that one comes back from the snapshot.
   */
  public TestKit snapshotEveryBlock() {
    rig.snapshotEveryBlock();
    return this;
  }

  /** What the kit's clock says. */
  public Instant now() {
    return Instant.ofEpochMilli(rig.time().wallMs());
  }

  /** Moves the clock on; what falls due meanwhile happens at its time. */
  public TestKit advanceTime(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("by: " + by + " (expected: >= 0)");
    }
    rig.advance(by);
    return this;
  }

  /** Tries again what lies in quarantine, the oldest first. */
  public TestKit redrive() {
    rig.act(QuarantineAction.REDRIVE);
    return this;
  }

  /** Forgets the records in quarantine on which a processor failed; those behind them go on. */
  public TestKit drop() {
    rig.act(QuarantineAction.DROP);
    return this;
  }

  /** A stage of the job. */
  public StageKit stage(String name) {
    List<StageKit> stages = rig.stages();
    return stages.stream()
        .filter(stage -> stage.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "stage: '"
                        + name
                        + "' (expected: one of "
                        + String.join(", ", stages.stream().map(StageKit::name).toList())
                        + ")"));
  }

  private StageKit sink() {
    return rig.sink();
  }

  /** The sink's committed main results, in order. */
  public List<ResultRecord> results() {
    return sink().results();
  }

  /**
   * The sink's committed results of this tag, in order; what was refused lies in {@code refused}.
   */
  public List<ResultRecord> results(String tag) {
    return sink().results(tag);
  }

  /** The sink's committed state of a key of UTF-8 text. */
  public Optional<ByteString> state(String key) {
    return sink().state(key);
  }

  /** The sink's committed state of a key. */
  public Optional<ByteString> state(ByteString key) {
    return sink().state(key);
  }

  /** The sink's committed states, in the order of the keys' unsigned bytes. */
  public SortedMap<ByteString, ByteString> states() {
    return sink().states();
  }

  /** The sink's committed timers of a key of UTF-8 text, by kind and name. */
  public List<Timer> timers(String key) {
    return sink().timers(key);
  }

  /** The sink's committed timers of a key, by kind and name. */
  public List<Timer> timers(ByteString key) {
    return sink().timers(key);
  }

  /** The sink's committed event-time watermark, empty if no record had an event time. */
  public Optional<Instant> watermark() {
    return sink().watermark();
  }

  /** What lies in quarantine, committed, stage by stage, by age. */
  public List<QuarantineEntry> quarantine() {
    return rig.stages().stream().flatMap(stage -> stage.quarantine().stream()).toList();
  }

  /** Whether the newest start of each stage began from a snapshot, not from the log alone. */
  boolean isFromSnapshot() {
    return rig.stages().stream().allMatch(stage -> stage.owner().isFromSnapshot());
  }

  /** Ends a run and gives all that it left behind. */
  Outcome finish() {
    return rig.finish();
  }
}
