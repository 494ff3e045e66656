// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.grpc.Status;
import io.millrace.model.MillraceException;
import io.millrace.v1.Hello;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.SubmitResponse;
import io.millrace.v1.Welcome;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one stream of a producer open: when one breaks or falls silent, it opens the next where
 * {@link Route} says, for as long as the settings allow without progress. Events of a stream that
 * is not the current one are dropped. Methods are called under the session's lock; events take it
 * themselves.
 */
final class ProducerLink implements ProducerStream.Events {
  private static final Logger log = LoggerFactory.getLogger(ProducerLink.class);

  /** Who owns the link. All but {@link #answered} are called under the lock. */
  interface Owner {
    /** A stream is open: what is without answer goes onto it. */
    void opened();

    /** The stream takes messages again. */
    void writable();

    /** The service said something other than Welcome. Called without the lock, one at a time. */
    void answered(SubmitResponse message);

    /** The service said what it knows of the producer; throws if this session cannot go on. */
    void welcomedAgain(Welcome welcome);

    /** Whether the service owes something: an answer, or the end of the stream. */
    boolean isAnswerDue();

    /** Whether all is done, so that the end of the stream is the end of the session. */
    boolean isDone();

    /** The session is over, well or not. */
    void ended(@Nullable MillraceException failure);
  }

  /** What surrounds a link: where streams go, who waits, what time and chance are. */
  record Surroundings(
      Channels channels,
      ScheduledExecutorService timer,
      LongSupplier nanoTime,
      RandomGenerator random) {}

  private final Hello hello;
  private final ClientSettings settings;
  private final Surroundings surroundings;
  private final SessionLock lock;
  private final Owner owner;
  private final Route route;

  private @Nullable ProducerStream current;
  private @Nullable Welcome welcome;
  private boolean welcomed;
  private long incarnation;
  private boolean leaving;
  private boolean progressed;
  private boolean stopped;
  private long openedAtNs;
  private long heardAtNs;
  private long deadlineNs;
  private long openings;

  ProducerLink(
      Hello hello,
      ClientSettings settings,
      Surroundings surroundings,
      SessionLock lock,
      Owner owner) {
    this.hello = hello;
    this.settings = settings;
    this.surroundings = surroundings;
    this.lock = lock;
    this.owner = owner;
    var backoff = new Backoff(settings.backoffMin(), settings.backoffMax(), surroundings.random());
    var channels = surroundings.channels();
    this.route =
        new Route(channels.count(), channels.nextStart(), backoff, settings.retryAfterMax());
  }

  /** Opens the first stream; returns at once. */
  void start() {
    deadlineNs = now() + settings.openTimeout().toNanos();
    attempt();
  }

  /** The stream, if one is open and welcomed. */
  @Nullable ProducerStream openStream() {
    return welcomed && !leaving ? current : null;
  }

  /** The newest Welcome, null before the first. */
  @Nullable Welcome welcome() {
    return welcome;
  }

  /** Streams opened after the first. */
  long reconnects() {
    return Math.max(0, openings - 1);
  }

  /** An answer came: the service gets on. */
  void progressed() {
    progressed = true;
  }

  /** Ends the current stream and opens no other. */
  void stop(String reason) {
    stopped = true;
    var stream = current;
    current = null;
    if (stream != null) {
      stream.cancel(reason);
    }
  }

  private void attempt() {
    var stream = ProducerStream.to(this);
    current = stream;
    welcomed = false;
    leaving = false;
    progressed = false;
    var mode = openings == 0 ? hello.getMode() : ProducerMode.PRODUCER_MODE_RESUME;
    stream.begin(
        surroundings.channels().connecting(route.address()),
        WireMessage.of(hello.toBuilder().setMode(mode).setIncarnation(incarnation).build()));
    long waitNs = Math.min(settings.requestTimeout().toNanos(), Math.max(1, deadlineNs - now()));
    later(waitNs, () -> onWelcomeLate(stream));
  }

  @Override
  public void onReady(ProducerStream stream) {
    locked(
        () -> {
          if (stream == openStream()) {
            owner.writable();
          }
        });
  }

