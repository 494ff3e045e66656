// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** {@code kill -9} of nodes, which come back at the same addresses. */
final class KillNodes implements Fault {
  /** Which ones. */
  enum Choice {
    /** The one that owns most partitions. */
    OWNER,
    /** Any one. */
    ANY,
    /** All at once. */
    ALL
  }

  private final Choice choice;
  private final Duration hold;
  private final BitSet hit = new BitSet();

  KillNodes(Choice choice, Duration hold) {
    this.choice = choice;
    this.hold = hold;
  }

  @Override
  public String name() {
    return switch (choice) {
      case OWNER -> "kill -9 of the owner";
      case ANY -> "kill -9 of any node";
      case ALL -> "kill -9 of all nodes";
    };
  }

  @Override
  public void inject(Testbed bed, RandomGenerator random) throws InterruptedException {
    Nodes nodes = bed.nodes();
    if (choice == Choice.ALL) {
      hit.set(0, ChaosJob.PARTITIONS);
      for (int node = 0; node < nodes.size(); node++) {
        nodes.kill(node);
      }
      return;
    }
    int victim = choice == Choice.OWNER ? busiest(nodes) : random.nextInt(nodes.size());
    hit.or(nodes.ownedBy(victim));
    nodes.kill(victim);
  }

  /** The node that owns most partitions. */
  static int busiest(Nodes nodes) {
    int found = 0;
    int most = -1;
    for (int node = 0; node < nodes.size(); node++) {
      int owned = nodes.ownedBy(node).cardinality();
      if (owned > most) {
        most = owned;
        found = node;
      }
    }
    return found;
  }

  @Override
  public Duration hold() {
    return hold;
  }

  @Override
  public void heal(Testbed bed) {
    for (int node = 0; node < bed.nodes().size(); node++) {
      if (!bed.nodes().process(node).isAlive()) {
        bed.nodes().launch(node);
      }
    }
  }

  @Override
  public Optional<BitSet> hit() {
    return hit.isEmpty() ? Optional.empty() : Optional.of(hit);
  }
}
