// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.block.BlockHeader;
import io.millrace.partition.Retention.Run;
import io.millrace.processor.StoragePolicy;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.LogStart;
import io.millrace.store.StoredBlock;
import io.millrace.store.StoredHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term's retention: counts what the term commits, and looks at some of the blocks that earlier
 * terms left, to know about how old and how large they are. Not thread-safe: confined as {@link
 * Term} is.
 */
final class TermRetention {
  private static final Logger LOG = LoggerFactory.getLogger(TermRetention.class);

  /** Most blocks of earlier terms that are looked at. */
  private static final int SAMPLES_MAX = 64;

  private final Retention retention;
  private final PartitionSettings settings;
  private final BlockLog log;
  private final LongSupplier wallClockMs;
  private final Executor confined;
  private final StoreCalls calls;

  /** Of the last blocks of earlier terms so many are looked at for one with something in it. */
  private static final int EMPTY_BLOCKS_MAX = 64;

  /** The last block of earlier terms; once they are looked at, the last with something in it. */
  private long inherited;

  private boolean learned;

  /**
   * @param head where the log ended when the term began
   */
  TermRetention(
      Head head,
      StoragePolicy policy,
      Term.Services services,
      Executor confined,
      StoreCalls calls) {
    this.settings = services.settings();
    this.retention = new Retention(policy, settings);
    this.log = services.log();
    this.wallClockMs = services.wallClockMs();
    this.confined = confined;
    this.calls = calls;
    this.inherited = head.sequence();
  }

  /** Whether blocks are given up for their age. */
  boolean isByAge() {
    return retention.isByAge();
  }

  /** The last block that may go for its age, as far as it is known of; 0 if none may. */
  long tooOld() {
    return retention.tooOld(wallClockMs.getAsLong());
  }

  /** The head has passed a block with something in it. */
  void onCommitted(long block, long storedBytes) {
    retention.committed(block, wallClockMs.getAsLong(), storedBytes);
  }

  /**
   * Looks at blocks of earlier terms, once in a term, and only if their time or size matters. A
   * failure is logged; then nothing of them is given up by time or size before the next snapshot.
   */
  CompletionStage<Void> learn(Head head) {
    long first = head.start().truncated() + 1;
    if (learned || !retention.isByRun() || first > inherited) {
      learned = true;
      return CompletableFuture.completedStage(null);
    }
    return lastFilled(head, first)
        .thenComposeAsync(last -> look(head, first, last), confined)
        .handleAsync(
            (found, failure) -> {
              if (failure == null) {
                retention.before(found);
                learned = true;
              } else {
                LOG.atDebug()
                    .addKeyValue("partition", head.partition())
                    .setCause(failure)
                    .log("age and size of older blocks not known yet");
              }
              return null;
            },
            confined);
  }

  /** The last block of earlier terms, but for those without anything at the end of the log. */
  private CompletionStage<Long> lastFilled(Head head, long first) {
    long after = Math.max(first - 1, inherited - EMPTY_BLOCKS_MAX);
    return retention.isByAge()
        ? lastFilled(head, after, first - 1)
        : CompletableFuture.completedStage(inherited);
  }

  private CompletionStage<Long> lastFilled(Head head, long after, long known) {
    if (after >= inherited) {
      return CompletableFuture.completedStage(known);
    }
    return calls
        .untilAnswered(() -> log.headers(head, after), settings.snapshotTimeout())
        .thenCompose(
            page -> {
              long filled = known;
              for (StoredHeader stored : page) {
                BlockHeader header = BlockHeader.decode(stored.header());
                boolean something = header.recordCount() > 0 || header.resultCount() > 0;
                filled = something ? Math.min(stored.sequence(), inherited) : filled;
              }
              return lastFilled(head, page.get(page.size() - 1).sequence(), filled);
            });
  }

  private CompletionStage<List<Run>> look(Head head, long first, long filled) {
    inherited = filled;
    long count = inherited - first + 1;
    if (count <= 0) {
      return CompletableFuture.completedStage(List.of());
    }
    long runs = Math.min(SAMPLES_MAX, (count + Retention.RUN_BLOCKS - 1) / Retention.RUN_BLOCKS);
    return look(head, first, (count + runs - 1) / runs, new ArrayList<>());
  }

  /** Looks at the last block of each run from a block on. */
  private CompletionStage<List<Run>> look(Head head, long first, long each, List<Run> found) {
    if (first > inherited) {
      return CompletableFuture.completedStage(found);
    }
    long last = Math.min(inherited, first + each - 1);
    return calls
        .untilAnswered(() -> log.read(head, last - 1, 1), settings.snapshotTimeout())
        .thenCompose(
            page -> {
              StoredBlock block = page.get(0);
              BlockHeader header = BlockHeader.decode(block.header());
              long bytes = (long) block.header().size() + header.storedLength();
              long atMs = header.committedAtMs();
              found.add(new Run(last, atMs, bytes * (last - first + 1)));
              return look(head, last + 1, each, found);
            });
  }

  /** A beginning of the log with as much given up as may be, if that is more than before. */
  LogStart giveUp(LogStart start, long committed) {
    long wanted =
        Math.min(start.older().sequence(), retention.giveUp(committed, wallClockMs.getAsLong()));
    return wanted > start.truncated() ? start.truncate(wanted) : start;
  }

  /** The log has a new beginning. */
  void onStart(LogStart now) {
    retention.truncated(now.truncated());
  }
}
