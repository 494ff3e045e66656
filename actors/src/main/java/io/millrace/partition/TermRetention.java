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

  /** The last block of earlier terms. */
  private final long inherited;

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

  /** The head has passed a block. */
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
    long count = inherited - first + 1;
    long runs = Math.min(SAMPLES_MAX, (count + Retention.RUN_BLOCKS - 1) / Retention.RUN_BLOCKS);
    long each = (count + runs - 1) / runs;
    return look(head, first, each, new ArrayList<>())
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
