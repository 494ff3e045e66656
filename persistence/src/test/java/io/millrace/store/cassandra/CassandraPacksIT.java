// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import io.millrace.store.PackEntry;
import io.millrace.store.PackSteps;
import io.millrace.store.Stages;
import io.millrace.store.StoredBlock;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How packs lie in Cassandra's tables, and what becomes of the rows that they replace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CassandraPacksIT {
  private static final String KEYSPACE = "cassandra_packs_it";

  private CassandraStores stores;
  private CqlSession session;

  @BeforeAll
  void connect() {
    var server = SharedCassandra.get().contactPoint();
    stores =
        CassandraStores.connect(
            CassandraSettings.of(server, EmbeddedCassandra.DATACENTER, KEYSPACE));
    session =
        CqlSession.builder()
            .addContactPoint(server)
            .withLocalDatacenter(EmbeddedCassandra.DATACENTER)
            .withKeyspace(KEYSPACE)
            .build();
  }

  @AfterAll
  void disconnect() {
    stores.close();
    session.close();
  }

  private Head append(int blocks) {
    var owner = Stages.get(stores.blocks().claim(new PartitionId(UUID.randomUUID(), 0)));
    return PackSteps.append(stores.blocks(), owner, blocks);
  }

  private Set<Long> blocksIn(String table, PartitionId partition) {
    var blocks = new HashSet<Long>();
    session
        .execute(
            "SELECT seq FROM " + table + " WHERE job = ? AND part = ? ALLOW FILTERING",
            partition.job(),
            partition.number())
        .forEach(row -> blocks.add(row.getLong("seq")));
    return blocks;
  }

  private int format(PartitionId partition) {
    Row row =
        session
            .execute(
                "SELECT fmt FROM head WHERE job = ? AND part = ?",
                partition.job(),
                partition.number())
            .one();
    return Objects.requireNonNull(row).getInt("fmt");
  }

  @Test
  void givenPacks_whenRowsAreDeleted_thenWholeBucketsGoAndTheIndexStays() {
    Head head = append(200);
    PartitionId partition = head.partition();
    assertThat(format(partition)).isEqualTo(1);

    Head packed = PackSteps.compact(stores, head, 200, 70);
    assertThat(blocksIn("block", partition)).hasSize(200);
    Stages.get(stores.packs().deleteRows(packed));

    assertThat(format(partition)).isEqualTo(2);
    assertThat(blocksIn("block", partition)).allMatch(block -> block >= 192).hasSize(9);
    assertThat(blocksIn("block_index", partition)).hasSize(200);
    Head more = PackSteps.append(stores.blocks(), Stages.get(stores.packs().head(partition)), 60);
    Stages.get(stores.packs().deleteRows(PackSteps.compact(stores, more, 260, 70)));
    assertThat(blocksIn("block", partition)).allMatch(block -> block >= 256).hasSize(5);
    assertThat(Stages.get(stores.blocks().read(head, 0, Long.MAX_VALUE))).hasSize(200);
  }

  @Test
  void givenPackWithAFlippedByte_whenItsBlocksAreRead_thenCorruptNamingPackAndReason() {
    Head head = PackSteps.compact(stores, append(130), 130, 50);
    Stages.get(stores.packs().deleteRows(head));
    PartitionId partition = head.partition();
    List<StoredBlock> whole = Stages.get(stores.blocks().read(head, 0, Long.MAX_VALUE));
    PackEntry entry = Stages.get(stores.packs().entries(partition, head.packed().list(), 0)).get(1);
    var stored = Stages.get(stores.packs().read(partition, entry)).pack();
    byte[] body = stored.body().toByteArray();
    body[body.length / 3] ^= 4;
    session.execute(
        "INSERT INTO pack (job, part, run, first, chunk, chunks, hdr, body)"
            + " VALUES (?, ?, ?, ?, 0, 1, ?, ?) USING TIMESTAMP 3",
        partition.job(),
        partition.number(),
        entry.run(),
        entry.first(),
        stored.header().asReadOnlyByteBuffer(),
        ByteBuffer.wrap(body));

    for (long after : new long[] {0, 50, 99}) {
      assertThatThrownBy(() -> Stages.get(stores.blocks().read(head, after, Long.MAX_VALUE)))
          .isInstanceOfSatisfying(
              MillraceException.class,
              e -> {
                assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
                assertThat(e.facts())
                    .containsEntry("partition", partition.toString())
                    .containsEntry("pack", "51 to 100")
                    .containsKeys("check", "cause");
              });
    }
    assertThat(Stages.get(stores.blocks().read(head, 0, 1))).isEqualTo(whole.subList(0, 1));
    assertThat(Stages.get(stores.blocks().read(head, 100, Long.MAX_VALUE)))
        .isEqualTo(whole.subList(100, 130));
    assertThat(Stages.get(stores.blocks().headers(head, 50))).hasSize(50);
  }

  @Test
  void givenPartitionOfAnUnknownFormat_whenItsHeadIsRead_thenRefused() {
    Head head = append(3);
    session.execute(
        "UPDATE head SET fmt = 3 WHERE job = ? AND part = ? IF EXISTS",
        head.partition().job(),
        head.partition().number());

    assertThatThrownBy(() -> Stages.get(stores.blocks().head(head.partition())))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("partition was written by a newer Millrace");
  }
}
