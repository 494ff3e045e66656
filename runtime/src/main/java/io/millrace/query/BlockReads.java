// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.ResultColumns;
import io.millrace.codec.Dictionaries;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.BlockLog;
import io.millrace.store.StoredBlock;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** Reads the blocks of chunks by column. Thread-safe. */
final class BlockReads {
  private final BlockLog log;
  private final BlockLimits limits;
  private final DictionarySource dictionaries;
  private final long pageBytes;
  private final Executor executor;

  /**
   * @param pageBytes about how many stored bytes are read at once
   * @param executor decodes
   */
  BlockReads(
      BlockLog log,
      BlockLimits limits,
      DictionarySource dictionaries,
      long pageBytes,
      Executor executor) {
    this.log = log;
    this.limits = limits;
    this.dictionaries = dictionaries;
    this.pageBytes = pageBytes;
    this.executor = executor;
  }

  /** What happens to each block that is read, in the order of their numbers. */
  interface Visitor {
    /** Throws if the query has ended; false if no more blocks are wanted. */
    boolean wantsMore();

    /** Takes a block's results. */
    void visit(ResultColumns columns, long block);
  }

  /** Shows the blocks of a chunk to a visitor, on the executor's threads, one at a time. */
  CompletionStage<Void> read(Chunk chunk, Tally tally, Visitor visitor) {
    return read(chunk, chunk.first() - 1, tally, visitor);
  }

  private CompletionStage<Void> read(Chunk chunk, long after, Tally tally, Visitor visitor) {
    if (after >= chunk.last() || !visitor.wantsMore()) {
      return CompletableFuture.completedStage(null);
    }
    long startNanos = System.nanoTime();
    return log.read(chunk.head(), after, pageBytes)
        .thenComposeAsync(
            page -> {
              tally.readNanos.add(System.nanoTime() - startNanos);
              if (page.isEmpty()) {
                throw MillraceException.of(Kind.CORRUPT, "committed block missing")
                    .with("partition", chunk.span().head().partition())
                    .with("block", after + 1);
              }
              tally.blocksRead.add(page.size());
              return visit(page.iterator(), chunk, after + 1, tally, visitor)
                  .thenCompose(done -> read(chunk, after + page.size(), tally, visitor));
            },
            executor);
  }

  private CompletionStage<Void> visit(
      Iterator<StoredBlock> page, Chunk chunk, long expected, Tally tally, Visitor visitor) {
    long block = expected;
    while (page.hasNext() && visitor.wantsMore()) {
      StoredBlock stored = page.next();
      tally.bytesRead.add(stored.header().size() + stored.body().size());
      BlockHeader header = header(stored, block);
      block++;
      if (header.resultCount() == 0) {
        continue;
      }
      if (header.dictionaryIds().isEmpty()) {
        show(stored, header, Dictionaries.NONE, tally, visitor::visit);
        continue;
      }
      long next = block;
      return dictionaries
          .of(header)
          .thenAcceptAsync(
              found -> show(stored, header, found, tally, visitor::visit), executor)
          .thenCompose(shown -> visit(page, chunk, next, tally, visitor));
    }
    return CompletableFuture.completedStage(null);
  }

  private static BlockHeader header(StoredBlock stored, long expected) {
    BlockHeader header;
    try {
      header = BlockHeader.decode(stored.header());
    } catch (MillraceException e) {
      throw unreadable(stored, e);
    }
    if (header.sequence() != expected || !header.partition().equals(stored.partition())) {
      throw MillraceException.of(Kind.CORRUPT, "block lies at another's place")
          .with("partition", stored.partition())
          .with("expected", expected)
          .with("actual", header.sequence());
    }
    return header;
  }

  private void show(
      StoredBlock stored,
      BlockHeader header,
      Dictionaries found,
      Tally tally,
      BiConsumer<ResultColumns, Long> visitor) {
    long startNanos = System.nanoTime();
    try {
      visitor.accept(
          BlockDecoder.columns(header, stored.body(), limits, found), header.sequence());
    } catch (MillraceException e) {
      throw e.kind() == Kind.CORRUPT ? unreadable(stored, e) : e;
    } finally {
      tally.evaluateNanos.add(System.nanoTime() - startNanos);
    }
  }

  private static MillraceException unreadable(StoredBlock stored, MillraceException e) {
    return MillraceException.of(e.kind(), "block cannot be read", e)
        .with("partition", stored.partition())
        .with("block", stored.sequence())
        .with("cause", e.getMessage());
  }

  /** What is read of the log beside blocks. */
  BlockLog log() {
    return log;
  }

  /** Runs what does not wait. */
  Executor executor() {
    return executor;
  }
}
