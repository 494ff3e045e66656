// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.select.Predicate;
import io.millrace.skip.SkipEntry;
import io.millrace.store.BlockLog;
import io.millrace.store.IndexedBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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

  private final BlockReads reads;
  private final Predicate predicate;
  private final boolean useIndex;
  private final boolean descending;
  private final Tally tally;

  /**
   * @param predicate with NOT at its leaves only
   * @param useIndex whether the skip index is looked at
   * @param descending whether the last blocks come first
   */
  ChunkPlan(
      BlockReads reads, Predicate predicate, boolean useIndex, boolean descending, Tally tally) {
    this.reads = reads;
    this.predicate = predicate;
    this.useIndex = useIndex;
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
            blocks -> {
              tally.indexNanos.add(System.nanoTime() - startNanos);
              List<Chunk> chunks = chunks(span, blocks);
              if (descending) {
                Collections.reverse(chunks);
              }
              return Optional.of(Pair.create(descending ? after : last, chunks));
            },
            reads.executor());
  }

  private CompletionStage<List<IndexedBlock>> entries(Span span, long after, int blocks) {
    if (useIndex) {
      return reads.log().index(span.head(), after, blocks);
    }
    var none = new ArrayList<IndexedBlock>(blocks);
    for (int i = 1; i <= blocks; i++) {
      none.add(new IndexedBlock(after + i, ByteString.EMPTY));
    }
    return CompletableFuture.completedStage(none);
  }

  private List<Chunk> chunks(Span span, List<IndexedBlock> blocks) {
    var chunks = new ArrayList<Chunk>();
    var open = new ArrayList<@Nullable SkipEntry>();
    long next = 0;
    for (IndexedBlock block : blocks) {
      tally.blocksConsidered.increment();
      SkipEntry entry = entry(span, block);
      String reason = Prune.absent(predicate, new BlockFacts(block.sequence(), entry));
      if (reason != null) {
        tally.prunedBlocks(reason, 1);
        continue;
      }
      tally.blocksToRead.increment();
      if (!open.isEmpty() && (block.sequence() != next || open.size() == CHUNK_BLOCKS)) {
        chunks.add(chunk(span, next, open));
        open = new ArrayList<>();
      }
      open.add(entry);
      next = block.sequence() + 1;
    }
    if (!open.isEmpty()) {
      chunks.add(chunk(span, next, open));
    }
    return chunks;
  }

  private static Chunk chunk(Span span, long next, List<@Nullable SkipEntry> entries) {
    return new Chunk(span, next - entries.size(), Collections.unmodifiableList(entries));
  }

  private @Nullable SkipEntry entry(Span span, IndexedBlock block) {
    if (!block.hasEntry()) {
      tally.blocksUnindexed.increment();
      return null;
    }
    try {
      return SkipEntry.decode(span.head().partition(), block.sequence(), block.entry());
    } catch (MillraceException e) {
      if (e.kind() != Kind.CORRUPT) {
        throw e;
      }
      tally.indexDamaged.increment();
      return null;
    }
  }
}
