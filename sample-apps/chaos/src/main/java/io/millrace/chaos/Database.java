// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** The Cassandra under test, with a proxy before each of its nodes. */
interface Database extends AutoCloseable {
  /** How many nodes, and so replicas, there are. */
  int size();

  /** Where Millrace's nodes connect: the proxies. */
  List<InetSocketAddress> contactPoints();

  /** Where the checker connects: past the proxies. */
  InetSocketAddress direct();

  /** Name of the datacenter. */
  String datacenter();

  /** The proxy before a node. */
  TcpProxy proxy(int node);

  /** Stops a node in its tracks. */
  void freeze(int node);

  /** Lets it go on. */
  void thaw(int node);

  /** {@code kill -9}. */
  void kill(int node) throws InterruptedException;

  /** Starts a node that is not running, and waits until it serves. */
  void restart(int node) throws InterruptedException, IOException;

  @Override
  void close() throws IOException;
}
