// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import io.millrace.store.StoredHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The headers out of the rows of blocks and packs; the bodies stay there. Thread-safe. */
final class HeaderRows {
  private final CqlSession session;
  private final BlockRows rows;
  private final PackReads packs;
  private final PreparedStatement select;

  /**
   * @param rows for what a quorum does not show
   * @param packs where merged blocks are
   */
  HeaderRows(Statements statements, BlockRows rows, PackReads packs) {
    session = statements.session();
    this.rows = rows;
    this.packs = packs;
    select =
        statements.plain(
            """
            SELECT seq, epoch, chunk, hdr FROM %s.block
            WHERE job = ? AND part = ? AND bucket = ? AND seq > ? AND seq <= ?""");
  }

  /** Reads headers of one bucket or pack, as {@link io.millrace.store.BlockLog#headers} says. */
  CompletionStage<List<StoredHeader>> read(Head head, long after) {
    if (after >= head.sequence()) {
      return CompletableFuture.completedFuture(List.of());
    }
    if (after + 1 <= head.packed().upTo()) {
      return packs
          .headers(head, after)
          .thenCompose(
              page ->
                  page == null ? readWhole(head, after) : CompletableFuture.completedFuture(page));
    }
    long bucket = BlockRows.bucketOf(after + 1);
    long end = bucket * BlockRows.BUCKET_BLOCKS + BlockRows.BUCKET_BLOCKS - 1;
    var partition = head.partition();
    var page = new ArrayList<StoredHeader>();
    return session
        .executeAsync(
            select.bind(
                partition.job(), partition.number(), bucket, after, Math.min(head.sequence(), end)))
        .thenCompose(found -> take(head, after, found, page))
        .thenCompose(
            done ->
                page.isEmpty()
                    ? readWhole(head, after)
                    : CompletableFuture.completedFuture(List.copyOf(page)));
  }

  /** Reads one block, which finds out what is missing. */
  private CompletionStage<List<StoredHeader>> readWhole(Head head, long after) {
    return rows.read(head, after, 1).thenApply(HeaderRows::headers);
  }

  private static List<StoredHeader> headers(List<StoredBlock> blocks) {
    return blocks.stream().map(b -> new StoredHeader(b.sequence(), b.header())).toList();
  }

  /** Ends at the first gap: the next call finds out what is behind it. */
  private static CompletionStage<@Nullable Void> take(
      Head head, long after, AsyncResultSet found, List<StoredHeader> page) {
    for (var row : found.currentPage()) {
      long sequence = row.getLong("seq");
      boolean counts =
          row.getInt("chunk") == 0 && row.getLong("epoch") == head.epochOf(sequence).value();
      if (counts && sequence == after + page.size() + 1) {
        page.add(new StoredHeader(sequence, BlockRows.bytes(row.getByteBuffer("hdr"))));
      }
    }
    return found.hasMorePages()
        ? found.fetchNextPage().thenCompose(next -> take(head, after, next, page))
        : CompletableFuture.completedFuture(null);
  }
}
