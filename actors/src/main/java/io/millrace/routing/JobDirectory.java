// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.routing;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.processor.Job;
import io.millrace.store.JobEntry;
import io.millrace.store.JobRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The jobs of the cluster as this node knows them: entries from the registry, and the processors of
 * those whose code is here. Thread-safe.
 */
public final class JobDirectory {
  private final JobRegistry registry;
  private final Map<String, JobEntry> entries = new ConcurrentHashMap<>();
  private final Map<UUID, String> paused = new ConcurrentHashMap<>();
  private final Map<UUID, Job> runnable = new ConcurrentHashMap<>();

  /** An empty directory over a registry. */
  public JobDirectory(JobRegistry registry) {
    this.registry = registry;
  }

  /** Registers a job whose code is here, unless it is registered already, and makes it runnable. */
  public CompletionStage<JobEntry> add(Job job) {
    var wanted =
        new JobEntry(
            job.name(), UUID.randomUUID(), job.version(), PartitionMap.even(job.partitions()));
    return registry
        .register(wanted)
        .thenApply(
            entry -> {
              runnable.put(entry.id(), job);
              entries.put(entry.name(), entry);
              return entry;
            });
  }

  /** The job of that name, or a NOT_FOUND failure. */
  public CompletionStage<JobEntry> find(String name) {
    JobEntry known = entries.get(name);
    if (known != null) {
      return CompletableFuture.completedStage(known);
    }
    return registry
        .find(name)
        .thenApply(
            found -> {
              JobEntry entry =
                  found.orElseThrow(
                      () ->
                          MillraceException.of(Kind.NOT_FOUND, "unknown job")
                              .with("job", name)
                              .with("expected", "a name that `millrace jobs list` shows"));
              entries.put(name, entry);
              return entry;
            });
  }

  /** All registered jobs, by name. */
  public CompletionStage<List<JobEntry>> list() {
    return registry.list();
  }

  /** The partitions of the jobs whose code is here. */
  public List<PartitionId> partitions() {
    return entries.values().stream()
        .filter(entry -> runnable.containsKey(entry.id()))
        .flatMap(
            entry -> entry.partitions().numbers().stream().map(n -> new PartitionId(entry.id(), n)))
        .toList();
  }

  /** The job that runs on its partitions, empty if its code is not on this node. */
  public Optional<Job> runnable(UUID job) {
    return Optional.ofNullable(runnable.get(job));
  }

  /** Why the job takes no records at present, empty if it does. */
  public Optional<String> paused(UUID job) {
    return Optional.ofNullable(paused.get(job));
  }
}
