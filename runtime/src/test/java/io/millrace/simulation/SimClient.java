// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A producer's program: makes records, keeps those without answer, connects again wherever it can,
 * begins afresh when it must or likes to, and sometimes forgets that it is still connected.
 */
final class SimClient {
  private static final long MS = World.MS;
  private static final int UNANSWERED_MAX = 12;
  private static final int FENCED_MAX = 3;

  private final World world;
  private final SimJob job;
  private final History history;
  private final List<SimGateway> gateways;
  private final String producer;
  private final SimProcess process;
  private Generation generation;
  private @Nullable SimStream current;
  private int quota;
  private int streams;
  private int fenced;
  private boolean idle;

  SimClient(World world, SimJob job, History history, List<SimGateway> gateways, String producer) {
    this.world = world;
    this.job = job;
    this.history = history;
    this.gateways = gateways;
    this.producer = producer;
    this.process = new SimProcess(world, producer);
    this.quota = world.swarm.recordsPerClient;
    this.generation = new Generation(world, job, history, producer, 0, world.random.nextBoolean());
    process.after(world.time(0, 1_000 * MS), this::connect);
  }

  String producer() {
    return producer;
  }

  SimProcess process() {
    return process;
  }

  private void connect() {
    SimGateway gateway = gateways.get(world.random.nextInt(gateways.size()));
    world.note(() -> producer + " connects" + (generation.isFresh() ? " afresh" : ""));
    current = new SimStream(world, this, generation, streams++, gateway);
  }

  private void connectSoon() {
    current = null;
    process.after(
        world.time(50 * MS, 2_000 * MS),
        () -> {
          if (current == null) {
            connect();
          }
        });
  }

  /** Whether a new record is to be made for the stream. */
  boolean makesFor(SimStream stream) {
    return stream == current
        && !idle
        && generation.made() < quota
        && generation.unanswered().size() < UNANSWERED_MAX;
  }

  /** Something was answered. */
  void progress(SimStream stream) {
    fenced = 0;
    if (stream != current || isDone()) {
      return;
    }
    var s = world.swarm;
    if (world.chance(s.disconnect / 3)) {
      stream.disconnect();
    } else if (world.chance(s.secondStream / 3)) {
      world.note(() -> producer + " opens a second stream");
      connect();
    } else if (world.chance(s.fresh / 4)) {
      world.note(() -> producer + " begins afresh");
      stream.disconnect();
      afresh();
    } else if (world.chance(s.idle / 3)) {
      idle = true;
      process.after(
          world.time(100 * MS, 60_000 * MS),
          () -> {
            idle = false;
            pump();
          });
    } else {
      process.after(world.time(0, 200 * MS), this::pump);
    }
  }

  private void pump() {
    if (current != null) {
      current.pump();
    }
  }

  /** The stream broke. */
  void broken(SimStream stream) {
    if (stream == current) {
      connectSoon();
    }
  }

  /** The service ended the stream. */
  void failed(SimStream stream, Kind kind, MillraceException cause) {
    world.note(() -> stream + " failed: " + cause);
    switch (kind) {
      case UNAVAILABLE, BUSY -> broken(stream);
      case FENCED -> {
        if (stream == current && ++fenced < FENCED_MAX) {
          connectSoon();
        } else if (stream == current) {
          afresh();
        }
      }
      case EXPIRED -> {
        if (stream == current) {
          afresh();
        }
      }
      case CALLER, NOT_FOUND, CORRUPT, BUG ->
          throw new Violation("a client's stream failed: " + stream + ": " + cause);
    }
  }

  private void afresh() {
    fenced = 0;
    generation = new Generation(world, job, history, producer, generation.number() + 1, true);
    connectSoon();
  }

  /** Everything is healed: one more record for each key. */
  void lastRound() {
    quota = generation.made();
    idle = false;
    for (int key = 0; key < world.swarm.keys; key++) {
      generation.make(key);
      quota++;
    }
    if (current != null) {
      current.disconnect();
    } else {
      connectSoon();
    }
  }

  /** Whether all that was to be made is made and answered. */
  boolean isDone() {
    return generation.made() >= quota && generation.unanswered().isEmpty();
  }

  @Override
  public String toString() {
    return generation + ": made " + generation.made() + ", open " + generation.unanswered();
  }
}
