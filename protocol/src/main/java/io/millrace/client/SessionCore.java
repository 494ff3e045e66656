// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.EXPIRED;
import static io.millrace.model.MillraceException.Kind.FENCED;
import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import io.millrace.model.MillraceException;
import io.millrace.v1.Answers;
import io.millrace.v1.Hello;
import io.millrace.v1.Receipt;
import io.millrace.v1.SubmitResponse;
import io.millrace.v1.Welcome;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the forms of a session share: the records without answer, the link, and the lock that guards
 * them. Methods are called under the lock; what the link tells of answers takes it itself.
 */
final class SessionCore implements ProducerLink.Owner {
  /** About what a record takes on the wire beside key and value. Unit: bytes. */
  private static final int RECORD_OVERHEAD_BYTES = 32;

  private final SessionLock lock = new SessionLock();
  private final Condition changed = lock.newCondition();
  private final Set<Runnable> observers = new LinkedHashSet<>();
  private final NewestReceipts newest = new NewestReceipts();
  private final ClientSettings settings;
  private final ProducerListener listener;
  private final UnackedRing ring;
  private final Outbound outbound;
  private final ProducerLink link;

  private @Nullable CompletableFuture<@Nullable Void> room;
  private int refusedSize;
  private boolean lingering;
  private boolean finishing;
  private boolean over;
  private @Nullable MillraceException failure;
  private long acknowledgedTo;
  private long acknowledged;
  private long duplicates;
  private long refused;

  SessionCore(
      Hello hello,
      long firstSequence,
      ClientSettings settings,
      ProducerListener listener,
      ProducerLink.Surroundings surroundings) {
    this.settings = settings;
    this.listener = listener;
    this.ring = new UnackedRing(firstSequence);
    this.outbound = new Outbound(ring, settings);
    this.link = new ProducerLink(hello, settings, surroundings, lock, this);
  }

  SessionLock lock() {
    return lock;
  }

  ClientSettings settings() {
    return settings;
  }

  /** Opens the first stream and waits for its Welcome. */
  void open() {
    link.start();
    await(Long.MAX_VALUE, () -> link.welcome() != null);
  }

  /** Waits for room and adds a record; returns its sequence. */
  long add(OutgoingRecord record, @Nullable AnswerSink sink) {
    int size = sizeOf(record);
    checkOpen();
    if (!hasRoom(size)) {
      flush();
      await(Long.MAX_VALUE, () -> finishing || hasRoom(size));
      checkOpen();
    }
    return append(record, sink);
  }

  /** Adds a record if there is room, otherwise flushes so that there will be. */
  boolean tryAdd(OutgoingRecord record, AnswerSink sink) {
    int size = sizeOf(record);
    checkOpen();
    if (!hasRoom(size)) {
      refusedSize = size;
      flush();
      return false;
    }
    append(record, sink);
    return true;
  }

  /** Completes once there is room for what was last refused, or nothing will be taken any more. */
  CompletionStage<@Nullable Void> whenRoom() {
    checkOpen();
    if (hasRoom(refusedSize)) {
      return CompletableFuture.completedStage(null);
    }
    if (room == null) {
      room = new CompletableFuture<>();
    }
    return room.minimalCompletionStage();
  }

  /** How many records there is room for, if their bytes allow; 0 if no bytes are left. */
  int roomForRecords() {
    return hasRoom(0) ? (int) (settings.unackedRecordsMax() - ring.span()) : 0;
  }

  /** Why no record is taken any more, null if records are. */
  @Nullable RuntimeException closedBecause() {
    if (failure != null) {
      return wrapped(failure);
    }
    return finishing ? new IllegalStateException("producer session is finished") : null;
  }

  /** Runs this, without the lock, whenever answers have come or the session takes no more. */
  void observe(Runnable observer) {
    observers.add(observer);
  }

  void unobserve(Runnable observer) {
    observers.remove(observer);
  }

  /** Sends what was added without waiting for a full batch. */
  void flush() {
    outbound.flush();
    send();
  }

  /** Takes no more records; the stream ends when all is answered. */
  void finish() {
    finishing = true;
    changed.signalAll();
    tellOthers();
    flush();
  }

  void close() {
    link.stop("closed by the client");
    ended(MillraceException.of(CALLER, "producer session is closed"));
  }

  boolean isOver() {
    return over;
  }

