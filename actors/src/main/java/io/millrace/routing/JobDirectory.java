// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.routing;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.processor.Job;
import io.millrace.routing.Admission.Admitted;
import io.millrace.routing.Admission.Refused;
import io.millrace.store.JobEntry;
import io.millrace.store.JobPhase;
import io.millrace.store.JobRegistry;
import io.millrace.store.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of the cluster as this node knows them: entries from the registry, and the processors of
 * those whose code is here. Thread-safe.
 */
public final class JobDirectory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobDirectory.class);

  private final JobRegistry registry;
  private final Map<String, JobEntry> entries = new ConcurrentHashMap<>();
  private final Map<UUID, JobEntry> byId = new ConcurrentHashMap<>();
  private final Map<String, Job> code = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /** An empty directory over a registry. */
  public JobDirectory(JobRegistry registry) {
    this.registry = registry;
  }

  /**
   * Makes a job whose code is here runnable: registers it unless it is registered already, and puts
   * its version in force if that is the highest so far. A node with a lower one, or that meets the
   * job in deletion, goes on without running it. Fails CALLER if it is registered with other
   * stages.
   */
  public CompletionStage<JobEntry> add(Job job) {
    code.put(job.name(), job);
    return start(job);
  }

  private CompletionStage<JobEntry> start(Job job) {
    return registry
        .register(JobStages.entry(job, UUID.randomUUID()))
        .thenCompose(
            entry -> {
              if (job.version() >= entry.version()) {
                JobStages.check(job, entry);
              }
              return entry.version() < job.version()
                  ? raise(entry, job.version())
                  : CompletableFuture.completedStage(entry);
            })
        .thenApply(
            entry -> {
              changes.incrementAndGet();
              refusal(entry)
                  .ifPresent(
                      reason ->
                          LOG.atWarn()
                              .addKeyValue("job", job.name())
                              .addKeyValue("reason", reason)
                              .log("this node does not run a job whose code it brings"));
              return known(entry);
            });
  }

  private CompletionStage<JobEntry> raise(JobEntry entry, int version) {
    LOG.atInfo()
        .addKeyValue("job", entry.name())
        .addKeyValue("from", entry.version())
        .addKeyValue("to", version)
        .log("job's version is raised; nodes with older code stop running it");
    return registry.raiseVersion(entry.name(), entry.id(), version);
  }

  /** Registers a job anew whose code is here; NOT_FOUND if it is not. */
  public CompletionStage<JobEntry> start(String name) {
    Job job = code.get(name);
    return job != null
        ? start(job)
        : CompletableFuture.failedStage(
            MillraceException.of(Kind.NOT_FOUND, "unknown job, and this node brings no code for it")
                .with("job", name)
                .with("expected", "a gateway of a node that brings it"));
  }

  /** The job of that name, or a NOT_FOUND failure. */
  public CompletionStage<JobEntry> find(String name) {
    JobEntry known = entries.get(name);
    if (known != null) {
      return CompletableFuture.completedStage(known);
    }
    return findNow(name);
  }

  /** The same, as the registry has it now. */
  public CompletionStage<JobEntry> findNow(String name) {
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
    JobEntry last = byId.put(entry.id(), entry);
    if (last != null && last.version() < entry.version()) {
      refusal(entry)
          .ifPresent(
              reason ->
                  LOG.atWarn()
                      .addKeyValue("job", entry.name())
                      .addKeyValue("reason", reason)
                      .log("this node stops running a job"));
    }
    return entry;
  }

  private void forget(JobEntry entry) {
    entries.computeIfPresent(
        entry.name(), (name, last) -> last.id().equals(entry.id()) ? null : last);
    byId.remove(entry.id());
  }

  /**
   * Lets go of the jobs and of all that their code holds. A library's cache may keep what belongs
   * to a stopped gateway reachable, this included; see NodeReleaseTest.
   */
  @Override
  public void close() {
    code.clear();
    entries.clear();
    byId.clear();
  }

  /** All registered jobs, by name. */
  public CompletionStage<List<JobEntry>> list() {
    return registry.list();
  }

  /** The partitions of all stages of the jobs that this node may run. */
  public List<PartitionId> partitions() {
    return entries.values().stream()
        .filter(entry -> refusal(entry).isEmpty())
        .flatMap(
            entry -> entry.numbers().stream().map(number -> new PartitionId(entry.id(), number)))
        .toList();
  }

  /** The code of a job that this node may run as far as it knows, empty if it may not. */
  public Optional<Job> runnable(UUID job) {
    return known(job)
        .filter(entry -> refusal(entry).isEmpty())
        .map(entry -> code.get(entry.name()));
  }

  /** Why this node may not run the job, empty if it may. */
  private Optional<String> refusal(JobEntry entry) {
    Job job = code.get(entry.name());
    if (entry.status().phase() == JobPhase.DELETING) {
      return Optional.of("job " + entry.name() + " is being deleted");
    }
    if (job == null) {
      return Optional.of("this node does not bring the code of job " + entry.name());
    }
    return job.version() >= entry.version()
        ? Optional.empty()
        : Optional.of(
            "job %s is at version %d, this node brings version %d: start nodes with version %d"
                .formatted(entry.name(), entry.version(), job.version(), entry.version()));
  }

  /**
   * Asks the registry whether this node may run a partition. Whoever begins to run one asks first:
   * what this node knows without asking may be older than the state it would read.
   */
  public CompletionStage<Admission> admit(PartitionId partition) {
    UUID job = partition.job();
    JobEntry known = byId.get(job);
    CompletionStage<Optional<JobEntry>> now =
        known == null ? registry.list().thenApply(all -> withId(all, job)) : reread(known);
    return now.thenApply(
        found ->
            found
                .map(entry -> judge(entry, partition.number()))
                .orElseGet(() -> new Refused("no job has the identity " + job + " (any more)")));
  }

  private Optional<JobEntry> withId(List<JobEntry> all, UUID job) {
    return all.stream().filter(entry -> entry.id().equals(job)).findFirst().map(this::known);
  }

  private Admission judge(JobEntry entry, int number) {
    Job job = code.get(entry.name());
    Optional<String> refusal = refusal(entry);
    if (refusal.isPresent() || job == null) {
      return new Refused(refusal.orElse("no code"));
    }
    return JobStages.run(job, entry, number)
        .<Admission>map(Admitted::new)
        .orElseGet(
            () -> new Refused("job " + entry.name() + " has no stage with partition " + number));
  }

  /** The job as this node knows it, empty if it has not met it yet. */
  public Optional<JobEntry> known(UUID job) {
    return Optional.ofNullable(byId.get(job));
  }

  /**
   * Why the job takes no records at present, empty if it does. Never blocks.
   *
   * @param fromStage whether another stage of the job sends them: while it drains, these pass
   */
  public Optional<String> paused(UUID job, boolean fromStage) {
    JobEntry entry = byId.get(job);
    if (entry == null || (fromStage && entry.status().phase() == JobPhase.DRAINING)) {
      return Optional.empty();
    }
    return entry.status().refusal();
  }

  /** The job as the registry has it now. */
  public CompletionStage<Optional<JobEntry>> reread(JobEntry job) {
    return registry
        .find(job.name())
        .thenApply(
            found -> {
              Optional<JobEntry> same = found.filter(entry -> entry.id().equals(job.id()));
              if (same.isEmpty()) {
                forget(job);
              }
              return same.map(this::known);
            });
  }

  /** The jobs as this node knows them, in no order. */
  public List<JobEntry> known() {
    return List.copyOf(entries.values());
  }

  /** Gives the job another status; this node acts on it at once, others at their next refresh. */
  public CompletionStage<JobEntry> setStatus(JobEntry job, JobStatus status) {
    return registry.setStatus(job.name(), job.id(), status).thenApply(this::changed);
  }

  /** The same if the job is in that phase; otherwise it stays as it is. */
  public CompletionStage<JobEntry> setStatus(JobEntry job, JobPhase from, JobStatus status) {
    return registry.setStatus(job.name(), job.id(), from, status).thenApply(this::changed);
  }

  private JobEntry changed(JobEntry entry) {
    changes.incrementAndGet();
    return known(entry);
  }

  /** Forgets a job that is being deleted, once all that it stored is gone. */
  public CompletionStage<Void> remove(JobEntry job) {
    return registry
        .remove(job.name(), job.id())
        .thenAccept(
            done -> {
              changes.incrementAndGet();
              forget(job);
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
                Set<UUID> left = all.stream().map(JobEntry::id).collect(Collectors.toSet());
                byId.values().stream().filter(e -> !left.contains(e.id())).forEach(this::forget);
              }
            });
  }
}
