// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

/** Loopback, with an address for each node and each proxy, so that all use the usual ports. */
final class OwnLoopback extends LoopbackNetwork {
  private static final String NODES = "127.77.2.";
  private static final String PROXIES = "127.77.1.";

  @Override
  public String host(int node) {
    return NODES + (1 + node);
  }

  @Override
  public String databaseHost(int node) {
    return PROXIES + (1 + node);
  }
}
