// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** One embedded Cassandra behind one proxy: what the smoke test uses, as it starts in seconds. */
final class EmbeddedDatabase implements Database {
  private final EmbeddedCassandra server;
  private final TcpProxy proxy;

  private EmbeddedDatabase(EmbeddedCassandra server, TcpProxy proxy) {
    this.server = server;
    this.proxy = proxy;
  }

  static EmbeddedDatabase start(EmbeddedCassandraSettings settings, long seed) throws IOException {
    var server = EmbeddedCassandra.start(settings);
    var any = new InetSocketAddress(settings.host(), 0);
    return new EmbeddedDatabase(server, TcpProxy.start(any, server.contactPoint(), seed));
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public List<InetSocketAddress> contactPoints() {
    return List.of(proxy.address());
  }

  @Override
  public InetSocketAddress direct() {
    return server.contactPoint();
  }

  @Override
  public String datacenter() {
    return EmbeddedCassandra.DATACENTER;
  }

  @Override
  public TcpProxy proxy(int node) {
    return proxy;
  }

  @Override
  public void freeze(int node) {
    Shell.signal("STOP", server.pid());
  }

  @Override
  public void thaw(int node) {
    Shell.signal("CONT", server.pid());
  }

  @Override
  public void kill(int node) {
    throw new UnsupportedOperationException("an embedded Cassandra comes back on other ports");
  }

  @Override
  public void restart(int node) {
    throw new UnsupportedOperationException("an embedded Cassandra comes back on other ports");
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    server.close();
  }
}
