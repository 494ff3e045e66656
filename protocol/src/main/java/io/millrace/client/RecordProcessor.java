// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import io.millrace.v1.Receipt;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reactive form of a session. What happens is noted under the session's lock; {@link #drain}
 * then signals, one signal at a time and without the lock. What is requested and has not come, what
 * waits for room, what is on its way and what nobody has asked for yet are together at most {@link
 * ClientSettings#unackedRecordsMax}; at most {@link ClientSettings#flowRequestMax} of them wait for
 * room. The numbers in comments are rules of Reactive Streams.
 */
final class RecordProcessor implements Flow.Processor<OutgoingRecord, Acknowledged> {
  private static final Logger log = LoggerFactory.getLogger(RecordProcessor.class);

  private final SessionCore core;
  private final SessionLock lock;
  private final ClientSettings settings;
  private final Runnable observer = this::drain;
  private final AtomicInteger drains = new AtomicInteger();

  private final ArrayDeque<OutgoingRecord> waiting = new ArrayDeque<>();
  private final ArrayDeque<Acknowledged> answers = new ArrayDeque<>();
  private Flow.@Nullable Subscription upstream;
  private Flow.@Nullable Subscriber<? super Acknowledged> downstream;
  private boolean greeted;
  private long demand;
  private int requested;
  private int inFlight;
  private boolean upstreamDone;
  private boolean over;
  private @Nullable Throwable failure;

  private RecordProcessor(SessionCore core) {
    this.core = core;
    this.lock = core.lock();
    this.settings = core.settings();
  }

  /** A processor that watches the session; called under its lock. */
  static RecordProcessor of(SessionCore core) {
    var processor = new RecordProcessor(core);
    core.observe(processor.observer);
    return processor;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Acknowledged> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    boolean first = noted(() -> downstream == null && setDownstream(subscriber));
    if (first) {
      drain();
    } else {
      // 1.9: a subscription comes before the refusal.
      subscriber.onSubscribe(new NoSubscription());
      subscriber.onError(
          new IllegalStateException("processor has a subscriber (expected: at most one)"));
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    Objects.requireNonNull(subscription, "subscription");
    boolean first = noted(() -> upstream == null && setUpstream(subscription));
    if (first) {
      drain();
    } else {
      subscription.cancel(); // 2.5
    }
  }

  @Override
  public void onNext(OutgoingRecord record) {
    Objects.requireNonNull(record, "record");
    lock.lock();
    try {
      if (over || failure != null) {
        return; // 2.8
      }
      if (requested == 0) {
        failure = new IllegalStateException("publisher sent more than was requested (rule 1.1)");
      } else {
        requested--;
        waiting.add(record);
      }
    } finally {
      lock.unlock();
    }
    drain();
  }

  @Override
  public void onError(Throwable cause) {
    Objects.requireNonNull(cause, "cause");
    upstreamEnded(cause);
  }

  @Override
  public void onComplete() {
    upstreamEnded(null);
  }

  private void upstreamEnded(@Nullable Throwable cause) {
    lock.lock();
    try {
      upstreamDone = true;
      if (failure == null) {
        failure = cause;
      }
    } finally {
      lock.unlock();
    }
    drain();
  }

  private void demanded(long count) {
    lock.lock();
    try {
      if (count > 0) {
        demand = demand + count < 0 ? Long.MAX_VALUE : demand + count; // 3.17
      } else if (failure == null) {
        failure = new IllegalArgumentException("requested: " + count + " (expected: > 0)"); // 3.9
      }
    } finally {
      lock.unlock();
    }
    drain();
  }

  private void cancelled() {
    lock.lock();
    try {
      stop();
    } finally {
      lock.unlock();
    }
    drain();
  }

  /** Signals all that is due. A signal that comes of another, or beside it, waits its turn. */
  private void drain() {
    if (drains.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      for (var signal = next(); signal != null; signal = next()) {
        give(signal);
      }
      seen = drains.addAndGet(-seen);
    } while (seen != 0);
  }

  private void give(Runnable signal) {
    try {
      signal.run();
    } catch (RuntimeException e) {
      // 2.13: who throws has given up its subscription.
      log.atWarn().setCause(e).log("signal of a record processor failed, cancelling");
      lock.lock();
      try {
        stop();
      } finally {
        lock.unlock();
      }
    }
  }

  private @Nullable Runnable next() {
    lock.lock();
    try {
      var to = downstream;
      if (to != null && !greeted) {
        greeted = true;
        return () -> to.onSubscribe(new Downstream());
      }
      admit();
      var from = upstream;
      if (from != null && !upstreamDone && (over || failure != null)) {
        upstreamDone = true;
        return from::cancel;
      }
      return over || to == null ? null : next(to, from);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Runnable next(
      Flow.Subscriber<? super Acknowledged> to, Flow.@Nullable Subscription from) {
    var cause = failure;
    if (cause != null) {
      stop();
      return () -> to.onError(cause);
    }
    if (demand > 0 && !answers.isEmpty()) {
      demand = demand == Long.MAX_VALUE ? demand : demand - 1;
      var answer = answers.remove();
      return () -> to.onNext(answer);
    }
    if (upstreamDone && waiting.isEmpty() && inFlight == 0 && answers.isEmpty()) {
      stop();
      return to::onComplete;
    }
    int more = more();
    if (from == null || more <= 0) {
      return null;
    }
    requested += more;
    return () -> from.request(more);
  }

  /** Gives the session what waits, as far as there is room, and notes if it takes no more. */
  private void admit() {
    if (over || failure != null) {
      return;
    }
    var closed = core.closedBecause();
    boolean complete = upstreamDone && waiting.isEmpty();
    if (closed != null
        && !(complete && (inFlight == 0 || closed instanceof IllegalStateException))) {
      failure = closed;
      return;
    }
    boolean last = upstreamDone && !waiting.isEmpty();
    while (!waiting.isEmpty()
        && core.tryAdd(waiting.element(), new Sent(waiting.element().key()))) {
      waiting.remove();
      inFlight++;
    }
    if (last && waiting.isEmpty()) {
      core.flush();
    }
  }

  /** How many more records to request. */
  private int more() {
    if (upstreamDone || !waiting.isEmpty() || requested > settings.flowRequestMax() / 2) {
      return 0;
    }
    int held = requested + inFlight + answers.size();
    int room = Math.min(settings.unackedRecordsMax() - held, core.roomForRecords() - requested);
    return Math.min(settings.flowRequestMax() - requested, room);
  }

  private void stop() {
    over = true;
    waiting.clear();
    answers.clear();
    core.unobserve(observer);
  }

  private boolean setDownstream(Flow.Subscriber<? super Acknowledged> subscriber) {
    downstream = subscriber;
    return true;
  }

  private boolean setUpstream(Flow.Subscription subscription) {
    upstream = subscription;
    return true;
  }

  private boolean noted(BooleanSupplier change) {
    lock.lock();
    try {
      return change.getAsBoolean();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the answer of a record with this key. */
  private final class Sent implements AnswerSink {
    private final ByteString key;

    Sent(ByteString key) {
      this.key = key;
    }

    @Override
    public void answered(long sequence, Receipt receipt, @Nullable String refusal) {
      inFlight--;
      if (!over) {
        answers.add(
            refusal == null
                ? new Acknowledged.Durable(sequence, key, receipt)
                : new Acknowledged.Refused(sequence, key, receipt, refusal));
      }
    }

    @Override
    public void failed(MillraceException reason) {
      // The session tells its observers.
    }
  }

  /** What the subscriber asks through. */
  private final class Downstream implements Flow.Subscription {
    @Override
    public void request(long count) {
      demanded(count);
    }

    @Override
    public void cancel() {
      cancelled();
    }
  }

  /** What a subscriber that is refused gets. */
  private static final class NoSubscription implements Flow.Subscription {
    @Override
    public void request(long count) {
      // Nothing will come.
    }

    @Override
    public void cancel() {
      // Nothing to end.
    }
  }
}
