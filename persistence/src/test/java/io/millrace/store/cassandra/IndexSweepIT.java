// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.protobuf.ByteString;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import io.millrace.store.SnapshotRef;
import io.millrace.store.Stages;
import io.millrace.store.StoredBlock;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Rows of the skip index that nobody else would delete. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IndexSweepIT {
  private static final String KEYSPACE = "index_sweep_it";

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

  private static StoredBlock indexed(Head owner, long sequence) {
    return new StoredBlock(
        owner.partition(),
        sequence,
        owner.epoch(),
        ByteString.EMPTY,
        ByteString.copyFromUtf8("body"),
        ByteString.copyFromUtf8("entry"));
  }

  /** Owners of a version without an index sweep blocks only. */
  @Test
  void givenEntriesOfBlocksThatWereSweptWithoutThem_whenTheNextOwnerSweeps_thenTheyAreDeleted() {
    var claimed = Stages.get(stores.blocks().claim(new PartitionId(UUID.randomUUID(), 0)));
    for (long sequence = 1_000; sequence <= 3_100; sequence += 50) {
      Stages.get(stores.blocks().write(indexed(claimed, sequence)));
    }
    var chain = ByteString.copyFromUtf8("c");
    var snapshots =
        claimed
            .start()
            .withSnapshot(new SnapshotRef(3_000, UUID.randomUUID()))
            .withSnapshot(new SnapshotRef(3_001, UUID.randomUUID()));
    var swept = claimed.extend(3_100, chain, snapshots.truncate(2_500).truncate(2_600));
    assertThat(Stages.get(stores.blocks().compareAndSet(claimed, swept)).applied()).isTrue();
    assertThat(entries(swept, 0)).isEqualTo(1);

    Stages.get(stores.blocks().sweepOrphans(Stages.get(stores.blocks().claim(swept.partition()))));

    assertThat(entries(swept, 0)).isZero();
    assertThat(entries(swept, 1)).isZero();
    assertThat(entries(swept, 2)).as("holds later ones, too").isEqualTo(21);
    assertThat(entries(swept, 3)).isEqualTo(1);
  }

  private int entries(Head head, long bucket) {
    return session
        .execute(
            "SELECT seq FROM block_index WHERE job = ? AND part = ? AND bucket = ?",
            head.partition().job(),
            head.partition().number(),
            bucket)
        .all()
        .size();
  }

  @Test
  void givenErasedPartition_whenEntriesWereLeftBelowWhatWasSwept_thenTheyGoToo() {
    var claimed = Stages.get(stores.blocks().claim(new PartitionId(UUID.randomUUID(), 0)));
    Stages.get(stores.blocks().write(indexed(claimed, 500)));
    Stages.get(stores.blocks().write(indexed(claimed, 2_500)));
    var snapshots =
        claimed
            .start()
            .withSnapshot(new SnapshotRef(2_000, UUID.randomUUID()))
            .withSnapshot(new SnapshotRef(2_400, UUID.randomUUID()));
    var swept =
        claimed.extend(
            2_500, ByteString.copyFromUtf8("c"), snapshots.truncate(1_100).truncate(1_900));
    assertThat(Stages.get(stores.blocks().compareAndSet(claimed, swept)).applied()).isTrue();

    Stages.get(stores.erasure().erase(swept.partition()));

    assertThat(entries(swept, 0)).isZero();
    assertThat(entries(swept, 2)).isZero();
  }
}
