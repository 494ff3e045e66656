// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One thread's time: what happens when, in the order that the seed draws. */
final class World {
  /** One millisecond of the world's time. */
  static final long MS = 1_000_000L;

  private static final int STEPS_MAX = 500_000;

  private record Event(long at, long serial, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(serial, other.serial);
    }
  }

  final SplittableRandom random;
  final Swarm swarm;
  final Trace trace;
  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private long now;
  private long serial;
  private long steps;
  private @Nullable Violation violation;

  World(long seed, Trace trace) {
    this.random = new SplittableRandom(seed);
    this.swarm = Swarm.draw(random);
    this.trace = trace;
  }

  long now() {
    return now;
  }

  long steps() {
    return steps;
  }

  /** Runs the action after so many nanoseconds, behind what was asked for at the same time. */
  void after(long wait, Runnable action) {
    queue.add(new Event(now + Math.max(0, wait), serial++, action));
  }

  /** Runs what comes next; false if nothing does before {@code until}. */
  boolean step(long until) {
    Event next = queue.peek();
    if (next == null || next.at() > until) {
      now = Math.max(now, until);
      return false;
    }
    queue.remove();
    now = next.at();
    if (++steps > STEPS_MAX) {
      throw new Violation("no end in " + steps + " steps: something goes round in circles");
    }
    next.action().run();
    if (violation != null) {
      throw violation;
    }
    return true;
  }

  /** Checks something where an exception would be taken for a failure of the product's. */
  void check(Runnable check) {
    try {
      check.run();
    } catch (Violation e) {
      violation = violation == null ? e : violation;
    }
  }

  /** Whether something of this probability happens now. */
  boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** A time between both, in nanoseconds, small ones more likely. */
  long time(long min, long max) {
    double x = random.nextDouble();
    return min + (long) ((max - min) * x * x * x);
  }

  void note(Supplier<String> text) {
    trace.add(now, text);
  }
}