  int unacknowledged() {
    return ring.count();
  }

  ProducerCounters counters() {
    return new ProducerCounters(acknowledged, duplicates, refused, ring.count(), link.reconnects());
  }

  List<Receipt> newestReceipts() {
    return newest.all();
  }

  @Nullable Welcome welcome() {
    return link.welcome();
  }

  void checkFailure() {
    if (failure != null) {
      throw wrapped(failure);
    }
  }

  /** Waits until the condition holds; false if the time was up before. */
  boolean await(long timeoutNs, BooleanSupplier condition) {
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

  @Override
  public void opened() {
    outbound.rewind();
    send();
    changed.signalAll();
  }

  @Override
  public void welcomedAgain(Welcome again) {
    long known = again.getHighestCommittedSequence();
    var before = link.welcome(); // a resumed session may have to send what is committed already
    long knew = before == null ? 0 : before.getHighestCommittedSequence();
    if (known >= ring.next() && known > knew) {
      throw MillraceException.of(FENCED, "another session of this producer sends records")
          .with("highestCommitted", known)
          .with("highestSubmitted", ring.next() - 1);
    }
    if (known < acknowledgedTo) {
      throw MillraceException.of(EXPIRED, "the service has forgotten what it acknowledged")
          .with("highestCommitted", known)
          .with("highestAcknowledged", acknowledgedTo);
    }
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
  public boolean isAnswerDue() {
    return outbound.isAnswerDue() || isDone();
  }

  @Override
  public boolean isDone() {
    return finishing && ring.count() == 0;
  }

  @Override
  public void ended(@Nullable MillraceException reason) {
    if (!over) {
      over = true;
      failure = reason;
      changed.signalAll();
      if (reason != null) {
        ring.failSinks(reason);
      }
      tellOthers();
    }
  }

  private static int sizeOf(OutgoingRecord record) {
    return RECORD_OVERHEAD_BYTES + record.key().size() + record.value().size();
  }

  private boolean hasRoom(int size) {
    return ring.span() < settings.unackedRecordsMax()
        && (ring.count() == 0 || ring.bytes() + size <= settings.unackedBytesMax());
  }

  private long append(OutgoingRecord record, @Nullable AnswerSink sink) {
    long sequence = ring.next();
    byte[] numbered = RecordBytes.of(sequence, record);
    ring.add(numbered, sink);
    outbound.added(numbered);
    send();
    if (sink != null && !outbound.allSent()) {
      linger();
    }
    return sequence;
  }

  /** Whoever waits for single answers need not flush: a batch that does not fill goes too. */
  private void linger() {
    if (settings.linger().isZero()) {
      flush();
    } else if (!lingering) {
      lingering = true;
      link.later(settings.linger().toNanos(), this::lingered);
    }
  }

  private void lingered() {
    lock.lock();
    try {
      lingering = false;
      if (!over) {
        flush();
      }
    } finally {
      lock.unlock();
    }
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

  private void checkOpen() {
    var reason = closedBecause();
    if (reason != null) {
      throw reason;
    }
  }

  private static MillraceException wrapped(MillraceException failure) {
    return MillraceException.of(failure.kind(), "producer session has ended", failure)
        .with("reason", failure.getMessage());
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
      var reasons = ring.hasSinks() ? Receipts.reasons(answers) : Map.<Long, String>of();
      for (var receipt : answers.getReceiptsList()) {
        newest.add(receipt);
        acknowledgedTo = Math.max(acknowledgedTo, receipt.getLastSequence());
        acknowledged += Receipts.apply(receipt, reasons, ring);
        duplicates += receipt.getDuplicates();
      }
      refused += answers.getRefusalsCount();
      link.progressed();
      changed.signalAll();
      tellOthers();
    } finally {
      lock.unlock();
    }
  }

  /** Tells those who wait without a thread. */
  private void tellOthers() {
    observers.forEach(lock::afterwards);
    var waiting = room;
    if (waiting != null && (over || finishing || hasRoom(refusedSize))) {
      room = null;
      var reason = failure;
      if (reason == null) {
        lock.afterwards(() -> waiting.complete(null));
      } else {
        lock.afterwards(() -> waiting.completeExceptionally(reason));
      }
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
      ended(
          cause instanceof MillraceException told
              ? told
              : MillraceException.of(CALLER, "the listener failed", cause));
    } finally {
      lock.unlock();
    }
  }
}
