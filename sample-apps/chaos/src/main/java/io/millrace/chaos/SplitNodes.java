// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Packets between nodes, or between a node and the database, vanish. */
final class SplitNodes implements Fault {
  /** Between whom. */
  enum Kind {
    /** One node hears no other and none hears it; all reach the database. */
    ONE_FROM_OTHERS("split: one node from the others"),
    /** Two do not hear each other; the third hears both. */
    BRIDGE("split: two nodes, the third sees both"),
    /** One node hears no other; the others hear it. */
    ONE_WAY("split: one node deaf"),
    /** One node and the database do not hear each other. */
    DATABASE("split: one node from the database"),
    /** One node gets no answers of the database; its requests arrive. */
    DATABASE_ONE_WAY("split: one node deaf to the database");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private final Kind kind;
  private final Duration hold;

  SplitNodes(Kind kind, Duration hold) {
    this.kind = kind;
    this.hold = hold;
  }

  @Override
  public String name() {
    return kind.words;
  }

  @Override
  public void inject(Testbed bed, RandomGenerator random) {
    Network network = bed.network();
    int count = bed.nodes().size();
    int one = random.nextInt(count);
    switch (kind) {
      case ONE_FROM_OTHERS -> {
        for (int step = 1; step < count; step++) {
          deafenBoth(network, one, (one + step) % count);
        }
      }
      case BRIDGE -> deafenBoth(network, one, (one + 1) % count);
      case ONE_WAY -> {
        for (int step = 1; step < count; step++) {
          network.deafen(one, network.host((one + step) % count));
        }
      }
      case DATABASE -> {
        // What the node sends is dropped with the answers: TCP needs both.
        deafenToDatabase(bed, one);
        bed.network().mute(one, databaseHosts(bed));
      }
      case DATABASE_ONE_WAY -> deafenToDatabase(bed, one);
    }
  }

  private static void deafenBoth(Network network, int a, int b) {
    network.deafen(a, network.host(b));
    network.deafen(b, network.host(a));
  }

  private static void deafenToDatabase(Testbed bed, int node) {
    databaseHosts(bed).forEach(host -> bed.network().deafen(node, host));
  }

  private static List<String> databaseHosts(Testbed bed) {
    return bed.database().contactPoints().stream().map(a -> a.getHostString()).toList();
  }

  @Override
  public Duration hold() {
    return hold;
  }

  @Override
  public void heal(Testbed bed) {
    bed.network().heal();
  }
}
