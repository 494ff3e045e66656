// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.util.List;

/** Where Millrace's nodes live. */
interface Network extends AutoCloseable {
  /** Address of a node, for the others and for clients. */
  String host(int node);

  /** What a node's command begins with to run there. */
  List<String> prefix(int node);

  /**
   * Lets a node hear nothing from an address any more; what it sends still arrives there.
   *
   * @throws UnsupportedOperationException if the nodes share one network
   */
  void deafen(int node, String toHost);

  /** Lets nothing a node sends arrive at these addresses. */
  void mute(int node, List<String> toHosts);

  /** Lets everyone hear everyone. */
  void heal();

  /** Address of the proxy before a node of the database, as the nodes see it. */
  String databaseHost(int node);

  @Override
  void close();
}
