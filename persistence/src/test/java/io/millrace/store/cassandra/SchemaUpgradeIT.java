// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.Stages;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaUpgradeIT {
  private static final String OLD_CHUNKS =
      """
      CREATE TABLE %s.snapshot_chunk (
        job uuid, part int, snap_id uuid, chunk int, body blob,
        PRIMARY KEY ((job, part, snap_id, chunk)))""";

  private CqlSession session;

  @BeforeAll
  void connect() {
    session =
        CqlSession.builder()
            .addContactPoint(SharedCassandra.get().contactPoint())
            .withLocalDatacenter(EmbeddedCassandra.DATACENTER)
            .build();
  }

  @AfterAll
  void disconnect() {
    session.close();
  }

  private static CassandraSettings settings(String keyspace) {
    var server = SharedCassandra.get().contactPoint();
    return CassandraSettings.of(server, EmbeddedCassandra.DATACENTER, keyspace);
  }

  private void createKeyspace(String keyspace) {
    session.execute(new Schema(keyspace, EmbeddedCassandra.DATACENTER, 1).createKeyspace());
  }

  @Test
  void givenTablesOfAnOlderMillrace_whenConnected_thenColumnsAreAddedAndRowsStay() {
    createKeyspace("upgrade_columns");
    session.execute(
        """
        CREATE TABLE upgrade_columns.head (
          job uuid, part int, epoch bigint, owner uuid, seq bigint, blk_epoch bigint, chain blob,
          epoch_starts frozen<map<bigint, bigint>>, snap_seq bigint, snap_id uuid,
          trunc_seq bigint, fmt int, PRIMARY KEY ((job, part)))""");
    session.execute(OLD_CHUNKS.formatted("upgrade_columns"));
    var partition = new PartitionId(UUID.randomUUID(), 0);
    session.execute(
        "INSERT INTO upgrade_columns.head (job, part, epoch, owner, seq, fmt)"
            + " VALUES (?, 0, 7, ?, 0, 1) IF NOT EXISTS",
        partition.job(),
        UUID.randomUUID());

    try (var stores = CassandraStores.connect(settings("upgrade_columns"))) {
      assertThat(Stages.get(stores.blocks().claim(partition)).epoch().value()).isEqualTo(8);
    }

    session.refreshSchema();
    var keyspace = session.getMetadata().getKeyspace("upgrade_columns").orElseThrow();
    for (Table table : Schema.tables()) {
      assertThat(keyspace.getTable(table.name()).orElseThrow().getColumns().keySet())
          .extracting(Object::toString)
          .containsExactlyInAnyOrderElementsOf(table.types().keySet());
    }
    assertThat(keyspace.getTable("snapshot_chunk").orElseThrow().getPartitionKey())
        .extracting(column -> column.getName().asInternal())
        .containsExactly("job", "part", "snap_id", "bucket");
  }

  @Test
  void givenRowsInTheEarlyChunkTable_whenConnected_thenRefusedAndTheyStay() {
    createKeyspace("upgrade_rows");
    session.execute(OLD_CHUNKS.formatted("upgrade_rows"));
    session.execute(
        "INSERT INTO upgrade_rows.snapshot_chunk (job, part, snap_id, chunk) VALUES (?, 0, ?, 0)",
        UUID.randomUUID(),
        UUID.randomUUID());

    assertThatThrownBy(() -> CassandraStores.connect(settings("upgrade_rows")))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CALLER);
              assertThat(e.facts()).containsEntry("table", "upgrade_rows.snapshot_chunk");
            });
    assertThat(session.execute("SELECT * FROM upgrade_rows.snapshot_chunk").all()).hasSize(1);
  }

  @Test
  void givenTableWithAnotherKey_whenConnected_thenRefusedNamingBoth() {
    createKeyspace("upgrade_key");
    session.execute("CREATE TABLE upgrade_key.block (job uuid PRIMARY KEY, part int)");

    assertThatThrownBy(() -> CassandraStores.connect(settings("upgrade_key")))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CALLER);
              assertThat(e.facts())
                  .containsEntry("primaryKey", "[job] []")
                  .containsEntry("expected", "[job, part, bucket] [seq, epoch, chunk]");
            });
  }

  @Test
  void givenSeveralNodesAtOnce_whenTheyCreateTheSchema_thenNoneFails() {
    var executor = Executors.newFixedThreadPool(4);
    try {
      var nodes =
          IntStream.range(0, 4)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> CassandraStores.connect(settings("upgrade_race")), executor))
              .toList();
      var partition = new PartitionId(UUID.randomUUID(), 0);
      for (var node : nodes) {
        try (var stores = Stages.get(node)) {
          Stages.get(stores.blocks().claim(partition));
        }
      }
    } finally {
      executor.shutdown();
    }
  }
}
