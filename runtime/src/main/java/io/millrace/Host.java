// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import io.millrace.model.MillraceException;
import io.millrace.node.Node;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Where the service runs.
 *
 * @param gateways {@code host:port} of each node known, for clients in this JVM
 * @param cluster {@code host:port} of the node in this JVM, for other nodes
 * @param ended completes if that node ends by itself
 * @param stop stops it
 */
record Host(
    List<String> gateways,
    Supplier<String> cluster,
    CompletionStage<MillraceException> ended,
    Runnable stop)
    implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final List<String> WILDCARDS = List.of("0.0.0.0", "::", "[::]");

  Host {
    gateways = List.copyOf(gateways);
  }

  /** A node in this JVM. */
  static Host of(Node node) {
    return new Host(
        List.of(reachable(node.gatewayAddress())), node::clusterAddress, node.ended(), node::close);
  }

  /** Nodes somewhere else, which others start and stop. */
  static Host elsewhere(List<String> gateways) {
    return new Host(
        gateways,
        () -> {
          throw new IllegalStateException(
              "clusterAddress: no node in this JVM (expected: Millrace.embedded)");
        },
        new CompletableFuture<>(),
        () -> {});
  }

  /** Nobody can connect to a wildcard address everywhere. */
  static String reachable(String gateway) {
    int colon = gateway.lastIndexOf(':');
    return WILDCARDS.contains(gateway.substring(0, colon))
        ? LOOPBACK + gateway.substring(colon)
        : gateway;
  }

  @Override
  public void close() {
    stop.run();
  }
}
