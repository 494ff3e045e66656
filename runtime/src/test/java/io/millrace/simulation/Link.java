// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

/** A client's stream on the wire: in order both ways, until it breaks; then nothing arrives. */
final class Link {
  private final World world;
  private final SimProcess client;
  private final SimProcess gateway;
  private boolean open = true;
  private long lastUp;
  private long lastDown;

  Link(World world, SimProcess client, SimProcess gateway) {
    this.world = world;
    this.client = client;
    this.gateway = gateway;
  }

  void up(Runnable message) {
    lastUp = arrival(lastUp);
    gateway.after(lastUp - world.now(), () -> ifOpen(message));
  }

  void down(Runnable message) {
    lastDown = arrival(lastDown);
    client.after(lastDown - world.now(), () -> ifOpen(message));
  }

  private long arrival(long last) {
    return Math.max(last, world.now() + world.time(World.MS / 10, 10 * World.MS));
  }

  private void ifOpen(Runnable message) {
    if (open) {
      message.run();
    }
  }

  boolean isOpen() {
    return open;
  }

  /** Breaks; each side learns of it by itself, after a while. */
  void close(Runnable atClient, Runnable atGateway) {
    if (open) {
      open = false;
      client.after(world.time(0, 500 * World.MS), atClient);
      gateway.after(world.time(0, 5_000 * World.MS), atGateway);
    }
  }
}
