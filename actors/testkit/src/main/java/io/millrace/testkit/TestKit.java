// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.google.protobuf.ByteString;
import io.millrace.model.PartitionId;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.ResultRecord;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.serde.Serde;
import io.millrace.serde.StateSerde;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
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
 * says that the partition stopped or refused to take a record, or that the processor wrote into
 * one. Not thread-safe.
 */
public final class TestKit {
  /** The clock when a kit is made. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final UUID JOB_ID = new UUID(0x6d696c6cL, 1);

  private final Trouble trouble;
  private final ManualTime time = new ManualTime(START);
  private final Stores stores = new InMemoryStores();
  private final String stage;
  private final Owner owner;
  private final Ledger ledger;
  private final Map<String, Feed> feeds = new LinkedHashMap<>();
  private long steps;
  private boolean held;

  TestKit(Job job, Trouble trouble) {
    this.trouble = trouble;
    this.stage = job.name();
    var partition = new PartitionId(JOB_ID, 0);
    this.owner = 
        new Owner(
            job.name(),
            partition,
            stores,
            time,
            job.processor(),
            job.errors(),
            trouble.snapshotBlocks());
    this.ledger = new Ledger(stores.blocks(), partition);
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

  /** Sends records one after the other, each in a batch and, unless held, a block of its own. */
  public TestKit send(List<TestRecord> records) {
    records.forEach(this::send);
    return this;
  }

  /** Sends a record. */
  public TestKit send(TestRecord record) {
    Feed feed =
        feeds.computeIfAbsent(record.producer(), producer -> new Feed(producer, owner, time));
    long sequence = feed.add(record);
    if (held) {
      hold(feed, sequence);
    } else if (!strikes()) {
      feed.deliver(sequence, sequence);
    } else {
      deliver(feed, sequence);
    }
    return this;
  }

  /** Whether the step that begins is troubled. */
  private boolean strikes() {
    return !held && trouble.strikes(++steps);
  }

  private void deliver(Feed feed, long sequence) {
    switch (trouble) {
      case NONE, NONE_AGAIN -> feed.deliver(sequence, sequence);
      case CRASH_BEHIND, SNAPSHOT -> {
        feed.deliver(sequence, sequence);
        crash();
      }
      case CRASH_WITHIN -> {
        owner.hold();
        feed.deliverHeld(sequence, sequence);
        crash();
      }
      case ONE_BLOCK -> {
        owner.hold();
        hold(feed, sequence);
      }
      case TWICE -> feed.deliverTwice(sequence);
    }
  }

  private void hold(Feed feed, long sequence) {
    if (!feed.deliverHeld(sequence, sequence)) {
      owner.release();
      feed.deliver(sequence, sequence);
      owner.hold();
    }
  }

  /**
   * Nothing commits from now on, until {@link #commit} or {@link #crash}; should the partition be
   * full meanwhile, what it holds commits.
   */
  public TestKit hold() {
    held = true;
    owner.hold();
    return this;
  }

  /** Commits what was held. */
  public TestKit commit() {
    held = false;
    owner.release();
    return this;
  }

  /**
   * Takes away all that is in memory, processors too, and what is not committed; brings the job up
   * again from the newest snapshot and the log; then its producers send again what they have no
   * receipt for, as clients do.
   */
  public TestKit crash() {
    held = false;
    owner.crash();
    feeds.values().forEach(Feed::resend);
    return this;
  }

  /**
   * From now on a snapshot is taken behind every block. The log learns of it with the next block:
   * a crash behind that one comes back from the snapshot.
   */
  public TestKit snapshotEveryBlock() {
    settle();
    owner.setSnapshotBlocks(Trouble.SNAPSHOT.snapshotBlocks());
    return crash();
  }

  /** Whether the newest start of the job began from a snapshot, not from the log alone. */
  boolean crashedFromSnapshot() {
    return owner.isFromSnapshot();
  }

  /** What the kit's clock says. */
  public Instant now() {
    return Instant.ofEpochMilli(time.wallMs());
  }

  /** Moves the clock on; what falls due meanwhile happens at its time. */
  public TestKit advanceTime(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("by: " + by + " (expected: >= 0)");
    }
    long end = time.nanoTime() + by.toNanos();
    boolean more = true;
    for (int pauses = 0; more; pauses++) {
      if (pauses >= Feed.PAUSES_MAX) {
        throw new AssertionError("time: " + now() + " (expected: less to do than time goes by)");
      }
      more = advance(end);
    }
    return this;
  }

  private boolean advance(long end) {
    boolean crashes = crashes();
    if (crashes && trouble == Trouble.CRASH_WITHIN) {
      owner.hold();
    }
    boolean more = time.advance(end);
    owner.check();
    if (crashes) {
      crash();
    }
    return more;
  }

  /** Whether the step that begins meets a crash. */
  private boolean crashes() {
    return strikes() && trouble != Trouble.ONE_BLOCK && trouble != Trouble.TWICE;
  }

  /** Tries again what lies in quarantine, the oldest first. */
  public TestKit redrive() {
    return act(QuarantineAction.REDRIVE);
  }

  /** Forgets the records in quarantine on which the processor failed; those behind them go on. */
  public TestKit drop() {
    return act(QuarantineAction.DROP);
  }

  private TestKit act(QuarantineAction action) {
    List<Long> ids =
        quarantine().stream().filter(e -> !e.parked()).map(QuarantineEntry::id).toList();
    boolean crashes = crashes();
    if (crashes && trouble == Trouble.CRASH_WITHIN) {
      owner.hold();
      owner.act(action, ids, done -> {});
      crash();
    }
    owner.act(action, ids, done -> {});
    if (crashes) {
      crash();
    }
    return this;
  }

  private void settle() {
    if (!held) {
      owner.release();
    }
  }

  private Ledger ledger() {
    settle();
    return ledger.read();
  }

  /** Committed main results, in order. */
  public List<ResultRecord> results() {
    return results(ResultRecord.MAIN);
  }

  /** Committed results of this tag, in order; what was refused lies in {@code refused}. */
  public List<ResultRecord> results(String tag) {
    return ledger().results().stream().filter(result -> result.tag().equals(tag)).toList();
  }

  /** Committed state of a key of UTF-8 text. */
  public Optional<ByteString> state(String key) {
    return state(ByteString.copyFromUtf8(key));
  }

  /** Committed state of a key. */
  public Optional<ByteString> state(ByteString key) {
    return Optional.ofNullable(states().get(key));
  }

  /** Committed states of all keys that have one, in the order of the keys' unsigned bytes. */
  public SortedMap<ByteString, ByteString> states() {
    return ledger().states();
  }

  /** What lies in quarantine, committed, by age. */
  public List<QuarantineEntry> quarantine() {
    return ledger().quarantine();
  }

  /** Sends everything again that was ever sent, if that is this run's trouble. */
  Outcome finish() {
    if (trouble == Trouble.TWICE) {
      feeds.values().forEach(Feed::deliverAllAgain);
    }
    var outcome = new Outcome();
    outcome.add(stage, ledger());
    return outcome;
  }
}
