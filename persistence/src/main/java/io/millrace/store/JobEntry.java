// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A registered job.
 *
 * @param name what people call it
 * @param id this incarnation; a job that is deleted and made again gets another
 * @param version version of its code, from 1
 * @param partitions which partition of the source stage owns which tokens
 * @param status whether it takes records
 * @param graph its stages beside the source
 */
public record JobEntry(
    String name, UUID id, int version, PartitionMap partitions, JobStatus status, StageMaps graph) {
  /** A job of one stage. */
  public JobEntry(String name, UUID id, int version, PartitionMap partitions, JobStatus status) {
    this(name, id, version, partitions, status, StageMaps.NONE);
  }

  /** A job of one stage that was never paused. */
  public JobEntry(String name, UUID id, int version, PartitionMap partitions) {
    this(name, id, version, partitions, JobStatus.NEW);
  }

  /** The same job with another status. */
  public JobEntry withStatus(JobStatus other) {
    return new JobEntry(name, id, version, partitions, other, graph);
  }

  /** All stages, the source first. */
  public List<StageMap> stages() {
    return Stream.concat(
            Stream.of(new StageMap(graph.source(), partitions)), graph.further().stream())
        .toList();
  }

  /**
   * The stage of that name.
   *
   * @param stageName empty for the one whose results are the job's
   * @throws MillraceException CALLER if there is none
   */
  public StageMap stage(String stageName) {
    String wanted = stageName.isEmpty() ? graph.sink() : stageName;
    return stages().stream()
        .filter(stage -> stage.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                MillraceException.of(Kind.CALLER, "no such stage")
                    .with("job", name)
                    .with("stage", wanted)
                    .with("expected", stages().stream().map(StageMap::name).toList()));
  }

  /** The stage that a partition belongs to, by its number; empty if there is no such partition. */
  public Optional<StageMap> stageOf(int partition) {
    return stages().stream()
        .filter(stage -> stage.partitions().numbers().contains(partition))
        .findFirst();
  }

  /** The numbers of all partitions of all stages, ascending. */
  public List<Integer> numbers() {
    return stages().stream()
        .flatMap(stage -> stage.partitions().numbers().stream())
        .sorted()
        .toList();
  }
}
