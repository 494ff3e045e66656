// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionCommand;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.NotTaken;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks partitions, wherever they live, and again while they say that they cannot answer yet.
 * Thread-safe.
 */
public final class PartitionAsks {
  private static final Duration NOT_LESS_THAN = Duration.ofMillis(1);

  private final ActorSystem<?> system;
  private final ActorRef<PartitionCommand> region;
  private final Duration timeout;
  private final Executor executor;

  /**
   * @param region where requests to partitions go
   * @param timeout how long an answer may take, all retries included
   * @param executor runs callbacks that do not block
   */
  public PartitionAsks(
      ActorSystem<?> system,
      ActorRef<PartitionCommand> region,
      Duration timeout,
      Executor executor) {
    this.system = system;
    this.region = region;
    this.timeout = timeout;
    this.executor = executor;
  }

  /**
   * Asks a partition. Fails UNAVAILABLE with what the partition said last: what was asked may have
   * happened.
   *
   * @param type the answer that is wanted
   * @param request made anew for each try
   */
  public <T extends PartitionReply> CompletionStage<T> ask(
      PartitionId partition,
      Class<T> type,
      Function<ActorRef<PartitionReply>, PartitionCommand> request) {
    return ask(partition, type, timeout, request);
  }

  /** The same within another time, retries included. */
  <T extends PartitionReply> CompletionStage<T> ask(
      PartitionId partition,
      Class<T> type,
      Duration within,
      Function<ActorRef<PartitionReply>, PartitionCommand> request) {
    var ask = new Ask<>(partition, type, request, System.nanoTime() + within.toNanos());
    ask.go();
    return ask.result;
  }

  private final class Ask<T extends PartitionReply> {
    private final PartitionId partition;
    private final Class<T> type;
    private final Function<ActorRef<PartitionReply>, PartitionCommand> request;
    private final long deadlineNanos;
    private final CompletableFuture<T> result = new CompletableFuture<>();
    private volatile @Nullable String saidLast;

    private Ask(
        PartitionId partition,
        Class<T> type,
        Function<ActorRef<PartitionReply>, PartitionCommand> request,
        long deadlineNanos) {
      this.partition = partition;
      this.type = type;
      this.request = request;
      this.deadlineNanos = deadlineNanos;
    }

    private long leftNanos() {
      return deadlineNanos - System.nanoTime();
    }

    private void go() {
      Duration left = Duration.ofNanos(leftNanos());
      AskPattern.<PartitionCommand, PartitionReply>ask(
              region,
              request::apply,
              left.compareTo(NOT_LESS_THAN) < 0 ? NOT_LESS_THAN : left,
              system.scheduler())
          .whenCompleteAsync(this::onReply, executor);
    }

    private void onReply(@Nullable PartitionReply reply, @Nullable Throwable failure) {
      if (type.isInstance(reply)) {
        result.complete(type.cast(reply));
      } else if (reply instanceof NotTaken later) {
        saidLast = later.reason();
        long pauseNanos = TimeUnit.MILLISECONDS.toNanos(Math.max(1, later.retryAfterMs()));
        if (pauseNanos < leftNanos()) {
          CompletableFuture.delayedExecutor(pauseNanos, TimeUnit.NANOSECONDS, executor)
              .execute(this::go);
        } else {
          result.completeExceptionally(unavailable(later.reason()));
        }
      } else {
        String said = saidLast;
        result.completeExceptionally(unavailable(said == null ? String.valueOf(failure) : said));
      }
    }

    private MillraceException unavailable(String reason) {
      return MillraceException.of(Kind.UNAVAILABLE, "partition does not answer")
          .with("partition", partition)
          .with("reason", reason);
    }
  }
}
