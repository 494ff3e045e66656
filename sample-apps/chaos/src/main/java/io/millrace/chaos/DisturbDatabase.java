// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.millrace.chaos.TcpProxy.Behaviour;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** The way between nodes and database misbehaves: at one Cassandra node's proxy, or at each. */
final class DisturbDatabase implements Fault {
  private final String name;
  private final Behaviour behaviour;
  private final boolean everywhere;
  private final Duration hold;

  DisturbDatabase(String name, Behaviour behaviour, boolean everywhere, Duration hold) {
    this.name = name;
    this.behaviour = behaviour;
    this.everywhere = everywhere;
    this.hold = hold;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void inject(Testbed bed, RandomGenerator random) {
    int count = bed.database().size();
    int one = random.nextInt(count);
    for (int node = 0; node < count; node++) {
      if (everywhere || node == one) {
        bed.database().proxy(node).set(behaviour);
      }
    }
  }

  @Override
  public Duration hold() {
    return hold;
  }

  @Override
  public void heal(Testbed bed) {
    for (int node = 0; node < bed.database().size(); node++) {
      bed.database().proxy(node).set(Behaviour.CLEAN);
    }
  }
}
