// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import java.util.SplittableRandom;

/**
 * How often what goes wrong in one run: each seed draws its own rates, many of them zero, so that
 * runs differ in kind and not only in luck.
 */
final class Swarm {
  double casLostAnswer;
  double casLate;
  double casNever;
  double writeFails;
  double writeLate;
  double readFails;
  double staleRead;
  double storeSlow;
  double drop;
  double duplicate;
  double reorder;
  double pause;
  double crash;
  double move;
  double splitBrain;
  double disconnect;
  double fresh;
  double secondStream;
  double idle;
  final int nodes;
  final int gateways;
  final int partitions;
  final int clients;
  final int keys;
  final int recordsPerClient;
  final long clockSkewMs;
  long patienceMs;
  final String partitionSettings;
  final String ingestSettings;

  private Swarm(SplittableRandom random) {
    casLostAnswer = rate(random, 0.3);
    casLate = rate(random, 0.3);
    casNever = rate(random, 0.2);
    writeFails = rate(random, 0.2);
    writeLate = rate(random, 0.2);
    readFails = rate(random, 0.1);
    staleRead = rate(random, 0.5);
    storeSlow = rate(random, 0.3);
    drop = rate(random, 0.1);
    duplicate = rate(random, 0.1);
    reorder = rate(random, 0.2);
    pause = rate(random, 0.5);
    crash = rate(random, 0.4);
    move = rate(random, 0.6);
    splitBrain = rate(random, 0.8);
    disconnect = rate(random, 0.3);
    fresh = rate(random, 0.3);
    secondStream = rate(random, 0.3);
    idle = rate(random, 0.3);
    nodes = 2 + random.nextInt(2);
    gateways = 1 + random.nextInt(2);
    partitions = 1 + random.nextInt(2);
    clients = 1 + random.nextInt(3);
    keys = 1 + random.nextInt(4);
    recordsPerClient = 5 + random.nextInt(25);
    clockSkewMs = random.nextBoolean() ? 0 : random.nextLong(3_600_000);
    patienceMs = random.nextBoolean() ? 15_000 : 200 + random.nextInt(2_000);
    String perSeed = partitionSettings(random);
    ingestSettings = ingestSettings(random);
    partitionSettings = perSeed + ageSettings(random);
  }

  private static String partitionSettings(SplittableRandom random) {
    return "millrace.partition { block-records = "
        + (1 + random.nextInt(6))
        + ", linger = "
        + random.nextInt(5)
        + " ms, in-flight-blocks-max = "
        + (1 + random.nextInt(4))
        + ", commit-timeout = "
        + (2 + random.nextInt(14))
        + " s, hand-over-wait = "
        + (1 + random.nextInt(5))
        + " s, fenced-wait = "
        + random.nextInt(3)
        + " s, snapshot-blocks = "
        + (2 + random.nextInt(random.nextBoolean() ? 8 : 100))
        + ", snapshot-timeout = "
        + (1 + random.nextInt(20))
        + " s, retain-blocks = "
        + random.nextInt(6)
        + ", producer-retention = "
        + (random.nextBoolean() ? 1_000_000 : 5 + random.nextInt(40))
        + " s }";
  }

  /** Half of the seeds give results up by age, also while nothing comes. */
  private static String ageSettings(SplittableRandom random) {
    int ageS = random.nextBoolean() ? 0 : 1 + random.nextInt(20);
    return "\nmillrace.partition { retain-age = "
        + ageS
        + " s, snapshot-age = "
        + (1 + random.nextInt(30))
        + " s, retain-check-interval = "
        + (100 + random.nextInt(4_000))
        + " ms }";
  }

  private static String ingestSettings(SplittableRandom random) {
    boolean tight = random.nextInt(4) == 0;
    return "millrace.ingest { batch-records = "
        + (1 + random.nextInt(5))
        + ", linger = "
        + (1 + random.nextInt(20))
        + " ms, answer-timeout = "
        + (1 + random.nextInt(10))
        + " s"
        + (tight
            ? ", batch-bytes = 1 KiB, partition-bytes-max = 1 KiB, client-bytes-max = 1 KiB,"
                + " node-bytes-max = 1 KiB }"
            : " }");
  }

  /** Nothing goes wrong any more. */
  void heal() {
    patienceMs = 15_000;
    casLostAnswer = 0;
    casLate = 0;
    casNever = 0;
    writeFails = 0;
    writeLate = 0;
    readFails = 0;
    staleRead = 0;
    storeSlow = 0;
    drop = 0;
    duplicate = 0;
    reorder = 0;
    pause = 0;
    crash = 0;
    move = 0;
    splitBrain = 0;
    disconnect = 0;
    fresh = 0;
    secondStream = 0;
    idle = 0;
  }

  static Swarm draw(SplittableRandom random) {
    return new Swarm(random);
  }

  /** Zero in half of all runs, otherwise up to {@code max}. */
  private static double rate(SplittableRandom random, double max) {
    return random.nextBoolean() ? 0 : max * random.nextDouble();
  }
}
