// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.select.Predicate;
import io.millrace.skip.SkipEntry;
import io.millrace.store.BlockLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * Reads the skip index of a span page by page and leaves over what blocks must be read.
 * Thread-safe.
 */
final class ChunkPlan {
  /** Most blocks of a chunk: few enough that the chunks of one partition are read in parallel. */
  static final int CHUNK_BLOCKS = 8;

  private final @Nullable IndexPages index;
  private final Predicate predicate;
  private final Executor executor;
  private final boolean descending;
  private final Tally tally;

  /**
   * @param index the skip index; null if all blocks are to be read
   * @param predicate with NOT at its leaves only
   * @param descending whether the last blocks come first
   * @param executor evaluates
   */
  ChunkPlan(
      @Nullable IndexPages index,
      Predicate predicate,
      boolean descending,
      Tally tally,
      Executor executor) {
    this.index = index;
    this.predicate = predicate;
    this.executor = executor;
    this.descending = descending;
    this.tally = tally;
  }

  /** The chunks of a span, in order. */
  Source<Chunk, NotUsed> chunks(Span span) {
    long start = descending ? span.last() : span.after();
    return Source.unfoldAsync(start, at -> page(span, at)).mapConcat(chunks -> chunks);
  }

  private CompletionStage<Optional<Pair<Long, List<Chunk>>>> page(Span span, long at) {
    long after = descending ? Math.max(span.after(), at - BlockLog.INDEX_BLOCKS_MAX) : at;
    long last = descending ? at : Math.min(span.last(), at + BlockLog.INDEX_BLOCKS_MAX);
    if (after >= last) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    long startNanos = System.nanoTime();
    return entries(span, after, (int) (last - after))
        .thenApplyAsync(
            entries -> {
              tally.indexNanos.add(System.nanoTime() - startNanos);
              List<Chunk> chunks = chunks(span, after + 1, entries);
              if (descending) {
                Collections.reverse(chunks);
              }
              return Optional.of(Pair.create(descending ? after : last, chunks));
            },
            executor);
  }

  private CompletionStage<List<@Nullable SkipEntry>> entries(Span span, long after, int blocks) {
    return index == null
        ? CompletableFuture.completedStage(Collections.nCopies(blocks, null))
        : index.entries(span.head(), after, blocks, tally);
  }

  private List<Chunk> chunks(Span span, long first, List<@Nullable SkipEntry> entries) {
    var chunks = new ArrayList<Chunk>();
    var open = new ArrayList<@Nullable SkipEntry>();
    long next = 0;
    long block = first;
    tally.blocksConsidered.add(entries.size());
    for (SkipEntry entry : entries) {
      long number = block++;
      if (entry == null) {
        tally.blocksUnindexed.increment();
      }
      String reason = Prune.absent(predicate, new BlockFacts(number, entry));
      if (reason != null) {
        tally.prunedBlocks(reason, 1);
        continue;
      }
      tally.blocksToRead.increment();
      if (!open.isEmpty() && (number != next || open.size() == CHUNK_BLOCKS)) {
        chunks.add(chunk(span, next, open));
        open = new ArrayList<>();
      }
      open.add(entry);
      next = number + 1;
    }
    if (!open.isEmpty()) {
      chunks.add(chunk(span, next, open));
    }
    return chunks;
  }

  private static Chunk chunk(Span span, long next, List<@Nullable SkipEntry> entries) {
    return new Chunk(span, next - entries.size(), Collections.unmodifiableList(entries));
  }
}
