// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.millrace.cluster.JobRoles;
import io.millrace.model.PartitionMap;
import io.millrace.partition.PartitionReply.Described;
import io.millrace.store.JobEntry;
import io.millrace.store.StageMap;
import io.millrace.v1.Job;
import io.millrace.v1.JobNode;
import io.millrace.v1.JobPhase;
import io.millrace.v1.Partition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;

/** Jobs as messages. */
final class JobMessages {
  private JobMessages() {}

  static Job job(JobEntry job) {
    Job.Builder message =
        Job.newBuilder()
            .setName(job.name())
            .setId(job.id().toString())
            .setVersion(job.version())
            .setPartitions(job.numbers().size())
            .setPhase(JobPhase.valueOf("JOB_PHASE_" + job.status().phase().name()));
    for (StageMap stage : job.stages()) {
      message
          .addStagesBuilder()
          .setName(stage.name())
          .setPartitions(stage.partitions().count())
          .setSink(stage.name().equals(job.graph().sink()));
    }
    job.status().paused().ifPresent(message::setPaused);
    return message.build();
  }

  static Partition partition(StageMap stage, int place, Optional<Described> answer) {
    PartitionMap map = stage.partitions();
    Partition.Builder partition =
        Partition.newBuilder()
            .setNumber(map.numbers().get(place))
            .setStage(stage.name())
            .setFirstToken(map.range(place).first())
            .setLastToken(map.range(place).last());
    answer.ifPresent(
        d ->
            partition
                .setOwner(d.owner())
                .setEpoch(d.epoch().value())
                .setHead(d.head())
                .setRecords(d.figures().records())
                .setResults(d.figures().results())
                .setKeys(d.figures().keys())
                .setRawBytes(d.figures().rawBytes())
                .setStoredBytes(d.figures().storedBytes())
                .setFailed(d.figures().failed())
                .setQuarantined(d.figures().quarantined()));
    return partition.build();
  }

  /** The members of the cluster that bring the job's code, by address. */
  static List<JobNode> nodes(ActorSystem<?> system, JobEntry job) {
    var nodes = new ArrayList<JobNode>();
    for (var member : Cluster.get(system).state().getMembers()) {
      JobRoles.version(member.getRoles(), job.name())
          .ifPresent(
              version ->
                  nodes.add(
                      JobNode.newBuilder()
                          .setAddress(member.address().hostPort().replaceFirst("^.*@", ""))
                          .setVersion(version)
                          .setRuns(version >= job.version())
                          .build()));
    }
    nodes.sort(Comparator.comparing(JobNode::getAddress));
    return nodes;
  }
}