  @Override
  public void onMessage(ProducerStream stream, SubmitResponse message) {
    lock.lock();
    try {
      if (stream != current) {
        return;
      }
      heardAtNs = now();
      if (welcomed == message.hasWelcome()) {
        stop("unexpected message");
        owner.ended(
            MillraceException.of(MillraceException.Kind.BUG, "unexpected message of the service")
                .with("message", message.getResponseCase())
                .with("welcomed", welcomed));
        return;
      }
      if (!welcomed) {
        onWelcome(stream, message.getWelcome());
        return;
      }
    } finally {
      lock.unlock();
    }
    owner.answered(message);
  }

  @Override
  public void onEnd(ProducerStream stream, StreamEnd end) {
    locked(
        () -> {
          if (stream == current) {
            current = null;
            onBroken(end);
          }
        });
  }

  private void onWelcome(ProducerStream stream, Welcome message) {
    if (openings > 0) {
      try {
        owner.welcomedAgain(message);
      } catch (MillraceException e) {
        stop("cannot go on");
        owner.ended(e);
        return;
      }
    }
    welcome = message;
    incarnation = message.getIncarnation();
    welcomed = true;
    openedAtNs = now();
    if (openings++ == 0) {
      deadlineNs = openedAtNs + settings.reconnectTimeMax().toNanos();
    }
    watch(stream);
    owner.opened();
  }

  private void onWelcomeLate(ProducerStream stream) {
    locked(
        () -> {
          if (stream == current && !welcomed) {
            current = null;
            surroundings.channels().distrust(route.address());
            stream.cancel("no Welcome in time");
            onBroken(StreamEnd.of(Status.UNAVAILABLE.withDescription("no Welcome in time")));
          }
        });
  }

  /** Looks twice within the longest silence whether the stream is silent. */
  private void watch(ProducerStream stream) {
    later(Math.max(1, settings.silenceMax().toNanos() / 2), () -> locked(() -> look(stream)));
  }

  private void look(ProducerStream stream) {
    if (stream != openStream()) {
      return;
    }
    long now = now();
    if (!owner.isAnswerDue()) {
      heardAtNs = now;
    }
    if (now - heardAtNs < settings.silenceMax().toNanos()) {
      watch(stream);
      return;
    }
    // The stream's own end comes next, after all that was heard on it.
    leaving = true;
    surroundings.channels().distrust(route.address());
    stream.cancel("silent for too long");
  }

  private void onBroken(StreamEnd end) {
    var status = end.status();
    if (owner.isDone() && (status.isOk() || GrpcFailures.isTransient(status))) {
      stopped = true;
      owner.ended(null);
    } else if (status.isOk()) {
      retry(
          StreamEnd.of(Status.UNAVAILABLE.withDescription("the service closed the stream early")));
    } else if (GrpcFailures.isTransient(status)) {
      retry(end);
    } else {
      stopped = true;
      owner.ended(failure(end));
    }
  }

  private void retry(StreamEnd end) {
    long now = now();
    boolean lasted = welcomed && !leaving && now - openedAtNs > settings.backoffMax().toNanos();
    if (progressed || lasted) {
      route.worked();
      deadlineNs = now + settings.reconnectTimeMax().toNanos();
    }
    welcomed = false;
    long pauseNs = route.failed(now, end.retryAfter());
    if (now + pauseNs - deadlineNs >= 0) {
      stopped = true;
      owner.ended(failure(end));
      return;
    }
    log.atInfo()
        .addKeyValue("job", hello.getJob())
        .addKeyValue("producer", hello.getProducer())
        .addKeyValue("status", end.status().getCode())
        .addKeyValue("description", end.status().getDescription())
        .addKeyValue("pauseMs", Duration.ofNanos(pauseNs).toMillis())
        .log("producer stream broken, opening another");
    if (pauseNs == 0) {
      attempt();
    } else {
      later(pauseNs, () -> locked(this::attempt));
    }
  }

  private static MillraceException failure(StreamEnd end) {
    return GrpcFailures.toFailure("the service ended the stream", end);
  }

  /** Runs a task on the timer; without the lock. */
  void later(long delayNs, Runnable task) {
    var unused = surroundings.timer().schedule(task, delayNs, TimeUnit.NANOSECONDS);
  }

  private void locked(Runnable task) {
    lock.lock();
    try {
      if (!stopped) {
        task.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return surroundings.nanoTime().getAsLong();
  }
}
