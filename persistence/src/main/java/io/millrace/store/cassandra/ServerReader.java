// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.store.cassandra.ServerFinding.Weight.REMARK;
import static io.millrace.store.cassandra.ServerFinding.Weight.WEAKNESS;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the nodes for their settings, and tells what they mean. Fails never: it only warns. */
final class ServerReader {
  private static final Logger LOG = LoggerFactory.getLogger(ServerReader.class);
  private static final Set<String> SIMPLE_KEYS = Set.of("class", "replication_factor");

  // By name: on some servers a reading of all of them fails, for one that cannot be printed.
  private static final String SELECT =
      "SELECT name, value FROM system_views.settings WHERE name IN ("
          + ServerChecks.SERVER_SETTINGS.stream()
              .map(name -> "'" + name + "'")
              .collect(Collectors.joining(", "))
          + ")";

  private final CqlSession session;
  private final CassandraSettings settings;

  ServerReader(CqlSession session, CassandraSettings settings) {
    this.session = session;
    this.settings = settings;
  }

  /**
   * Reads from the nodes that we are connected to, all at once; blocks until each has answered or
   * not.
   *
   * @param known names of settings whose weakness is meant to be
   */
  List<ServerFinding> read(Set<String> known) {
    var nodes = session.getMetadata().getNodes().values();
    List<CompletionStage<List<ServerFinding>>> answers =
        nodes.stream().filter(node -> node.getOpenConnections() > 0).map(this::ask).toList();
    var findings = new ArrayList<ServerFinding>();
    answers.forEach(answer -> findings.addAll(answer.toCompletableFuture().join()));
    findings.addAll(ServerChecks.usage(settings, nodes.size(), replication()));
    return ServerChecks.merge(findings, known);
  }

  private CompletionStage<List<ServerFinding>> ask(Node node) {
    String name = String.valueOf(node.getEndPoint());
    return session
        .executeAsync(
            SimpleStatement.newInstance(SELECT)
                .setExecutionProfileName(Sessions.READ)
                .setNode(node))
        .handle(
            (result, failure) -> {
              if (failure == null) {
                return ServerChecks.node(name, values(result));
              }
              LOG.atDebug().addKeyValue("node", name).setCause(failure).log("settings unread");
              return ServerChecks.node(name, Map.of());
            });
  }

  private static Map<String, String> values(AsyncResultSet result) {
    var values = new HashMap<String, String>();
    for (var row : result.currentPage()) {
      String name = row.getString("name");
      String value = row.getString("value");
      if (name != null && value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  private Map<String, Integer> replication() {
    var replication = new HashMap<String, Integer>();
    session
        .getMetadata()
        .getKeyspace(settings.schema().keyspace())
        .ifPresent(
            keyspace ->
                keyspace
                    .getReplication()
                    .forEach(
                        (datacenter, factor) -> {
                          if (!SIMPLE_KEYS.contains(datacenter) && factor.matches("\\d{1,9}")) {
                            replication.put(datacenter, Integer.parseInt(factor));
                          }
                        }));
    return replication;
  }

  /** Logs weaknesses as warnings, remarks as news. */
  static void log(List<ServerFinding> findings) {
    for (ServerFinding finding : findings) {
      var event = finding.weight() == WEAKNESS ? LOG.atWarn() : LOG.atInfo();
      event
          .addKeyValue("where", finding.where())
          .addKeyValue("setting", finding.setting())
          .addKeyValue("value", finding.value())
          .addKeyValue("consequence", finding.consequence())
          .addKeyValue("set", finding.remedy())
          .log(
              finding.weight() == REMARK
                  ? "worth knowing about Cassandra"
                  : "Cassandra is set so that the promise is weaker");
    }
  }
}
