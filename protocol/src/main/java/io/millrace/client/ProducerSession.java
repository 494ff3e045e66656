// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.v1.Hello;
import io.millrace.v1.Receipt;
import io.millrace.v1.Welcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One producer's way into a job: numbers its records, sends them in batches, keeps each until it is
 * answered, and sends again what a broken stream left without answer. So every record takes effect
 * exactly once, as long as the session lives, whatever breaks on the other side.
 *
 * <p>Three forms, which may be mixed: {@link #submit} and a listener, {@link #send} and a stage per
 * record, {@link #processor} and reactive streams. Thread-safe; records have the order in which
 * they were taken. Once the session has failed, each method but {@link #close}, {@link #counters},
 * {@link #newestReceipts} and {@link #welcome} throws a MillraceException of the failure's kind:
 * FENCED (a newer stream of this producer took over), EXPIRED (it was idle for too long), CALLER,
 * NOT_FOUND, UNAVAILABLE (no stream for {@link ClientSettings#reconnectTimeMax}).
 */
public final class ProducerSession implements AutoCloseable {
  private final SessionCore core;
  private final Consumer<ProducerSession> onClosed;

  ProducerSession(
      Hello hello,
      long firstSequence,
      ClientSettings settings,
      ProducerListener listener,
      ProducerLink.Surroundings surroundings,
      Consumer<ProducerSession> onClosed) {
    this.core = new SessionCore(hello, firstSequence, settings, listener, surroundings);
    this.onClosed = onClosed;
  }

  /** Waits for the first Welcome; the settings bound how long. */
  void open() {
    locked(core::open);
  }

  /**
   * Submits a record without event time and fields.
   *
   * @return its sequence
   */
  public long submit(ByteString key, ByteString value) {
    return submit(key, value, DataRecord.NO_EVENT_TIME, Fields.EMPTY);
  }

  /**
   * Submits a record. Returns at once unless as much as the settings allow is without answer. The
   * record leaves with a full batch, or when something flushes.
   *
   * @param key 1 byte up
   * @param value what the job works on
   * @param eventTimeMs milliseconds since 1970-01-01T00:00Z, or {@link DataRecord#NO_EVENT_TIME}
   * @param fields small facts beside the value
   * @return its sequence
   * @throws MillraceException if the session has failed, or UNAVAILABLE if the thread is
   *     interrupted while waiting; the record is not submitted then
   */
  public long submit(ByteString key, ByteString value, long eventTimeMs, Fields fields) {
    return add(new OutgoingRecord(key, value, eventTimeMs, fields), null);
  }

  /** Sends a record without event time and fields; see {@link #send(OutgoingRecord)}. */
  public CompletionStage<Receipt> send(ByteString key, ByteString value) {
    return send(OutgoingRecord.of(key, value));
  }

  /**
   * Sends a record, at the latest after {@link ClientSettings#linger}. Like {@link #submit} it
   * waits while as much as the settings allow is without answer; {@link #trySend} never does.
   *
   * @return completes once the record is durable and has taken effect; fails with a
   *     RecordRefusedException if the job refused it, or with the MillraceException that ended the
   *     session: the record may or may not take effect then. Completed by a thread that answers
   *     wait for: what depends on it must return soon, or be given an executor
   * @throws MillraceException as {@link #submit}; the record is not sent then
   */
  public CompletionStage<Receipt> send(OutgoingRecord record) {
    var sink = new StageSink(core.lock());
    add(record, sink);
    return sink.stage();
  }

  /**
   * Sends a record if there is room; never blocks.
   *
   * @return as {@link #send}; empty if as much as the settings allow is without answer: try again
   *     after {@link #whenRoom}
   * @throws MillraceException if the session has failed
   */
  public Optional<CompletionStage<Receipt>> trySend(OutgoingRecord record) {
    var sink = new StageSink(core.lock());
    return get(() -> core.tryAdd(record, sink)) ? Optional.of(sink.stage()) : Optional.empty();
  }

  /**
   * Completes once there is room for a record like the one that {@link #trySend} last found no room
   * for; someone else may be faster. Fails with the session.
   */
  public CompletionStage<@Nullable Void> whenRoom() {
    return get(core::whenRoom);
  }

  /**
   * A new processor of this session: takes records from one publisher, as many as there is room
   * for, and gives the answers to one subscriber, in the order in which they come and under its
   * demand. Takes nothing before it has a subscriber. Completes when its publisher has and every
   * record is answered; fails with the publisher or with the session. Cancelling it cancels the
   * publisher; what was taken goes on and is known only from {@link #awaitAnswers}. The session
   * stays open.
   *
   * <p>Signals come from threads that answers wait for: subscribers must return soon.
   */
  public Flow.Processor<OutgoingRecord, Acknowledged> processor() {
    return get(() -> RecordProcessor.of(core));
  }

  /** Sends what was submitted without waiting for a full batch; returns at once. */
  public void flush() {
    locked(
        () -> {
          core.checkFailure();
          core.flush();
        });
  }

  /**
   * Flushes and waits until every record is answered.
   *
   * @return whether they are; false if the time was up before
   */
  public boolean awaitAnswers(Duration timeout) {
    return get(
        () -> {
          core.checkFailure();
          core.flush();
          return core.await(timeout.toNanos(), () -> core.unacknowledged() == 0);
        });
  }

  /** Finishes within {@link ClientSettings#finishTimeout}. */
  public void finish() {
    finish(core.settings().finishTimeout());
  }

  /**
   * Takes no more records, sends what there is, and waits until all is answered and the service has
   * ended the stream.
   *
   * @throws MillraceException UNAVAILABLE if the time was up before; the session goes on trying and
   *     may be finished again
   */
  public void finish(Duration timeout) {
    locked(
        () -> {
          core.checkFailure();
          core.finish();
          if (!core.await(timeout.toNanos(), core::isOver)) {
            throw MillraceException.of(UNAVAILABLE, "answers did not come in time")
                .with("unacknowledged", core.unacknowledged());
          }
        });
  }

  /** How the session stands. */
  public ProducerCounters counters() {
    return get(core::counters);
  }

  /**
   * The newest receipt of each partition, without the sequences it covers: what a reader demands to
   * read all that this session was acknowledged so far.
   */
  public List<Receipt> newestReceipts() {
    return get(core::newestReceipts);
  }

  /** What the service said as it opened the newest stream. */
  public Welcome welcome() {
    return get(
        () -> {
          var welcome = core.welcome();
          return welcome != null ? welcome : Welcome.getDefaultInstance();
        });
  }

  /** Ends the session at once. What is without answer may or may not take effect. */
  @Override
  public void close() {
    locked(core::close);
    onClosed.accept(this);
  }

  private long add(OutgoingRecord record, @Nullable AnswerSink sink) {
    core.lock().lock();
    try {
      return core.add(record, sink);
    } finally {
      core.lock().unlock();
    }
  }

  private void locked(Runnable task) {
    core.lock().lock();
    try {
      task.run();
    } finally {
      core.lock().unlock();
    }
  }

  private <T> T get(Supplier<T> task) {
    core.lock().lock();
    try {
      return task.get();
    } finally {
      core.lock().unlock();
    }
  }
}
