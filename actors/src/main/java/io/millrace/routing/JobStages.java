// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.routing;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionMap;
import io.millrace.partition.Routes;
import io.millrace.partition.StageRun;
import io.millrace.processor.Graph;
import io.millrace.processor.Job;
import io.millrace.processor.Stage;
import io.millrace.store.JobEntry;
import io.millrace.store.JobStatus;
import io.millrace.store.StageMap;
import io.millrace.store.StageMaps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stages of a job, in its code and as they are registered. */
final class JobStages {
  private JobStages() {}

  /** A new job's entry: its stages' partitions are numbered one behind another, from 0. */
  static JobEntry entry(Job job, UUID id) {
    Graph graph = job.graph();
    var maps = new ArrayList<StageMap>();
    int next = 0;
    for (Stage stage : graph.stages()) {
      int count = job.at(stage).partitions();
      maps.add(new StageMap(stage.name(), PartitionMap.even(count, next)));
      next += count;
    }
    if (next > PartitionMap.PARTITIONS_MAX) {
      throw MillraceException.of(Kind.CALLER, "job has too many partitions")
          .with("job", job.name())
          .with("partitions", next)
          .with("expected", "at most " + PartitionMap.PARTITIONS_MAX + " over all stages");
    }
    return new JobEntry(
        job.name(),
        id,
        job.version(),
        maps.get(0).partitions(),
        JobStatus.NEW,
        new StageMaps(graph.source().name(), maps.subList(1, maps.size()), graph.sink()));
  }

  /**
   * @throws MillraceException CALLER if the job is registered with other stages: records and state
   *     of a stage that is no more would be lost without a word
   */
  static void check(Job job, JobEntry registered) {
    Graph graph = job.graph();
    List<String> names = graph.stages().stream().map(Stage::name).toList();
    List<String> known = registered.stages().stream().map(StageMap::name).toList();
    if (!new HashSet<>(names).equals(new HashSet<>(known))
        || !names.get(0).equals(known.get(0))
        || !graph.sink().equals(registered.graph().sink())) {
      throw MillraceException.of(Kind.CALLER, "job is registered with other stages")
          .with("job", job.name())
          .with("version", job.version())
          .with("stages", names + ", sink " + graph.sink())
          .with("registered", known + ", sink " + registered.graph().sink())
          .with(
              "expected",
              "the registered stages, source first; a job of other stages needs another name");
    }
  }

  /** What a partition of the job runs, empty if the job has no such partition. */
  static Optional<StageRun> run(Job job, JobEntry entry, int number) {
    return entry
        .stageOf(number)
        .flatMap(map -> job.graph().stage(map.name()))
        .map(
            stage ->
                new StageRun(
                    job.at(stage),
                    Routes.of(job.graph(), stage.name(), name -> entry.stage(name).partitions())));
  }
}
