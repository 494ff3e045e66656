// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.HeadStore;
import io.millrace.store.StoredBlock;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The immutable rows that hold the blocks: 64 blocks to a Cassandra partition, each block cut into
 * chunks that fit a cell. All are written with timestamp 1, so that a deletion of a whole bucket
 * with timestamp 2 stays final and no clock matters. Thread-safe.
 */
final class BlockRows {
  /** Blocks in one Cassandra partition; part of the stored format. */
  static final int BUCKET_BLOCKS = 64;

  /** Bytes of a body in one cell; readers take chunks of any size. */
  static final int CHUNK_BYTES = 512 << 10;

  private final CqlSession session;
  private final HeadStore heads;
  private final PackReads packs;
  private final PreparedStatement insert;
  private final PreparedStatement select;
  private final PreparedStatement selectAll;

  /**
   * @param heads to tell a lost block from one that was truncated or merged under a reader
   * @param packs where merged blocks are
   */
  BlockRows(Statements statements, HeadStore heads, PackReads packs) {
    session = statements.session();
    this.heads = heads;
    this.packs = packs;
    insert =
        statements.profile(
            """
            INSERT INTO %s.block (job, part, bucket, seq, epoch, chunk, chunks, hdr, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP 1""",
            Sessions.PAYLOAD);
    String cql =
        """
        SELECT seq, epoch, chunk, chunks, hdr, body FROM %s.block
        WHERE job = ? AND part = ? AND bucket = ? AND seq > ? AND seq <= ?""";
    select = statements.profile(cql, Sessions.RECOVER);
    selectAll = statements.profile(cql, Sessions.RECOVER_ALL);
  }

  static long bucketOf(long sequence) {
    return sequence / BUCKET_BLOCKS;
  }

  /** Writes all chunks at once; complete when every one is acknowledged. */
  CompletionStage<Void> write(StoredBlock block) {
    int chunks = Math.max(1, (block.body().size() + CHUNK_BYTES - 1) / CHUNK_BYTES);
    var writes = new CompletableFuture<?>[chunks];
    for (int chunk = 0; chunk < chunks; chunk++) {
      writes[chunk] = write(block, chunk, chunks).toCompletableFuture();
    }
    return CompletableFuture.allOf(writes);
  }

  private CompletionStage<AsyncResultSet> write(StoredBlock block, int chunk, int chunks) {
    ByteString body = block.body();
    int from = chunk * CHUNK_BYTES;
    int to = Math.min(body.size(), from + CHUNK_BYTES);
    var header = chunk == 0 ? block.header() : ByteString.EMPTY;
    return session.executeAsync(
        insert.bind(
            block.partition().job(),
            block.partition().number(),
            bucketOf(block.sequence()),
            block.sequence(),
            block.epoch().value(),
            chunk,
            chunks,
            header.asReadOnlyByteBuffer(),
            body.substring(from, to).asReadOnlyByteBuffer()));
  }

  /** Reads committed blocks as {@link io.millrace.store.BlockLog#read} says. */
  CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
    var assembly = new BlockAssembly(head, after, bytesMax);
    return readOn(assembly, false).thenApply(done -> assembly.blocks());
  }

  /** Reads one committed block from every replica. */
  CompletionStage<StoredBlock> reread(Head head, long block) {
    var assembly = new BlockAssembly(head, block - 1, 1);
    return readOn(assembly, true).thenApply(done -> assembly.blocks().get(0));
  }

  private CompletionStage<@Nullable Void> readOn(BlockAssembly assembly, boolean everywhere) {
    if (assembly.isComplete()) {
      return CompletableFuture.completedFuture(null);
    }
    if (assembly.isPacked()) {
      return packs
          .read(assembly, everywhere)
          .thenCompose(found -> found ? readOn(assembly, false) : elsewhere(assembly, everywhere));
    }
    long bucket = bucketOf(assembly.next());
    long last = Math.min(assembly.last(), bucket * BUCKET_BLOCKS + BUCKET_BLOCKS - 1);
    var partition = assembly.partition();
    return session
        .executeAsync(
            (everywhere ? selectAll : select)
                .bind(partition.job(), partition.number(), bucket, assembly.next() - 1, last))
        .thenCompose(page -> take(assembly, page))
        .thenCompose(
            nothing ->
                assembly.isComplete() || assembly.next() > last
                    ? readOn(assembly, false)
                    : elsewhere(assembly, everywhere));
  }

  /**
   * A block that is not where the reader's head says may have been truncated or merged since. Else
   * a quorum that misses what a quorum acknowledged has lost something: all are asked.
   */
  private CompletionStage<@Nullable Void> elsewhere(BlockAssembly assembly, boolean everywhere) {
    return heads
        .readSerial(assembly.partition())
        .thenCompose(
            now -> {
              long truncated = now.start().truncated();
              if (assembly.next() <= truncated) {
                return CompletableFuture.failedFuture(
                    BlockLog.truncated(assembly.partition(), assembly.next(), truncated));
              }
              if (assembly.use(now.packed())) {
                return readOn(assembly, false);
              }
              if (everywhere) {
                return CompletableFuture.failedFuture(assembly.missing());
              }
              assembly.restartBlock();
              return readOn(assembly, true);
            });
  }

  private CompletionStage<@Nullable Void> take(BlockAssembly assembly, AsyncResultSet page) {
    for (var row : page.currentPage()) {
      if (!assembly.add(row)) {
        return CompletableFuture.completedFuture(null);
      }
    }
    return page.hasMorePages()
        ? page.fetchNextPage().thenCompose(next -> take(assembly, next))
        : CompletableFuture.completedFuture(null);
  }

  static ByteString bytes(@Nullable ByteBuffer buffer) {
    // The driver copied the bytes out of its frame for this row alone.
    return buffer == null ? ByteString.EMPTY : UnsafeByteOperations.unsafeWrap(buffer);
  }
}
