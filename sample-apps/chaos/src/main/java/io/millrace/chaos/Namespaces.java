// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for each node, joined by a bridge: packets between any two can be dropped,
 * each direction by itself, without anybody being told. Needs root, iproute2 and nftables.
 */
final class Namespaces implements Network {
  private static final String BRIDGE = "mrchaos";
  private static final String SUBNET = "10.77.0.";
  private static final int MASK = 24;
  private static final int BRIDGE_ADDRESS = 254;
  private static final int PROXIES = 100;

  private final int nodes;

  private Namespaces(int nodes) {
    this.nodes = nodes;
  }

  /** What is missing to have this, in words; empty if nothing is. */
  static String missing() {
    return Shell.missing("network splits", "iproute2 nftables", "ip -V", "nft --version");
  }

  /** Sets it up for so many nodes, and as many proxies. */
  static Namespaces create(int nodes) {
    var network = new Namespaces(nodes);
    network.close();
    Shell.run("ip", "link", "add", BRIDGE, "type", "bridge");
    Shell.run("ip", "addr", "add", SUBNET + BRIDGE_ADDRESS + "/" + MASK, "dev", BRIDGE);
    Shell.run("ip", "link", "set", BRIDGE, "up");
    for (int node = 0; node < nodes; node++) {
      Shell.run("ip", "addr", "add", network.databaseHost(node) + "/" + MASK, "dev", BRIDGE);
      network.add(node);
    }
    return network;
  }

  private void add(int node) {
    String outside = BRIDGE + node;
    Shell.run("ip", "netns", "add", space(node));
    Shell.run(
        "ip", "link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", space(node));
    Shell.run("ip", "link", "set", outside, "master", BRIDGE);
    Shell.run("ip", "link", "set", outside, "up");
    Shell.run("ip", "-n", space(node), "addr", "add", host(node) + "/" + MASK, "dev", "eth0");
    Shell.run("ip", "-n", space(node), "link", "set", "eth0", "up");
    Shell.run("ip", "-n", space(node), "link", "set", "lo", "up");
    nft(node, "add", "table", "inet", "chaos");
    for (String hook : List.of("input", "output")) {
      String what = "{ type filter hook " + hook + " priority 0 ; policy accept ; }";
      nft(node, "add", "chain", "inet", "chaos", hook, what);
    }
  }

  @Override
  public String databaseHost(int node) {
    return SUBNET + (PROXIES + 1 + node);
  }

  private static String space(int node) {
    return BRIDGE + "-" + node;
  }

  @Override
  public String host(int node) {
    return SUBNET + (1 + node);
  }

  @Override
  public List<String> prefix(int node) {
    return List.of("ip", "netns", "exec", space(node));
  }

  @Override
  public void deafen(int node, String toHost) {
    nft(node, "add", "rule", "inet", "chaos", "input", "ip", "saddr", toHost, "drop");
  }

  @Override
  public void mute(int node, List<String> toHosts) {
    for (String host : toHosts) {
      nft(node, "add", "rule", "inet", "chaos", "output", "ip", "daddr", host, "drop");
    }
  }

  @Override
  public void heal() {
    for (int node = 0; node < nodes; node++) {
      nft(node, "flush", "table", "inet", "chaos");
    }
  }

  private void nft(int node, String... arguments) {
    var command = new ArrayList<>(prefix(node));
    command.add("nft");
    command.addAll(List.of(arguments));
    Shell.run(command.toArray(String[]::new));
  }

  /** Takes everything down; also what an earlier run that was killed left behind. */
  @Override
  public void close() {
    for (int node = 0; node < nodes; node++) {
      Shell.succeeds("ip", "netns", "del", space(node));
    }
    Shell.succeeds("ip", "link", "del", BRIDGE);
  }
}
