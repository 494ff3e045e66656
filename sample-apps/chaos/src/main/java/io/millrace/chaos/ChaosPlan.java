// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.millrace.chaos.ChaosSettings.Group;
import io.millrace.chaos.TcpProxy.Behaviour;
import io.millrace.chaos.TcpProxy.Way;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Which faults the full run has, how often, and in which order. */
final class ChaosPlan {
  /** A cut connection after so many bytes is one in the middle of something. */
  private static final long CUT_BYTES = 3_001;

  private final ChaosSettings settings;
  private final List<Fault> faults = new ArrayList<>();

  private ChaosPlan(ChaosSettings settings) {
    this.settings = settings;
  }

  /** The faults in an order that the seed decides. */
  static List<Fault> of(ChaosSettings settings) {
    var plan = new ChaosPlan(settings);
    plan.nodes();
    plan.splits();
    plan.database();
    plan.answers();
    plan.others();
    Collections.shuffle(plan.faults, new Random(settings.seed()));
    return plan.faults.subList(Math.min(settings.skip(), plan.faults.size()), plan.faults.size());
  }

  private void add(Group group, int times, Supplier<Fault> fault) {
    if (settings.has(group)) {
      long count = Math.max(1, Math.round(times * settings.scale()));
      for (int i = 0; i < count; i++) {
        faults.add(fault.get());
      }
    }
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private void nodes() {
    // 22 + 10 + 3 * 7 = 53 nodes.
    add(Group.NODES, 22, () -> new KillNodes(KillNodes.Choice.OWNER, Duration.ZERO));
    add(Group.NODES, 10, () -> new KillNodes(KillNodes.Choice.ANY, seconds(4)));
    add(Group.NODES, 7, () -> new KillNodes(KillNodes.Choice.ALL, seconds(1)));
    add(Group.NODES, 20, () -> FreezeNode.zombie(seconds(30)));
    add(Group.NODES, 5, () -> FreezeNode.blink(Duration.ofMillis(1_500), seconds(1), 4));
    add(Group.NODES, 3, RestartNodes::new);
  }

  private void splits() {
    add(Group.SPLITS, 6, () -> new SplitNodes(SplitNodes.Kind.ONE_FROM_OTHERS, seconds(10)));
    add(Group.SPLITS, 4, () -> new SplitNodes(SplitNodes.Kind.BRIDGE, seconds(10)));
    add(Group.SPLITS, 4, () -> new SplitNodes(SplitNodes.Kind.ONE_WAY, seconds(10)));
    add(Group.SPLITS, 4, () -> new SplitNodes(SplitNodes.Kind.DATABASE, seconds(10)));
    add(Group.SPLITS, 4, () -> new SplitNodes(SplitNodes.Kind.DATABASE_ONE_WAY, seconds(10)));
  }

  private void database() {
    add(Group.DATABASE, 8, () -> new DatabaseFaults.Kill(false, seconds(3)));
    add(Group.DATABASE, 1, () -> new DatabaseFaults.Kill(true, seconds(3)));
    add(Group.DATABASE, 6, () -> new DatabaseFaults.Freeze(seconds(6)));
    add(Group.DATABASE, 3, () -> new DatabaseFaults.Stutter(false));
  }

  private void answers() {
    disturb(4, "answers of the database lost", Behaviour.losingAnswers(0.05), true);
    disturb(3, "connections cut amid an answer", Behaviour.cutting(CUT_BYTES), true);
    disturb(3, "database 40 to 200 ms away", Behaviour.slow(20, 80), true);
    disturb(3, "answers of one Cassandra node stall", Behaviour.stalled(Way.ANSWERS), false);
    disturb(2, "answers of all Cassandra nodes stall", Behaviour.stalled(Way.ANSWERS), true);
    disturb(2, "requests to all Cassandra nodes stall", Behaviour.stalled(Way.REQUESTS), true);
  }

  private void disturb(int times, String name, Behaviour behaviour, boolean everywhere) {
    add(Group.ANSWERS, times, () -> new DisturbDatabase(name, behaviour, everywhere, seconds(6)));
  }

  private void others() {
    add(Group.CLOCKS, 3, () -> new JumpClock(false, seconds(6)));
    add(Group.CLOCKS, 3, () -> new JumpClock(true, seconds(6)));
    add(Group.DISK, 2, () -> new DatabaseFaults.FillDisk(seconds(8)));
    add(Group.DISK, 3, () -> new DatabaseFaults.Stutter(true));
    for (var kind : HostileBytes.Kind.values()) {
      add(Group.HOSTILE, 1, () -> new HostileBytes(kind, seconds(4)));
    }
  }
}
