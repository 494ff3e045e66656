// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.codec.Dictionaries;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import io.millrace.store.BlockDictionaries;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;

/** Committed blocks in order, straight from the block log. Thread-safe. */
public final class LogReader {
  private final BlockLog log;
  private final BlockDictionaries dictionaries;
  private final BlockLimits limits;
  private final QuerySettings settings;
  private final Executor executor;

  /**
   * @param dictionaries what blocks may have been compressed with
   * @param executor decodes blocks
   */
  public LogReader(
      BlockLog log,
      BlockDictionaries dictionaries,
      BlockLimits limits,
      QuerySettings settings,
      Executor executor) {
    this.log = log;
    this.dictionaries = dictionaries;
    this.limits = limits;
    this.settings = settings;
    this.executor = executor;
  }

  /** Where a partition's log ends now, and which of its blocks are gone. */
  public CompletionStage<Head> head(PartitionId partition) {
    return log.head(partition);
  }

  /**
   * The blocks of a range of a partition's log, as far as they are committed now. Fails UNAVAILABLE
   * if the range reaches further than that.
   */
  public Source<Block, NotUsed> history(PartitionId partition, LogSpan span) {
    return Source.completionStage(log.head(partition))
        .flatMapConcat(
            head -> {
              span.checkCommitted(head);
              long last = Math.min(head.sequence(), span.upTo());
              return Source.unfoldAsync(span.after(head), at -> page(head, at, last));
            })
        .mapConcat(page -> page)
        .takeWhile(block -> block.sequence() <= span.upTo())
        .mapMaterializedValue(ignored -> NotUsed.getInstance());
  }

  /**
   * The blocks of a partition from a number on, without end: history, then each as it commits.
   * While the store gives no answer it is asked again, for {@code tail-outage-max} at most.
   *
   * @param commits tells of commits; what it misses is found every {@code poll-interval}
   */
  Source<Block, NotUsed> live(PartitionId partition, long after, LogTail.Commits commits) {
    return new LogTail(this, partition, commits, settings, executor).blocks(after);
  }

  /** One committed block as it is stored. */
  CompletionStage<StoredBlock> stored(PartitionId partition, long number) {
    return log.head(partition)
        .thenCompose(head -> log.read(head, number - 1, 1))
        .thenApply(
            page -> {
              if (page.isEmpty()) {
                throw missing(number);
              }
              return page.get(0);
            });
  }

  /**
   * One result of a block; nothing else of the block is made.
   *
   * @param index its place among the block's results, from 0
   */
  CompletionStage<ResultRecord> result(StoredBlock stored, int index) {
    return dictionaries
        .of(List.of(stored))
        .thenApplyAsync(named -> result(stored, index, named), executor);
  }

  private CompletionStage<Optional<Pair<Long, List<Block>>>> page(
      Head head, long after, long last) {
    if (after >= last) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return read(head, after).thenApply(Optional::of);
  }

  /** The next page of blocks, with the number of its last one. */
  CompletionStage<Pair<Long, List<Block>>> read(Head head, long after) {
    return log.read(head, after, settings.pageBytes())
        .thenCompose(page -> decode(page, after))
        .thenApply(blocks -> Pair.create(after + blocks.size(), blocks));
  }

  private CompletionStage<List<Block>> decode(List<StoredBlock> page, long after) {
    return dictionaries.of(page).thenApplyAsync(named -> decode(page, after, named), executor);
  }

  private List<Block> decode(List<StoredBlock> page, long after, Dictionaries named) {
    if (page.isEmpty()) {
      throw missing(after + 1);
    }
    var blocks = new ArrayList<Block>(page.size());
    for (StoredBlock stored : page) {
      BlockHeader header = header(stored, after + blocks.size() + 1);
      blocks.add(
          read(
              stored,
              () -> BlockDecoder.decode(header, stored.body(), stored.form(), limits, named)));
    }
    return blocks;
  }

  private ResultRecord result(StoredBlock stored, int index, Dictionaries named) {
    BlockHeader header = header(stored, stored.sequence());
    return read(
        stored,
        () -> BlockDecoder.result(header, stored.body(), stored.form(), index, limits, named));
  }

  private static BlockHeader header(StoredBlock stored, long expected) {
    BlockHeader header = read(stored, () -> BlockHeader.decode(stored.header()));
    if (header.sequence() != expected || !header.partition().equals(stored.partition())) {
      throw MillraceException.of(Kind.CORRUPT, "block lies at another's place")
          .with("partition", stored.partition())
          .with("expected", expected)
          .with("actual", header.sequence());
    }
    return header;
  }

  private static MillraceException missing(long block) {
    return MillraceException.of(Kind.CORRUPT, "committed block missing").with("block", block);
  }

  private static <T> T read(StoredBlock stored, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MillraceException e) {
      throw MillraceException.of(e.kind(), "block cannot be read", e)
          .with("partition", stored.partition())
          .with("block", stored.sequence())
          .with("cause", e.getMessage());
    }
  }
}
