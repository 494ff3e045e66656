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
import io.millrace.store.BlockDictionaries;
import io.millrace.store.BlockLog;
import io.millrace.store.StoredBlock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Reads the blocks of chunks by column. Thread-safe. */
final class BlockReads {
  private final BlockLog log;
  private final BlockLimits limits;
  private final BlockDictionaries dictionaries;
  private final long pageBytes;
  private final Executor executor;

  /**
   * @param pageBytes about how many stored bytes are read at once
   * @param executor decodes
   */
  BlockReads(
      BlockLog log,
      BlockLimits limits,
      BlockDictionaries dictionaries,
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
              return dictionaries
                  .of(page)
                  .thenComposeAsync(
                      found -> {
                        visit(page, found, after + 1, tally, visitor);
                        return read(chunk, after + page.size(), tally, visitor);
                      },
                      executor);
            },
            executor);
  }

  private void visit(
      List<StoredBlock> page, Dictionaries found, long first, Tally tally, Visitor visitor) {
    long expected = first;
    for (StoredBlock stored : page) {
      tally.bytesRead.add(stored.header().size() + stored.body().size());
      if (visitor.wantsMore()) {
        BlockHeader header = header(stored, expected++);
        if (header.resultCount() > 0) {
          show(stored, header, found, tally, visitor);
        }
      }
    }
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
      StoredBlock stored, BlockHeader header, Dictionaries found, Tally tally, Visitor visitor) {
    long startNanos = System.nanoTime();
    try {
      visitor.visit(
          BlockDecoder.columns(header, stored.body(), stored.form(), limits, found),
          header.sequence());
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

  /** Runs what does not wait. */
  Executor executor() {
    return executor;
  }
}
