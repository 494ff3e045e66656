// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.store.cassandra.ServerFinding.Weight.REMARK;
import static io.millrace.store.cassandra.ServerFinding.Weight.WEAKNESS;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Decides what settings mean for the promise; knows no connection. */
final class ServerChecks {
  static final String PAXOS_VARIANT = "paxos_variant";
  static final String PAXOS_PURGING = "paxos_state_purging";
  static final String COMMIT_LOG_SYNC = "commitlog_sync";

  /** The server settings that it judges. */
  static final List<String> SERVER_SETTINGS =
      List.of(PAXOS_VARIANT, PAXOS_PURGING, COMMIT_LOG_SYNC);

  private static final String OURS = "millrace.cassandra";
  private static final Set<String> WEAK_LEVELS = Set.of("ONE", "LOCAL_ONE");

  private ServerChecks() {}

  /**
   * What one node's settings mean.
   *
   * @param node its address
   * @param settings values by name, as the node says
   */
  static List<ServerFinding> node(String node, Map<String, String> settings) {
    var findings = new ArrayList<ServerFinding>();
    for (String name : SERVER_SETTINGS) {
      String value = settings.get(name);
      if (value == null) {
        findings.add(
            new ServerFinding(
                REMARK,
                node,
                name,
                "not told",
                "the node does not say how it is set, so nothing is known about it",
                "look into its cassandra.yaml"));
      } else {
        judge(node, name, value.toLowerCase(Locale.ROOT), findings);
      }
    }
    return findings;
  }

  private static void judge(String node, String name, String value, List<ServerFinding> findings) {
    if (name.equals(PAXOS_VARIANT) && !value.equals("v2")) {
      findings.add(
          new ServerFinding(
              WEAKNESS,
              node,
              name,
              value,
              "each commit takes four round trips instead of two or three, serial reads get in the"
                  + " way of commits, and a change of the ring may lose a decided commit",
              "paxos_variant: v2 on every node"));
    }
    if (name.equals(PAXOS_PURGING) && value.equals("legacy")) {
      findings.add(
          new ServerFinding(
              WEAKNESS,
              node,
              name,
              value,
              "what a replica has promised expires after gc_grace_seconds (3 h at least); a replica"
                  + " that was away for longer may take part in a commit that was superseded",
              "paxos_state_purging: repaired on every node, and a regular nodetool repair"
                  + " --paxos-only; never go back to legacy afterwards, only to gc_grace"));
    }
    if (name.equals(COMMIT_LOG_SYNC) && value.equals("periodic")) {
      findings.add(
          new ServerFinding(
              WEAKNESS,
              node,
              name,
              value,
              "a server that is killed forgets what it acknowledged in the last 100 ms, and more when"
                  + " it is busy; a power cut takes the last seconds: if too few other replicas"
                  + " have them, acknowledged records are lost",
              "commitlog_sync: batch on every node (or group, with a window of 10ms)"));
    }
  }

  /**
   * What our own settings mean for this cluster.
   *
   * @param nodes how many Cassandra nodes there are
   * @param replication replicas of the keyspace by datacenter, as far as there are such
   */
  static List<ServerFinding> usage(
      CassandraSettings settings, int nodes, Map<String, Integer> replication) {
    var findings = new ArrayList<ServerFinding>();
    String keyspace = settings.schema().keyspace();
    int local = replication.getOrDefault(settings.schema().datacenter(), 0);
    if (local == 1 && nodes > 1) {
      findings.add(
          new ServerFinding(
              WEAKNESS,
              keyspace,
              "replication",
              replication.toString(),
              "each record is on one of "
                  + nodes
                  + " nodes only: if that one is down, its"
                  + " partitions stop; if its disk is lost, so are acknowledged records",
              "ALTER KEYSPACE " + keyspace + " to 3 replicas, then nodetool repair --full"));
    }
    if (WEAK_LEVELS.contains(settings.consistency())) {
      findings.add(
          new ServerFinding(
              WEAKNESS,
              OURS,
              "consistency",
              settings.consistency(),
              "a block counts as written on one replica: if that one is lost, so are acknowledged"
                  + " records, and readers may miss what is committed",
              "millrace.cassandra.consistency = LOCAL_QUORUM on every node"));
    }
    if (settings.serialConsistency().equals("LOCAL_SERIAL") && replication.size() > 1) {
      findings.add(
          new ServerFinding(
              WEAKNESS,
              OURS,
              "serial-consistency",
              settings.serialConsistency(),
              "stale owners are fenced within one datacenter only, and the keyspace is in "
                  + replication.keySet()
                  + ": two nodes that use different ones may both own a partition",
              "all nodes of Millrace in one datacenter, or serial-consistency = SERIAL on every"
                  + " one of them"));
    }
    if (settings.serialConsistency().equals("SERIAL")) {
      findings.add(
          new ServerFinding(
              REMARK,
              OURS,
              "serial-consistency",
              settings.serialConsistency(),
              "commits of nodes that use SERIAL and of nodes that use LOCAL_SERIAL do not see"
                  + " each other",
              "the same level on every node of Millrace"));
    }
    return findings;
  }

  /** The same findings of several nodes as one; known weaknesses as remarks. */
  static List<ServerFinding> merge(List<ServerFinding> findings, Set<String> known) {
    var merged = new LinkedHashMap<ServerFinding, ServerFinding>();
    for (ServerFinding finding : findings) {
      var next = known.contains(finding.setting()) ? finding.as(REMARK) : finding;
      merged.merge(
          next.at(""), next, (first, other) -> first.at(first.where() + ", " + other.where()));
    }
    return List.copyOf(merged.values());
  }
}
