// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.CORRUPT;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.google.protobuf.ByteString;
import io.millrace.codec.Dictionary;
import io.millrace.model.MillraceException;
import io.millrace.store.DictionaryEntry;
import io.millrace.store.DictionaryStore;
import io.millrace.store.DictionaryTrial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Dictionaries in Cassandra, those of a job in one Cassandra partition. Changed by compare-and-set
 * only: two nodes can never both own an id, whatever their clocks say. Thread-safe.
 */
final class CassandraDictionaryStore implements DictionaryStore {
  private static final Comparator<DictionaryEntry> ORDER =
      Comparator.comparing(DictionaryEntry::column)
          .thenComparing(DictionaryEntry::trainedAtMs)
          .thenComparing(DictionaryEntry::id);

  private static final int AT_ONCE_MAX = 4;

  private final CqlSession session;
  private final PreparedStatement insert;
  private final PreparedStatement retire;
  private final PreparedStatement select;
  private final PreparedStatement selectAll;
  private final PreparedStatement list;
  private final PreparedStatement delete;

  CassandraDictionaryStore(Statements statements) {
    session = statements.session();
    insert =
        statements.cas(
            """
            INSERT INTO %s.dictionary (job, id, column_name, trained_at, retired_at, bytes, pieces,
              raw_bytes, plain_bytes, dict_bytes,
              plain_encode_ns, dict_encode_ns, plain_decode_ns, dict_decode_ns, body)
            VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS""");
    retire =
        statements.cas(
            "UPDATE %s.dictionary SET retired_at = ? WHERE job = ? AND id = ? IF retired_at = 0");
    String body = "SELECT body FROM %s.dictionary WHERE job = ? AND id = ?";
    select = statements.profile(body, Sessions.RECOVER);
    selectAll = statements.profile(body, Sessions.RECOVER_ALL);
    list =
        statements.plain(
            """
            SELECT id, column_name, trained_at, retired_at, bytes, pieces,
              raw_bytes, plain_bytes, dict_bytes,
              plain_encode_ns, dict_encode_ns, plain_decode_ns, dict_decode_ns
            FROM %s.dictionary WHERE job = ?""");
    delete = statements.cas("DELETE FROM %s.dictionary WHERE job = ? AND id = ? IF EXISTS");
  }

  @Override
  public CompletionStage<Void> put(UUID job, DictionaryEntry entry, Dictionary dictionary) {
    DictionaryStore.check(entry, dictionary);
    DictionaryTrial trial = entry.trial();
    return translate(
        session
            .executeAsync(
                insert.bind(
                    job,
                    entry.id(),
                    entry.column(),
                    entry.trainedAtMs(),
                    entry.bytes(),
                    trial.pieces(),
                    trial.rawBytes(),
                    trial.plainBytes(),
                    trial.dictionaryBytes(),
                    trial.plainEncodeNanos(),
                    trial.dictionaryEncodeNanos(),
                    trial.plainDecodeNanos(),
                    trial.dictionaryDecodeNanos(),
                    dictionary.bytes().asReadOnlyByteBuffer()))
            .thenCompose(result -> checkOwner(result, job, dictionary)),
        job,
        entry.id());
  }

  private static CompletionStage<Void> checkOwner(
      AsyncResultSet result, UUID job, Dictionary dictionary) {
    boolean applied = result.wasApplied();
    Row there = applied ? null : result.one();
    boolean ours =
        applied
            || (there != null
                && BlockRows.bytes(there.getByteBuffer("body")).equals(dictionary.bytes()));
    return ours
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(DictionaryStore.taken(job, dictionary.id()));
  }

  @Override
  public CompletionStage<Optional<Dictionary>> find(UUID job, int id) {
    // A quorum that misses what a quorum acknowledged has lost something: ask all.
    return translate(
        find(select, job, id)
            .thenCompose(
                found ->
                    found.isPresent()
                        ? CompletableFuture.completedFuture(found)
                        : find(selectAll, job, id)),
        job,
        id);
  }

  private CompletionStage<Optional<Dictionary>> find(
      PreparedStatement statement, UUID job, int id) {
    return session
        .executeAsync(statement.bind(job, id))
        .thenApply(result -> Optional.ofNullable(dictionary(result.one(), id)));
  }

  private static @Nullable Dictionary dictionary(@Nullable Row row, int id) {
    ByteString body = row == null ? ByteString.EMPTY : BlockRows.bytes(row.getByteBuffer("body"));
    if (body.isEmpty()) {
      return null;
    }
    var dictionary = Dictionary.of(body);
    if (dictionary.id() != id) {
      throw MillraceException.of(CORRUPT, "stored dictionary is damaged")
          .with("expected", "bytes whose id is " + id)
          .with("actual", dictionary.id());
    }
    return dictionary;
  }

  @Override
  public CompletionStage<List<DictionaryEntry>> list(UUID job) {
    return Failures.translate(
        session.executeAsync(list.bind(job)).thenCompose(page -> entries(page, new ArrayList<>())),
        e -> e.with("job", job));
  }

  private static CompletionStage<List<DictionaryEntry>> entries(
      AsyncResultSet page, List<DictionaryEntry> sofar) {
    for (Row row : page.currentPage()) {
      sofar.add(entry(row));
    }
    if (page.hasMorePages()) {
      return page.fetchNextPage().thenCompose(next -> entries(next, sofar));
    }
    sofar.sort(ORDER);
    return CompletableFuture.completedFuture(List.copyOf(sofar));
  }

  private static DictionaryEntry entry(Row row) {
    return new DictionaryEntry(
        row.getInt("id"),
        Objects.requireNonNull(row.getString("column_name"), "column_name"),
        row.getInt("bytes"),
        row.getLong("trained_at"),
        row.getLong("retired_at"),
        new DictionaryTrial(
            row.getInt("pieces"),
            row.getLong("raw_bytes"),
            row.getLong("plain_bytes"),
            row.getLong("dict_bytes"),
            row.getLong("plain_encode_ns"),
            row.getLong("dict_encode_ns"),
            row.getLong("plain_decode_ns"),
            row.getLong("dict_decode_ns")));
  }

  @Override
  public CompletionStage<Void> retire(UUID job, int id, long atMs) {
    return translate(
        session.executeAsync(retire.bind(atMs, job, id)).thenApply(done -> null), job, id);
  }

  /** Deletes all of a job's; returns how many there were. */
  CompletionStage<Integer> erase(UUID job) {
    return list(job)
        .thenCompose(
            entries ->
                AtOnce.forEach(
                        entries.iterator(),
                        AT_ONCE_MAX,
                        entry -> session.executeAsync(delete.bind(job, entry.id())))
                    .thenApply(done -> entries.size()));
  }

  private static <T> CompletionStage<T> translate(CompletionStage<T> stage, UUID job, int id) {
    return Failures.translate(stage, e -> e.with("job", job).with("dictionary", id));
  }
}
