// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import io.millrace.store.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A process: all that runs in it waits while it is paused, and never happens once it has crashed.
 * What it has asked of others goes on without it.
 */
final class SimProcess implements Timers {
  private final World world;
  private final String name;
  private final long wallClockOffset;
  private boolean alive = true;
  private long pausedUntil;

  SimProcess(World world, String name) {
    this.world = world;
    this.name = name;
    this.wallClockOffset =
        world.random.nextLong(-world.swarm.clockSkewMs, world.swarm.clockSkewMs + 1);
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return alive;
  }

  boolean isPaused() {
    return world.now() < pausedUntil;
  }

  /** Runs the step in this process after a while. */
  void after(long wait, Runnable step) {
    world.after(wait, () -> run(step));
  }

  private void run(Runnable step) {
    if (!alive) {
      return;
    }
    if (isPaused()) {
      world.after(pausedUntil - world.now(), () -> run(step));
      return;
    }
    step.run();
  }

  void pause(long nanos) {
    pausedUntil = Math.max(pausedUntil, world.now() + nanos);
  }

  void wake() {
    pausedUntil = 0;
  }

  void crash() {
    alive = false;
  }

  /** Runs everything in this process, in its turn. */
  Executor executor() {
    return step -> after(0, step);
  }

  /** The process's wall clock, which is wrong by up to an hour. */
  long wallClockMs() {
    return 1_700_000_000_000L + wallClockOffset + world.now() / World.MS;
  }

  @Override
  public long nanoTime() {
    return world.now();
  }

  @Override
  public CompletionStage<Void> pause(Duration wait) {
    var over = new CompletableFuture<Void>();
    after(wait.toNanos(), () -> over.complete(null));
    return over;
  }

  @Override
  public String toString() {
    return name;
  }
}
