// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static io.millrace.model.MillraceException.Kind.BUG;
import static io.millrace.model.MillraceException.Kind.FENCED;
import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One claim of a partition: steps C0 to C2 of {@code docs/commit-log.md}, until they give a
 * definite answer or the patience ends.
 *
 * <p>Each attempt has an owner token of its own, and believes only a serial read that names it: an
 * attempt without an answer may still come true, for a token that nobody holds. Confined to the
 * chain of its own stages, which run one after the other.
 */
public final class Claim {
  static final int LOST_RACES_MAX = 3;
  static final int UNKNOWN_MAX = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(Claim.class);

  private final HeadStore row;
  private final Backoff backoff;
  private final PartitionId partition;
  private final Set<UUID> tokens = new HashSet<>();
  private final Timers timers;
  private final Supplier<UUID> newToken;
  private final long deadlineNs;
  private int lostRaces;
  private int unknown;

  /**
   * @param newToken gives a token that nobody ever had
   */
  public Claim(
      HeadStore row,
      Backoff backoff,
      Timers timers,
      Supplier<UUID> newToken,
      PartitionId partition) {
    this.row = row;
    this.backoff = backoff;
    this.timers = timers;
    this.newToken = newToken;
    this.partition = partition;
    this.deadlineNs = timers.nanoTime() + PATIENCE.toNanos();
  }

  /**
   * Begins, or begins again with what the row says now; call it once.
   *
   * @return as {@link BlockLog#claim}
   */
  public CompletionStage<Head> run() {
    return settle(row.read(partition).thenCompose(this::createIfNew), this::raise);
  }

  /** C0: a head that is a little old only costs another attempt. */
  private CompletionStage<Epoch> createIfNew(Head head) {
    return head.epoch().equals(Epoch.NONE)
        ? row.create(partition).thenApply(done -> head.epoch())
        : CompletableFuture.completedFuture(head.epoch());
  }

  /** C1 and C2. Whether the attempt won says the serial read alone. */
  private CompletionStage<Head> raise(Epoch expected) {
    var token = newToken.get();
    tokens.add(token);
    return settle(
        row.raise(partition, expected, token).thenCompose(applied -> row.readSerial(partition)),
        head -> judge(head, token));
  }

  private CompletionStage<Head> judge(Head head, UUID token) {
    if (head.owner().equals(token)) {
      return CompletableFuture.completedFuture(head);
    }
    // An earlier attempt of this claim that came true late is no competitor.
    if (!tokens.contains(head.owner()) && ++lostRaces >= LOST_RACES_MAX) {
      return CompletableFuture.failedFuture(
          MillraceException.of(FENCED, "other claimers keep winning the partition")
              .with("partition", partition)
              .with("epoch", head.epoch().value())
              .with("lostRaces", lostRaces));
    }
    return late()
        ? CompletableFuture.failedFuture(exhausted())
        : backoff.pause(Math.max(1, lostRaces)).thenCompose(nothing -> raise(head.epoch()));
  }

  /** Goes on with the step's value, or from the start with a new token if it is unknown. */
  private <T> CompletionStage<Head> settle(
      CompletionStage<T> step, Function<T, CompletionStage<Head>> next) {
    return step.handle(
            (value, failure) -> failure == null ? next.apply(value) : retry(unwrap(failure)))
        .thenCompose(Function.identity());
  }

  private CompletionStage<Head> retry(MillraceException failure) {
    if (failure.kind() != UNAVAILABLE) {
      return CompletableFuture.failedFuture(failure);
    }
    unknown++;
    LOG.atDebug().addKeyValue("partition", partition).setCause(failure).log("claim unanswered");
    if (unknown >= UNKNOWN_MAX || late()) {
      var last = exhausted();
      last.addSuppressed(failure);
      return CompletableFuture.failedFuture(last);
    }
    return backoff.pause(unknown).thenCompose(nothing -> run());
  }

  private static MillraceException unwrap(Throwable failure) {
    Throwable inner = failure.getCause();
    Throwable cause = failure instanceof CompletionException && inner != null ? inner : failure;
    return cause instanceof MillraceException ours
        ? ours
        : MillraceException.of(BUG, "unexpected failure of a claim", cause);
  }

  private boolean late() {
    return timers.nanoTime() - deadlineNs > 0;
  }

  private MillraceException exhausted() {
    return MillraceException.of(UNAVAILABLE, "no definite answer to the claim of a partition")
        .with("partition", partition)
        .with("unanswered", unknown)
        .with("lostRaces", lostRaces);
  }
}
