// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionMap;
import io.millrace.store.Backoff;
import io.millrace.store.JobEntry;
import io.millrace.store.JobPhase;
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
  private final PreparedStatement setStatus;
  private final PreparedStatement moveStatus;
  private final PreparedStatement raiseVersion;
  private final PreparedStatement remove;
  private final PreparedStatement read;
  private final PreparedStatement readSerial;
  private final PreparedStatement readAll;

  CassandraJobRegistry(Statements statements, Backoff backoff) {
    session = statements.session();
    this.backoff = backoff;
    insert =
        statements.cas(
            """
            INSERT INTO %s.job (name, id, version, map_version, starts, numbers, phase,
              stages, sink, stage_versions, stage_starts, stage_numbers)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) IF NOT EXISTS\
            """);
    String status =
        "UPDATE %s.job SET paused = ?, failed_before = ?, records_before = ?, phase = ?";
    setStatus = statements.cas(status + " WHERE name = ? IF id = ? AND phase != 'DELETING'");
    moveStatus = statements.cas(status + " WHERE name = ? IF id = ? AND phase = ?");
    raiseVersion =
        statements.cas("UPDATE %s.job SET version = ? WHERE name = ? IF id = ? AND version < ?");
    remove = statements.cas("DELETE FROM %s.job WHERE name = ? IF id = ? AND phase = 'DELETING'");
    String select =
        """
        SELECT name, id, version, map_version, starts, numbers,
          paused, failed_before, records_before, phase,
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
            map.numbers(),
            entry.status().phase().name());
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
    return update(
            name,
            id,
            setStatus.bind(
                status.paused().orElse(null),
                status.failedBefore(),
                status.recordsBefore(),
                status.phase().name(),
                name,
                id))
        .thenCompose(
            entry ->
                entry.status().phase() == JobPhase.DELETING && !entry.status().equals(status)
                    ? CompletableFuture.failedFuture(JobRegistry.deleting(name))
                    : CompletableFuture.completedFuture(entry));
  }

  @Override
  public CompletionStage<JobEntry> setStatus(
      String name, UUID id, JobPhase from, JobStatus status) {
    return update(
        name,
        id,
        moveStatus.bind(
            status.paused().orElse(null),
            status.failedBefore(),
            status.recordsBefore(),
            status.phase().name(),
            name,
            id,
            from.name()));
  }

  @Override
  public CompletionStage<JobEntry> raiseVersion(String name, UUID id, int version) {
    return update(name, id, raiseVersion.bind(version, name, id, version));
  }

  /** Changes a job if it meets the statement's condition; the entry as it is then. */
  private CompletionStage<JobEntry> update(String name, UUID id, BoundStatement change) {
    return Failures.translate(
        change(name, change, 1)
            .thenApply(
                found ->
                    found
                        .filter(entry -> entry.id().equals(id))
                        .orElseThrow(() -> JobRegistry.unknown(name, id))),
        e -> e.with("job", name));
  }

  /** The same change once more changes nothing, so an unknown outcome is no matter. */
  private CompletionStage<Optional<JobEntry>> change(
      String name, BoundStatement change, int attempt) {
    return session
        .executeAsync(change)
        .handle(
            (result, failure) -> {
              if (failure == null) {
                return find(readSerial, name);
              }
              return Failures.isUnknown(failure) && attempt < ATTEMPTS_MAX
                  ? backoff.pause(attempt).thenCompose(nothing -> change(name, change, attempt + 1))
                  : CompletableFuture.<Optional<JobEntry>>failedFuture(failure);
            })
        .thenCompose(Function.identity());
  }

  @Override
  public CompletionStage<Void> remove(String name, UUID id) {
    return Failures.translate(
        change(name, remove.bind(name, id), 1)
            .thenCompose(
                found ->
                    found
                        .filter(entry -> entry.id().equals(id))
                        .map(JobRegistry::notDeleting)
                        .map(CompletableFuture::<Void>failedFuture)
                        .orElseGet(() -> CompletableFuture.completedFuture(null))),
        e -> e.with("job", name));
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
        status(row),
        StageColumns.get(row));
  }

  private static JobStatus status(Row row) {
    Optional<String> paused = Optional.ofNullable(row.getString("paused"));
    long failedBefore = row.getLong("failed_before");
    long recordsBefore = row.getLong("records_before");
    String phase = row.getString("phase");
    // An older Millrace wrote no phase.
    return phase == null
        ? new JobStatus(paused, failedBefore, recordsBefore)
        : new JobStatus(paused, failedBefore, recordsBefore, JobPhase.valueOf(phase));
  }
}
