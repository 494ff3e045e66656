// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.v1.Answers;
import io.millrace.v1.Hello;
import io.millrace.v1.Record;
import io.millrace.v1.SubmitResponse;
import io.millrace.v1.Welcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One producer's way into a job: numbers its records, sends them in batches, keeps each until it is
 * answered, and sends again what a broken stream left without answer. So every record takes effect
 * exactly once, as long as the session lives, whatever breaks on the other side.
 *
 * <p>Thread-safe; records have the order in which {@link #submit} was entered. Once the session has
 * failed, each method but {@link #close}, {@link #counters} and {@link #welcome} throws a
 * MillraceException of the failure's kind: FENCED (a newer stream of this producer took over),
 * CALLER, NOT_FOUND, UNAVAILABLE (no stream for {@link ClientSettings#reconnectTimeMax}).
 */
public final class ProducerSession implements AutoCloseable {
  /** About what a record takes on the wire beside key and value. Unit: bytes. */
  private static final int RECORD_OVERHEAD_BYTES = 32;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ClientSettings settings;
  private final ProducerListener listener;
  private final Consumer<ProducerSession> onClosed;
  private final UnackedRing ring;
  private final Outbound outbound;
  private final ProducerLink link;

  private boolean finishing;
  private boolean over;
  private @Nullable MillraceException failure;
  private long acknowledged;
  private long duplicates;
  private long refused;

  ProducerSession(
      Hello hello,
      long firstSequence,
      ClientSettings settings,
      ProducerListener listener,
      ProducerLink.Surroundings surroundings,
      Consumer<ProducerSession> onClosed) {
    this.settings = settings;
    this.listener = listener;
    this.onClosed = onClosed;
    this.ring = new UnackedRing(firstSequence);
    this.outbound = new Outbound(ring, settings);
    this.link = new ProducerLink(hello, settings, surroundings, lock, new FromLink());
  }

  /** Waits for the first Welcome; the settings bound how long. */
  void open() {
    lock.lock();
    try {
      link.start();
      await(Long.MAX_VALUE, () -> link.welcome() != null);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Submits a record without event time and headers.
   *
   * @return its sequence
   */
  public long submit(ByteString key, ByteString value) {
    return submit(key, value, DataRecord.NO_EVENT_TIME, Map.of());
  }

  /**
   * Submits a record. Returns at once unless as much as the settings allow is without answer. The
   * record leaves with a full batch, or when something flushes.
   *
   * @param key 1 byte up
   * @param value what the job works on
   * @param eventTimeMs milliseconds since 1970-01-01T00:00Z, or {@link DataRecord#NO_EVENT_TIME}
   * @param headers small facts beside the value
   * @return its sequence
   * @throws MillraceException if the session has failed, or UNAVAILABLE if the thread is
   *     interrupted while waiting; the record is not submitted then
   */
  public long submit(
      ByteString key, ByteString value, long eventTimeMs, Map<String, String> headers) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("key: empty (expected: at least 1 byte)");
    }
    var record = Record.newBuilder().setKey(key).setValue(value);
    if (!headers.isEmpty()) {
      record.putAllHeaders(headers);
    }
    if (eventTimeMs != DataRecord.NO_EVENT_TIME) {
      record.setEventTimeMs(eventTimeMs);
    }
    int size = RECORD_OVERHEAD_BYTES + key.size() + value.size();
    lock.lock();
    try {
      checkOpen();
      if (!hasRoom(size)) {
        flushNow();
        await(Long.MAX_VALUE, () -> finishing || hasRoom(size));
        checkOpen();
      }
      long sequence = ring.next();
      var numbered = record.setSequence(sequence).build();
      ring.add(numbered);
      outbound.added(numbered);
      send();
      return sequence;
    } finally {
      lock.unlock();
    }
  }

  /** Sends what was submitted without waiting for a full batch; returns at once. */
  public void flush() {
    lock.lock();
    try {
      checkFailure();
      flushNow();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Flushes and waits until every record is answered.
   *
   * @return whether they are; false if the time was up before
   */
  public boolean awaitAnswers(Duration timeout) {
    lock.lock();
    try {
      checkFailure();
      flushNow();
      return await(timeout.toNanos(), () -> ring.count() == 0);
    } finally {
      lock.unlock();
    }
  }

  /** Finishes within {@link ClientSettings#finishTimeout}. */
  public void finish() {
    finish(settings.finishTimeout());
  }

  /**
   * Takes no more records, sends what there is, and waits until all is answered and the service has
   * ended the stream.
   *
   * @throws MillraceException UNAVAILABLE if the time was up before; the session goes on trying and
   *     may be finished again
   */
  public void finish(Duration timeout) {
    lock.lock();
    try {
      checkFailure();
      finishing = true;
      changed.signalAll();
      flushNow();
      if (!await(timeout.toNanos(), () -> over)) {
        throw MillraceException.of(UNAVAILABLE, "answers did not come in time")
            .with("unacknowledged", ring.count());
      }
    } finally {
      lock.unlock();
    }
  }

  /** How the session stands. */
  public ProducerCounters counters() {
    lock.lock();
    try {
      return new ProducerCounters(
          acknowledged, duplicates, refused, ring.count(), link.reconnects());
    } finally {
      lock.unlock();
    }
  }

  /** What the service said as it opened the newest stream. */
  public Welcome welcome() {
    lock.lock();
    try {
      var welcome = link.welcome();
      return welcome != null ? welcome : Welcome.getDefaultInstance();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the session at once. What is without answer may or may not take effect. */
  @Override
  public void close() {
    lock.lock();
    try {
      link.stop("closed by the client");
      end(MillraceException.of(CALLER, "producer session is closed"));
    } finally {
      lock.unlock();
    }
    onClosed.accept(this);
  }

  private boolean hasRoom(int size) {
    return ring.span() < settings.unackedRecordsMax()
        && (ring.count() == 0 || ring.bytes() + size <= settings.unackedBytesMax());
  }

  private void flushNow() {
    outbound.flush();
    send();
  }

  private void send() {
    var stream = link.openStream();
    if (stream != null) {
      outbound.send(stream);
      if (finishing && outbound.allSent()) {
        stream.halfClose();
      }
    }
  }

  private void end(@Nullable MillraceException reason) {
    if (!over) {
      over = true;
      failure = reason;
      changed.signalAll();
    }
  }

  private void checkOpen() {
    checkFailure();
    if (finishing) {
      throw new IllegalStateException("producer session is finished");
    }
  }

  private void checkFailure() {
    if (failure != null) {
      throw MillraceException.of(failure.kind(), "producer session has ended", failure)
          .with("reason", failure.getMessage());
    }
  }

  /** Waits under the lock until the condition holds; false if the time was up before. */
  private boolean await(long timeoutNs, BooleanSupplier condition) {
    long leftNs = timeoutNs;
    checkFailure();
    while (!condition.getAsBoolean()) {
      if (leftNs <= 0) {
        return false;
      }
      try {
        leftNs = changed.awaitNanos(leftNs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw MillraceException.of(UNAVAILABLE, "interrupted while waiting", e);
      }
      checkFailure();
    }
    return true;
  }

  /** What the link tells. */
  private final class FromLink implements ProducerLink.Owner {
    @Override
    public void opened() {
      outbound.rewind();
      send();
      changed.signalAll();
    }

    @Override
    public void writable() {
      send();
    }

    @Override
    public void answered(SubmitResponse message) {
      try {
        if (message.hasStalled()) {
          listener.onStalled(message.getStalled());
        } else {
          onAnswers(message.getAnswers());
        }
      } catch (RuntimeException e) {
        fail(e);
      }
    }

    @Override
    public boolean isDone() {
      return finishing && ring.count() == 0;
    }

    @Override
    public void ended(@Nullable MillraceException reason) {
      end(reason);
    }

    private void onAnswers(Answers answers) {
      long next = nextSequence();
      for (var receipt : answers.getReceiptsList()) {
        Receipts.check(receipt, next);
      }
      answers.getRefusalsList().forEach(listener::onRefusal);
      for (var receipt : answers.getReceiptsList()) {
        listener.onReceipt(receipt, Receipts.coveredCount(receipt));
      }
      lock.lock();
      try {
        for (var receipt : answers.getReceiptsList()) {
          acknowledged += Receipts.apply(receipt, ring);
          duplicates += receipt.getDuplicates();
        }
        refused += answers.getRefusalsCount();
        link.progressed();
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    private long nextSequence() {
      lock.lock();
      try {
        return ring.next();
      } finally {
        lock.unlock();
      }
    }

    private void fail(RuntimeException cause) {
      lock.lock();
      try {
        link.stop("an answer could not be taken");
        end(
            cause instanceof MillraceException told
                ? told
                : MillraceException.of(CALLER, "the listener failed", cause));
      } finally {
        lock.unlock();
      }
    }
  }
}
