// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.ByteString;
import io.millrace.block.EncodedPack;
import io.millrace.model.PartitionId;
import io.millrace.store.PackEntry;
import io.millrace.store.PackStore;
import io.millrace.store.StoredPack;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of packs, each pack a Cassandra partition of chunks, and of the lists that say where
 * they are. Written with timestamp 1 and deleted with timestamp 2, as blocks are. Thread-safe.
 */
final class PackRows {
  private static final String PACK = " WHERE job = ? AND part = ? AND run = ? AND first = ?";
  private static final String LIST = " WHERE job = ? AND part = ? AND list = ? AND bucket = ?";

  private final CqlSession session;
  private final PreparedStatement insertPack;
  private final PreparedStatement insertEntry;
  private final PreparedStatement select;
  private final PreparedStatement selectAll;
  private final PreparedStatement selectHeader;
  private final PreparedStatement find;
  private final PreparedStatement findAll;
  private final PreparedStatement list;
  private final PreparedStatement deletePack;
  private final PreparedStatement deleteList;

  PackRows(Statements statements) {
    session = statements.session();
    insertPack =
        statements.profile(
            """
            INSERT INTO %s.pack (job, part, run, first, chunk, chunks, hdr, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP 1""",
            Sessions.PAYLOAD);
    insertEntry =
        statements.profile(
            """
            INSERT INTO %s.pack_list (job, part, list, bucket, first, last, run, bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) USING TIMESTAMP 1""",
            Sessions.PAYLOAD);
    String chunks = "SELECT chunk, chunks, hdr, body FROM %s.pack" + PACK;
    select = statements.profile(chunks, Sessions.RECOVER);
    selectAll = statements.profile(chunks, Sessions.RECOVER_ALL);
    selectHeader = statements.plain("SELECT hdr FROM %s.pack" + PACK + " AND chunk = 0");
    String entry = "SELECT first, last, run, bytes FROM %s.pack_list" + LIST;
    String newest = entry + " AND first <= ? ORDER BY first DESC LIMIT 1";
    find = statements.plain(newest);
    findAll = statements.profile(newest, Sessions.RECOVER_ALL);
    list = statements.plain(entry);
    deletePack =
        statements.profile("DELETE FROM %s.pack USING TIMESTAMP 2" + PACK, Sessions.PAYLOAD);
    deleteList =
        statements.profile("DELETE FROM %s.pack_list USING TIMESTAMP 2" + LIST, Sessions.PAYLOAD);
  }

  /** Writes all chunks at once; complete when every one is acknowledged. */
  CompletionStage<Void> write(StoredPack pack) {
    int size = pack.pack().body().size();
    int chunks = Math.max(1, (size + BlockRows.CHUNK_BYTES - 1) / BlockRows.CHUNK_BYTES);
    var writes = new CompletableFuture<?>[chunks];
    for (int chunk = 0; chunk < chunks; chunk++) {
      writes[chunk] = write(pack, chunk, chunks).toCompletableFuture();
    }
    return CompletableFuture.allOf(writes);
  }

  private CompletionStage<AsyncResultSet> write(StoredPack stored, int chunk, int chunks) {
    EncodedPack pack = stored.pack();
    int from = chunk * BlockRows.CHUNK_BYTES;
    int to = Math.min(pack.body().size(), from + BlockRows.CHUNK_BYTES);
    var header = chunk == 0 ? pack.header() : ByteString.EMPTY;
    return session.executeAsync(
        insertPack.bind(
            stored.partition().job(),
            stored.partition().number(),
            stored.run(),
            pack.first(),
            chunk,
            chunks,
            header.asReadOnlyByteBuffer(),
            pack.body().substring(from, to).asReadOnlyByteBuffer()));
  }

  /** Writes one entry of a list. */
  CompletionStage<Void> write(PartitionId partition, UUID listId, PackEntry entry) {
    return session
        .executeAsync(
            insertEntry.bind(
                partition.job(),
                partition.number(),
                listId,
                PackStore.bucketOf(entry.first()),
                entry.first(),
                entry.last(),
                entry.run(),
                entry.bytes()))
        .thenApply(done -> null);
  }

