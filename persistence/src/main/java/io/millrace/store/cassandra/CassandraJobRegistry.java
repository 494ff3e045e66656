// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionMap;
import io.millrace.store.Backoff;
import io.millrace.store.JobEntry;
import io.millrace.store.JobRegistry;
import io.millrace.store.JobStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Jobs by compare-and-set. A registration without an answer is looked up, and repeated if absent.
 */
final class CassandraJobRegistry implements JobRegistry {
  private static final int ATTEMPTS_MAX = 5;

  private final CqlSession session;
  private final Backoff backoff;
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement read;
  private final PreparedStatement readSerial;
  private final PreparedStatement readAll;

  CassandraJobRegistry(Statements statements, Backoff backoff) {
    session = statements.session();
    this.backoff = backoff;
    insert =
        statements.cas(
            """
            INSERT INTO %s.job (name, id, version, map_version, starts, numbers,
              stages, sink, stage_versions, stage_starts, stage_numbers)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS\
            """);
    update =
        statements.cas(
            """
            UPDATE %s.job SET paused = ?, failed_before = ?, records_before = ?
            WHERE name = ? IF id = ?\
            """);
    String select =
        """
        SELECT name, id, version, map_version, starts, numbers,
          paused, failed_before, records_before,
          stages, sink, stage_versions, stage_starts, stage_numbers
        FROM %s.job\
        """;
    read = statements.plain(select + " WHERE name = ?");
    readSerial = statements.serial(select + " WHERE name = ?");
    readAll = statements.plain(select);
  }

  @Override
  public CompletionStage<JobEntry> register(JobEntry entry) {
    return Failures.translate(register(entry, 1), e -> e.with("job", entry.name()));
  }

  private CompletionStage<JobEntry> register(JobEntry entry, int attempt) {
    var map = entry.partitions();
    var row =
        insert.bind(
            entry.name(),
            entry.id(),
            entry.version(),
            map.version(),
            map.starts().stream().map(Integer::toUnsignedLong).toList(),
            map.numbers());
    return session
        .executeAsync(StageColumns.set(row, entry.graph()))
        .handle(
            (result, failure) -> {
              if (failure == null && result.wasApplied()) {
                return CompletableFuture.completedFuture(entry);
              }
              return failure == null || Failures.isUnknown(failure)
                  ? lookUp(entry, attempt)
                  : CompletableFuture.<JobEntry>failedFuture(failure);
            })
        .thenCompose(Function.identity());
  }

  /** After a refusal or no answer: which entry is it? */
  private CompletionStage<JobEntry> lookUp(JobEntry entry, int attempt) {
    return find(readSerial, entry.name())
        .thenCompose(
            found -> {
              if (found.isPresent()) {
                return CompletableFuture.completedFuture(found.get());
              }
              if (attempt >= ATTEMPTS_MAX) {
                return CompletableFuture.failedFuture(
                    MillraceException.of(UNAVAILABLE, "no definite answer to a registration")
                        .with("attempts", attempt));
              }
              return backoff.pause(attempt).thenCompose(nothing -> register(entry, attempt + 1));
            });
  }

  @Override
  public CompletionStage<JobEntry> setStatus(String name, UUID id, JobStatus status) {
    return Failures.translate(setStatus(name, id, status, 1), e -> e.with("job", name));
  }

  private CompletionStage<JobEntry> setStatus(String name, UUID id, JobStatus status, int attempt) {
    return session
        .executeAsync(
            update.bind(
                status.paused().orElse(null),
                status.failedBefore(),
                status.recordsBefore(),
                name,
                id))
        .handle(
            (result, failure) -> {
              if (failure == null && result.wasApplied()) {
                return find(readSerial, name).thenApply(found -> found.orElseThrow());
              }
              if (failure == null) {
                return CompletableFuture.<JobEntry>failedFuture(JobRegistry.unknown(name, id));
              }
              // The same once more changes nothing, so an unknown outcome is no matter.
              return Failures.isUnknown(failure) && attempt < ATTEMPTS_MAX
                  ? backoff
                      .pause(attempt)
                      .thenCompose(nothing -> setStatus(name, id, status, attempt + 1))
                  : CompletableFuture.<JobEntry>failedFuture(failure);
            })
        .thenCompose(Function.identity());
  }

  @Override
  public CompletionStage<Optional<JobEntry>> find(String name) {
    return Failures.translate(find(read, name), e -> e.with("job", name));
  }

  private CompletionStage<Optional<JobEntry>> find(PreparedStatement statement, String name) {
    return session
        .executeAsync(statement.bind(name))
        .thenApply(result -> Optional.ofNullable(result.one()).map(CassandraJobRegistry::entry));
  }

  @Override
  public CompletionStage<List<JobEntry>> list() {
    var entries = new ArrayList<JobEntry>();
    return Failures.translate(
        session.executeAsync(readAll.bind()).thenCompose(page -> take(entries, page)), e -> e);
  }

  private CompletionStage<List<JobEntry>> take(List<JobEntry> entries, AsyncResultSet page) {
    page.currentPage().forEach(row -> entries.add(entry(row)));
    if (page.hasMorePages()) {
      return page.fetchNextPage().thenCompose(next -> take(entries, next));
    }
    entries.sort(Comparator.comparing(JobEntry::name));
    return CompletableFuture.completedFuture(List.copyOf(entries));
  }

  private static JobEntry entry(Row row) {
    var starts = Objects.requireNonNull(row.getList("starts", Long.class), "starts");
    var numbers = Objects.requireNonNull(row.getList("numbers", Integer.class), "numbers");
    return new JobEntry(
        Objects.requireNonNull(row.getString("name"), "name"),
        Objects.requireNonNull(row.getUuid("id"), "id"),
        row.getInt("version"),
        new PartitionMap(
            row.getInt("map_version"), starts.stream().map(Long::intValue).toList(), numbers),
        new JobStatus(
            Optional.ofNullable(row.getString("paused")),
            row.getLong("failed_before"),
            row.getLong("records_before")),
        StageColumns.get(row));
  }
}
