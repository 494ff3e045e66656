// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.block.Block;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.partition.StoreCalls;
import io.millrace.store.Head;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition's blocks, first those that are there, then each as it commits. What is read is what
 * the log says; who tells of commits only says when to look. Not thread-safe: its stream takes one
 * step at a time.
 */
final class LogTail {
  private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);

  /** Looks in vain are not further apart than this. */
  private static final long PAUSE_MS_MAX = 2_000;

  private static final int DOUBLINGS_MAX = 16;

  /** Tells of the commits of a partition. */
  interface Commits {
    /**
     * Completes with the number of the last committed block: once it is greater than this one, or
     * earlier. Fails if nobody can tell.
     */
    CompletionStage<Long> after(long block);
  }

  private final LogReader reader;
  private final PartitionId partition;
  private final Commits commits;
  private final QuerySettings settings;
  private final Executor executor;

  /** As it was when last looked at; null if another look is due. */
  private @Nullable Head head;

  /** Whether the next look is due because of a commit. */
  private boolean told;

  /** Looks in a row that the store did not answer, and when the first of them was. */
  private int unanswered;

  private long unansweredNanos;

  LogTail(
      LogReader reader,
      PartitionId partition,
      Commits commits,
      QuerySettings settings,
      Executor executor) {
    this.reader = reader;
    this.partition = partition;
    this.commits = commits;
    this.settings = settings;
    this.executor = executor;
  }

  /** The blocks behind this one; to be run once. */
  Source<Block, NotUsed> blocks(long after) {
    return Source.unfoldAsync(after, this::step).mapConcat(page -> page);
  }

  private CompletionStage<Optional<Pair<Long, List<Block>>>> step(long after) {
    Head seen = head;
    CompletionStage<Pair<Long, List<Block>>> found;
    if (seen == null) {
      found = reader.head(partition).thenComposeAsync(now -> looked(now, after), executor);
    } else if (seen.sequence() > after) {
      found = reader.read(seen, after);
    } else {
      head = null;
      found =
          commits
              .after(after)
              .exceptionally(nobodyTells -> after)
              .thenComposeAsync(reached -> heard(reached, after), executor);
    }
    return found
        .thenApply(
            page -> {
              unanswered = 0;
              return page;
            })
        .exceptionallyCompose(failure -> onFailure(failure, after))
        .thenApply(Optional::of);
  }

  private CompletionStage<Pair<Long, List<Block>>> looked(Head now, long after) {
    boolean inVain = told && now.sequence() <= after;
    head = now;
    told = false;
    if (now.sequence() > after) {
      return reader.read(now, after);
    }
    return inVain ? pause(pollMs(), after) : CompletableFuture.completedStage(nothing(after));
  }

  private CompletionStage<Pair<Long, List<Block>>> heard(long reached, long after) {
    told = reached > after;
    return told ? CompletableFuture.completedStage(nothing(after)) : pause(pollMs(), after);
  }

  private long pollMs() {
    return settings.pollInterval().toMillis();
  }

  /** What the store did not answer is asked again; anything else ends the tail. */
  private CompletionStage<Pair<Long, List<Block>>> onFailure(Throwable failure, long after) {
    Throwable cause = StoreCalls.unwrap(failure);
    if (!(cause instanceof MillraceException e) || e.kind() != Kind.UNAVAILABLE) {
      return CompletableFuture.failedStage(failure);
    }
    long nowNanos = System.nanoTime();
    if (unanswered == 0) {
      unansweredNanos = nowNanos;
      LOG.atWarn()
          .addKeyValue("partition", partition)
          .addKeyValue("after", after)
          .addKeyValue("cause", e.getMessage())
          .log("tail gets no answer from the store, asks again");
    }
    Duration lasted = Duration.ofNanos(nowNanos - unansweredNanos);
    if (lasted.compareTo(settings.tailOutageMax()) >= 0) {
      return CompletableFuture.failedStage(failure);
    }
    unanswered++;
    head = null;
    long doubled = pollMs() << Math.min(unanswered, DOUBLINGS_MAX);
    return pause(Math.min(PAUSE_MS_MAX, doubled), after);
  }

  private CompletionStage<Pair<Long, List<Block>>> pause(long ms, long after) {
    return CompletableFuture.supplyAsync(
        () -> nothing(after),
        CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS, executor));
  }

  private static Pair<Long, List<Block>> nothing(long after) {
    return Pair.create(after, List.of());
  }
}