  /**
   * Reads a pack; null if any of it is missing.
   *
   * @param everywhere from every replica
   */
  CompletionStage<@Nullable StoredPack> read(
      PartitionId partition, PackEntry entry, boolean everywhere) {
    var assembly = new PackAssembly();
    BoundStatement statement = bind(everywhere ? selectAll : select, partition, entry);
    return forEachRow(session.executeAsync(statement), assembly::add)
        .thenApply(
            done -> {
              if (!assembly.isWhole()) {
                return null;
              }
              var pack =
                  new EncodedPack(entry.first(), entry.last(), assembly.header, assembly.body);
              return new StoredPack(partition, entry.run(), pack);
            });
  }

  /** Reads a pack's header; empty if it is missing. */
  CompletionStage<ByteString> readHeader(PartitionId partition, PackEntry entry) {
    return session
        .executeAsync(bind(selectHeader, partition, entry))
        .thenApply(
            result -> {
              Row row = result.one();
              return row == null ? ByteString.EMPTY : BlockRows.bytes(row.getByteBuffer("hdr"));
            });
  }

  /** The entry of the pack that a block is in; null if the list has none. */
  CompletionStage<@Nullable PackEntry> find(
      PartitionId partition, UUID listId, long block, boolean everywhere) {
    return session
        .executeAsync(
            (everywhere ? findAll : find)
                .bind(
                    partition.job(), partition.number(), listId, PackStore.bucketOf(block), block))
        .thenApply(
            result -> {
              Row row = result.one();
              PackEntry entry = row == null ? null : entry(row);
              return entry != null && entry.last() >= block ? entry : null;
            });
  }

  /** All entries of one bucket of a list. */
  CompletionStage<List<PackEntry>> list(PartitionId partition, UUID listId, long bucket) {
    var entries = new ArrayList<PackEntry>();
    return forEachRow(
            session.executeAsync(list.bind(partition.job(), partition.number(), listId, bucket)),
            row -> entries.add(entry(row)))
        .thenApply(done -> List.copyOf(entries));
  }

  CompletionStage<AsyncResultSet> delete(PartitionId partition, PackEntry entry) {
    return session.executeAsync(bind(deletePack, partition, entry));
  }

  CompletionStage<AsyncResultSet> deleteList(PartitionId partition, UUID listId, long bucket) {
    return session.executeAsync(
        deleteList.bind(partition.job(), partition.number(), listId, bucket));
  }

  private static BoundStatement bind(
      PreparedStatement statement, PartitionId partition, PackEntry entry) {
    return statement.bind(partition.job(), partition.number(), entry.run(), entry.first());
  }

  private static PackEntry entry(Row row) {
    return new PackEntry(
        row.getLong("first"),
        row.getLong("last"),
        Objects.requireNonNull(row.getUuid("run"), "run"),
        row.getLong("bytes"));
  }

  /** Hands on each row of all pages, one after the other. */
  static CompletionStage<@Nullable Void> forEachRow(
      CompletionStage<AsyncResultSet> first, Consumer<Row> action) {
    return first.thenCompose(
        page -> {
          page.currentPage().forEach(action);
          return page.hasMorePages()
              ? forEachRow(page.fetchNextPage(), action)
              : CompletableFuture.completedFuture(null);
        });
  }

  /** A pack's chunks, in their order. */
  private static final class PackAssembly {
    private ByteString header = ByteString.EMPTY;
    private ByteString body = ByteString.EMPTY;
    private int chunk;
    private int chunks = -1;

    private void add(Row row) {
      if (row.getInt("chunk") != chunk) {
        return;
      }
      if (chunk == 0) {
        header = BlockRows.bytes(row.getByteBuffer("hdr"));
        chunks = row.getInt("chunks");
      }
      body = body.concat(BlockRows.bytes(row.getByteBuffer("body")));
      chunk++;
    }

    private boolean isWhole() {
      return chunk == chunks;
    }
  }
}
