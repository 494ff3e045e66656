// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.KeyspaceMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import io.millrace.model.MillraceException;
import io.millrace.store.Backoff;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates what is missing of the schema: keyspace, tables, and columns that older tables lack.
 * Several nodes may do so at once. All send their statements to the same Cassandra node, which
 * works on one at a time: two that create the same table in two places would make two tables of one
 * name. Who fails nevertheless looks again at what there is. Blocks.
 */
final class SchemaUpgrade {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaUpgrade.class);
  private static final int ATTEMPTS_MAX = 8;

  private final CqlSession session;
  private final Schema schema;
  private final Backoff backoff;

  SchemaUpgrade(CqlSession session, Schema schema, Backoff backoff) {
    this.session = session;
    this.schema = schema;
    this.backoff = backoff;
  }

  /**
   * @throws MillraceException CALLER if a table is there in a shape that cannot be upgraded,
   *     UNAVAILABLE if Cassandra's nodes do not come to know it
   */
  void run() {
    for (int attempt = 1; ; attempt++) {
      try {
        upgrade();
        awaitAgreement();
        return;
      } catch (DriverException e) {
        if (attempt == ATTEMPTS_MAX) {
          throw e;
        }
        LOG.atInfo()
            .addKeyValue("keyspace", schema.keyspace())
            .addKeyValue("attempt", attempt)
            .addKeyValue("cause", e)
            .log("creating the schema failed, looking again");
        backoff.pause(attempt).toCompletableFuture().join();
        session.checkSchemaAgreement();
        session.refreshSchema();
      }
    }
  }

  /** Whoever prepares a statement next may meet any node, and each has to know the tables. */
  private void awaitAgreement() {
    for (int attempt = 1; !session.checkSchemaAgreement(); attempt++) {
      if (attempt == ATTEMPTS_MAX) {
        throw MillraceException.of(UNAVAILABLE, "Cassandra's nodes do not agree on the schema")
            .with("keyspace", schema.keyspace())
            .with("expected", "one schema version for all that are up: nodetool describecluster");
      }
    }
  }

  private void upgrade() {
    List<String> statements = missing();
    if (statements.isEmpty()) {
      return;
    }
    if (isOldChunkTable(existing("snapshot_chunk"))) {
      dropOldChunkTable();
      statements = missing();
    }
    // Once at the end is enough; after each statement it would cost a second each.
    session.setSchemaMetadataEnabled(false);
    try {
      statements.forEach(this::execute);
    } finally {
      session.setSchemaMetadataEnabled(null);
    }
  }

  /** The statements that bring the tables there are to those there should be. */
  private List<String> missing() {
    var statements = new ArrayList<String>();
    if (keyspace().isEmpty()) {
      statements.add(schema.createKeyspace());
    }
    for (Table table : Schema.tables()) {
      var existing = existing(table.name());
      if (existing.isEmpty() || isOldChunkTable(existing)) {
        statements.add(table.create(schema.keyspace()));
      } else {
        checkKey(table, existing.get());
        for (String column : table.types().keySet()) {
          if (existing.get().getColumn(column).isEmpty()) {
            statements.add(table.addColumn(schema.keyspace(), column));
          }
        }
      }
    }
    return statements;
  }

  private Optional<KeyspaceMetadata> keyspace() {
    return session.getMetadata().getKeyspace(schema.keyspace());
  }

  private Optional<TableMetadata> existing(String table) {
    return keyspace().flatMap(found -> found.getTable(table));
  }

  private void checkKey(Table table, TableMetadata existing) {
    var partitionKey = names(existing.getPartitionKey());
    var clustering = names(List.copyOf(existing.getClusteringColumns().keySet()));
    if (!partitionKey.equals(table.partitionKey()) || !clustering.equals(table.clustering())) {
      throw MillraceException.of(CALLER, "a table has another primary key than Millrace's")
          .with("table", schema.keyspace() + "." + table.name())
          .with("primaryKey", partitionKey + " " + clustering)
          .with("expected", table.partitionKey() + " " + table.clustering());
    }
  }

  private static List<String> names(List<ColumnMetadata> columns) {
    return columns.stream().map(ColumnMetadata::getName).map(CqlIdentifier::asInternal).toList();
  }

  /** Early schemas had one chunk to a partition; nothing ever wrote to that table. */
  private static boolean isOldChunkTable(Optional<TableMetadata> table) {
    return table
        .filter(t -> t.getName().asInternal().equals("snapshot_chunk"))
        .map(t -> names(t.getPartitionKey()))
        .filter(List.of("job", "part", "snap_id", "chunk")::equals)
        .isPresent();
  }

  private void dropOldChunkTable() {
    // Another node may have replaced it by the new one just now.
    session.refreshSchema();
    if (!isOldChunkTable(existing("snapshot_chunk"))) {
      return;
    }
    String table = schema.keyspace() + ".snapshot_chunk";
    if (execute("SELECT job FROM " + table + " LIMIT 1").one() != null) {
      throw MillraceException.of(CALLER, "a table of an early Millrace holds rows")
          .with("table", table)
          .with("expected", "none; look who wrote them, then drop the table");
    }
    execute("DROP TABLE IF EXISTS " + table);
  }

  private ResultSet execute(String cql) {
    return session.execute(
        SimpleStatement.newInstance(cql)
            .setExecutionProfileName(Sessions.SCHEMA)
            .setNode(firstNode()));
  }

  /** The same one for all who see the same cluster; null leaves the choice to the driver. */
  private @Nullable Node firstNode() {
    return session.getMetadata().getNodes().values().stream()
        .filter(node -> node.getState() == NodeState.UP)
        .filter(node -> schema.datacenter().equals(node.getDatacenter()))
        .min(Comparator.comparing(node -> String.valueOf(node.getHostId())))
        .orElse(null);
  }
}
