// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.routing;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.partition.StageRun;
import io.millrace.processor.Job;
import io.millrace.store.JobEntry;
import io.millrace.store.JobRegistry;
import io.millrace.store.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The jobs of the cluster as this node knows them: entries from the registry, and the processors of
 * those whose code is here. Thread-safe.
 */
public final class JobDirectory {
  private final JobRegistry registry;
  private final Map<String, JobEntry> entries = new ConcurrentHashMap<>();
  private final Map<UUID, JobEntry> byId = new ConcurrentHashMap<>();
  private final Map<UUID, Job> runnable = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /** An empty directory over a registry. */
  public JobDirectory(JobRegistry registry) {
    this.registry = registry;
  }

  /**
   * Registers a job whose code is here, unless it is registered already, and makes it runnable.
   * Fails CALLER if it is registered with other stages.
   */
  public CompletionStage<JobEntry> add(Job job) {
    return registry
        .register(JobStages.entry(job, UUID.randomUUID()))
        .thenApply(
            entry -> {
              JobStages.check(job, entry);
              runnable.put(entry.id(), job);
              return known(entry);
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
              return known(entry);
            });
  }

  private JobEntry known(JobEntry entry) {
    entries.put(entry.name(), entry);
    byId.put(entry.id(), entry);
    return entry;
  }

  /** All registered jobs, by name. */
  public CompletionStage<List<JobEntry>> list() {
    return registry.list();
  }

  /** The partitions of all stages of the jobs whose code is here. */
  public List<PartitionId> partitions() {
    return entries.values().stream()
        .filter(entry -> runnable.containsKey(entry.id()))
        .flatMap(
            entry -> entry.numbers().stream().map(number -> new PartitionId(entry.id(), number)))
        .toList();
  }

  /** The job that runs on its partitions, empty if its code is not on this node. */
  public Optional<Job> runnable(UUID job) {
    return Optional.ofNullable(runnable.get(job));
  }

  /** What a partition runs, empty if its job's code is not on this node, or knows no such stage. */
  public Optional<StageRun> runnable(PartitionId partition) {
    Job job = runnable.get(partition.job());
    JobEntry entry = byId.get(partition.job());
    return job == null || entry == null
        ? Optional.empty()
        : JobStages.run(job, entry, partition.number());
  }

  /** The job as this node knows it, empty if it has not met it yet. */
  public Optional<JobEntry> known(UUID job) {
    return Optional.ofNullable(byId.get(job));
  }

  /** Why the job takes no records at present, empty if it does. Never blocks. */
  public Optional<String> paused(UUID job) {
    JobEntry entry = byId.get(job);
    return entry == null ? Optional.empty() : entry.status().paused();
  }

  /** The job as the registry has it now. */
  public CompletionStage<Optional<JobEntry>> reread(JobEntry job) {
    return registry
        .find(job.name())
        .thenApply(found -> found.filter(entry -> entry.id().equals(job.id())).map(this::known));
  }

  /** Pauses or resumes the job; this node acts on it at once, others at their next refresh. */
  public CompletionStage<JobEntry> setStatus(JobEntry job, JobStatus status) {
    return registry
        .setStatus(job.name(), job.id(), status)
        .thenApply(
            entry -> {
              changes.incrementAndGet();
              return known(entry);
            });
  }

  /** Reads the registry and takes over what other nodes changed there. */
  public CompletionStage<Void> refresh() {
    long before = changes.get();
    return registry
        .list()
        .thenAccept(
            all -> {
              // A list that was read while this node changed something may be older than that.
              if (changes.get() == before) {
                all.forEach(this::known);
              }
            });
  }
}
