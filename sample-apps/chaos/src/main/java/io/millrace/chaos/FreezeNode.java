// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * SIGSTOP of the node that owns most, and SIGCONT. Held for long, others take its partitions over
 * and it wakes as a zombie that still believes it owns them; short ones nobody notices.
 */
final class FreezeNode implements Fault {
  private final String name;
  private final Duration freeze;
  private final Duration run;
  private final int times;
  private final BitSet hit = new BitSet();
  private int victim;

  private FreezeNode(String name, Duration freeze, Duration run, int times) {
    this.name = name;
    this.freeze = freeze;
    this.run = run;
    this.times = times;
  }

  /** Long enough for others to take over. */
  static FreezeNode zombie(Duration freeze) {
    return new FreezeNode("zombie: SIGSTOP, take-over, SIGCONT", freeze, Duration.ZERO, 1);
  }

  /** Again and again, each too short to be noticed. */
  static FreezeNode blink(Duration freeze, Duration run, int times) {
    return new FreezeNode("short SIGSTOPs", freeze, run, times);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void inject(Testbed bed, RandomGenerator random) throws InterruptedException {
    victim = KillNodes.busiest(bed.nodes());
    hit.or(bed.nodes().ownedBy(victim));
    ChildJvm process = bed.nodes().process(victim);
    process.freeze();
    for (int time = 1; time < times; time++) {
      TimeUnit.MILLISECONDS.sleep(freeze.toMillis());
      process.thaw();
      TimeUnit.MILLISECONDS.sleep(run.toMillis());
      process.freeze();
    }
  }

  @Override
  public Duration hold() {
    return freeze;
  }

  @Override
  public void heal(Testbed bed) {
    bed.nodes().process(victim).thaw();
  }

  @Override
  public Optional<BitSet> hit() {
    return times == 1 && !hit.isEmpty() ? Optional.of(hit) : Optional.empty();
  }
}
