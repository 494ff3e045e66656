// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.memory;

import io.millrace.store.JobEntry;
import io.millrace.store.JobPhase;
import io.millrace.store.JobRegistry;
import io.millrace.store.JobStatus;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** Jobs in a map. Thread-safe. */
final class InMemoryJobRegistry implements JobRegistry {
  private final ConcurrentSkipListMap<String, JobEntry> entries = new ConcurrentSkipListMap<>();

  @Override
  public CompletionStage<JobEntry> register(JobEntry entry) {
    var older = entries.putIfAbsent(entry.name(), entry);
    return CompletableFuture.completedFuture(older == null ? entry : older);
  }

  @Override
  public CompletionStage<Optional<JobEntry>> find(String name) {
    return CompletableFuture.completedFuture(Optional.ofNullable(entries.get(name)));
  }

  @Override
  public CompletionStage<JobEntry> setStatus(String name, UUID id, JobStatus status) {
    return update(
            name,
            id,
            last -> last.status().phase() == JobPhase.DELETING ? last : last.withStatus(status))
        .thenCompose(
            entry ->
                entry.status().equals(status)
                    ? CompletableFuture.completedFuture(entry)
                    : CompletableFuture.failedFuture(JobRegistry.deleting(name)));
  }

  @Override
  public CompletionStage<JobEntry> setStatus(
      String name, UUID id, JobPhase from, JobStatus status) {
    return update(name, id, last -> last.status().phase() == from ? last.withStatus(status) : last);
  }

  @Override
  public CompletionStage<JobEntry> raiseVersion(String name, UUID id, int version) {
    return update(name, id, last -> last.version() < version ? last.withVersion(version) : last);
  }

  private CompletionStage<JobEntry> update(String name, UUID id, UnaryOperator<JobEntry> change) {
    var entry =
        entries.computeIfPresent(
            name, (n, last) -> last.id().equals(id) ? change.apply(last) : last);
    return entry != null && entry.id().equals(id)
        ? CompletableFuture.completedFuture(entry)
        : CompletableFuture.failedFuture(JobRegistry.unknown(name, id));
  }

  @Override
  public CompletionStage<Void> remove(String name, UUID id) {
    var left =
        entries.computeIfPresent(
            name,
            (n, last) ->
                last.id().equals(id) && last.status().phase() == JobPhase.DELETING ? null : last);
    return left != null && left.id().equals(id)
        ? CompletableFuture.failedFuture(JobRegistry.notDeleting(left))
        : CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<List<JobEntry>> list() {
    return CompletableFuture.completedFuture(List.copyOf(entries.values()));
  }
}
