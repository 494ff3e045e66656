// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.util.List;

/** All nodes on loopback addresses: nothing to set up, nothing to split. */
class LoopbackNetwork implements Network {
  @Override
  public String host(int node) {
    return "127.0.0.1";
  }

  @Override
  public String databaseHost(int node) {
    return "127.0.0.1";
  }

  @Override
  public List<String> prefix(int node) {
    return List.of();
  }

  @Override
  public void deafen(int node, String toHost) {
    throw new UnsupportedOperationException("nodes share the loopback network");
  }

  @Override
  public void mute(int node, List<String> toHosts) {
    throw new UnsupportedOperationException("nodes share the loopback network");
  }

  @Override
  public void heal() {}

  @Override
  public void close() {}
}
