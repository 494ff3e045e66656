// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import io.millrace.store.StoredBlock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Reads single results by their place. The blocks they lie in are kept as they are stored, which
 * has room for several times as many as decoded ones would. Thread-safe.
 */
final class ResultReads {
  private static final int BLOCK_BYTES = 300;

  private final LogReader reader;
  private final Cache<BlockPlace, StoredBlock> blocks;

  private record BlockPlace(PartitionId partition, long block) {}

  /**
   * @param bytesMax about how much is kept; 0 for nothing
   * @param executor runs callbacks that do not block
   */
  ResultReads(LogReader reader, long bytesMax, Executor executor) {
    this.reader = reader;
    this.blocks =
        Caffeine.newBuilder()
            .maximumWeight(bytesMax)
            .weigher((BlockPlace place, StoredBlock block) -> weight(block))
            .executor(executor)
            .build();
  }

  /**
   * One result of a committed block.
   *
   * @param index its place among the block's results, from 0
   */
  CompletionStage<ResultRecord> result(PartitionId partition, long block, int index) {
    return stored(partition, block).thenCompose(stored -> reader.result(stored, index));
  }

  private CompletionStage<StoredBlock> stored(PartitionId partition, long number) {
    var place = new BlockPlace(partition, number);
    StoredBlock known = blocks.getIfPresent(place);
    if (known != null) {
      return CompletableFuture.completedStage(known);
    }
    return reader
        .stored(partition, number)
        .thenApply(
            block -> {
              blocks.put(place, block);
              return block;
            });
  }

  private static int weight(StoredBlock block) {
    return BLOCK_BYTES + block.header().size() + block.body().size();
  }
}
