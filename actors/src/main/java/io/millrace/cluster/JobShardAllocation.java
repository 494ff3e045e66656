// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import io.millrace.routing.JobDirectory;
import io.millrace.store.JobEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardCoordinator.AbstractShardAllocationStrategy;
import org.apache.pekko.cluster.typed.Cluster;
import scala.collection.immutable.IndexedSeq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Puts the shards of a job onto nodes that bring its code in the version in force, as far as there
 * are any; works where the coordinator of the shards is. Which node brings what says {@link
 * JobRoles}, what is in force the directory of this node, which may lag: whether a partition may
 * run is decided where it starts, not here.
 */
final class JobShardAllocation extends AbstractShardAllocationStrategy {
  private final Cluster cluster;
  private final JobDirectory jobs;

  JobShardAllocation(ActorSystem<?> system, JobDirectory jobs) {
    this.cluster = Cluster.get(system);
    this.jobs = jobs;
  }

  @Override
  public Future<ActorRef> allocateShard(
      ActorRef requester, String shard, Map<ActorRef, IndexedSeq<String>> current) {
    var members = new Members();
    var all = lists(current);
    var staying = new HashMap<>(all);
    staying.keySet().removeIf(region -> !members.isUp(region));
    var chosen = new ShardPlacement<>(staying, members::mayRun).place(shard);
    return Future.successful(
        chosen.orElseGet(
            () -> new ShardPlacement<>(all, (region, any) -> true).place(shard).orElse(requester)));
  }

  @Override
  public Future<Set<String>> rebalance(
      Map<ActorRef, IndexedSeq<String>> current, Set<String> inProgress) {
    var members = new Members();
    var placement = new ShardPlacement<>(lists(current), members::mayRun);
    if (!inProgress.isEmpty()) {
      return Future.successful(Set.of());
    }
    Set<String> misplaced = placement.misplaced();
    return Future.successful(
        misplaced.isEmpty() && members.allUp() ? placement.level() : misplaced);
  }

  private static Map<ActorRef, List<String>> lists(Map<ActorRef, IndexedSeq<String>> current) {
    var lists = new HashMap<ActorRef, List<String>>();
    current.forEach((region, shards) -> lists.put(region, CollectionConverters.asJava(shards)));
    return lists;
  }

  /** The members and jobs at one moment. */
  private final class Members {
    private final Map<Address, Member> members = new HashMap<>();
    private final Map<String, JobEntry> byGroup = new HashMap<>();

    private Members() {
      cluster.state().getMembers().forEach(member -> members.put(member.address(), member));
      jobs.known().forEach(job -> byGroup.put(ShardNames.group(job.id()), job));
    }

    private boolean allUp() {
      return members.values().stream().allMatch(m -> m.status().equals(MemberStatus.up()));
    }

    private Member member(ActorRef region) {
      Address address = region.path().address();
      Member self = cluster.selfMember();
      return address.hasGlobalScope() ? members.getOrDefault(address, self) : self;
    }

    private boolean isUp(ActorRef region) {
      return member(region).status().equals(MemberStatus.up());
    }

    private boolean mayRun(ActorRef region, String shard) {
      JobEntry job = byGroup.get(ShardNames.group(shard));
      if (job == null) {
        return true;
      }
      OptionalInt version = JobRoles.version(member(region).getRoles(), job.name());
      return version.isPresent() && version.getAsInt() >= job.version();
    }
  }
}
