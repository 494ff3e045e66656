// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.google.protobuf.ByteString;
import io.millrace.codec.Dictionary;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLogContract;
import io.millrace.store.DictionaryEntry;
import io.millrace.store.DictionaryStoreContract;
import io.millrace.store.Head;
import io.millrace.store.HeadersContract;
import io.millrace.store.IndexContract;
import io.millrace.store.LifecycleContract;
import io.millrace.store.LogStart;
import io.millrace.store.PackContract;
import io.millrace.store.RegistryContract;
import io.millrace.store.SnapshotRef;
import io.millrace.store.SnapshotStoreContract;
import io.millrace.store.Stages;
import io.millrace.store.StoredBlock;
import io.millrace.store.Stores;
import io.millrace.store.TruncationContract;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CassandraStoresIT
    implements BlockLogContract,
        TruncationContract,
        IndexContract,
        HeadersContract,
        SnapshotStoreContract,
        RegistryContract,
        DictionaryStoreContract,
        LifecycleContract,
        PackContract {
  private static final String KEYSPACE = "cassandra_stores_it";
  private static final List<String> ERASED =
      List.of(
          "head",
          "block",
          "block_index",
          "pack",
          "pack_list",
          "pack_run",
          "snapshot",
          "snapshot_chunk",
          "producer",
          "dictionary");

  private CassandraStores stores;
  private CqlSession session;

  @BeforeAll
  void connect() {
    var server = SharedCassandra.get().contactPoint();
    stores = CassandraStores.connect(settings());
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

  private static CassandraSettings settings() {
    var server = SharedCassandra.get().contactPoint();
    return CassandraSettings.of(server, EmbeddedCassandra.DATACENTER, KEYSPACE);
  }

  @Override
  public Stores stores() {
    return stores;
  }

  private static StoredBlock indexed(Head owner, long sequence, int bytes) {
    return new StoredBlock(
        owner.partition(),
        sequence,
        owner.epoch(),
        ByteString.EMPTY,
        ByteString.copyFrom(new byte[bytes]),
        ByteString.copyFromUtf8("entry"));
  }

  private Head commitOne(int bytes) {
    var claimed = Stages.get(stores.blocks().claim(new PartitionId(UUID.randomUUID(), 0)));
    Stages.get(stores.blocks().write(indexed(claimed, 1, bytes)));
    var next = claimed.extend(1, ByteString.copyFromUtf8("c"));
    Stages.get(stores.blocks().compareAndSet(claimed, next));
    return next;
  }

  @Test
  void givenBlockWithoutOneChunk_whenRead_thenCorruptNamingTheChunk() {
    var head = commitOne(5 * BlockRows.CHUNK_BYTES);
    session.execute(
        "DELETE FROM block USING TIMESTAMP 2 WHERE job = ? AND part = ? AND bucket = 0"
            + " AND seq = 1 AND epoch = 1 AND chunk = 3",
        head.partition().job(),
        head.partition().number());

    assertThatThrownBy(() -> Stages.get(stores.blocks().read(head, 0, 1)))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
              assertThat(e.facts())
                  .containsEntry("sequence", "1")
                  .containsEntry("chunk", "3")
                  .containsEntry("chunks", "5");
            });
  }

  @Test
  void givenBlock_whenStored_thenChunksFitACellAndBucketsHold64Blocks() {
    var head = commitOne(3 * BlockRows.CHUNK_BYTES + 1);

    var rows =
        session
            .execute(
                "SELECT chunk, chunks, body FROM block WHERE job = ? AND part = ? AND bucket = 0",
                head.partition().job(),
                head.partition().number())
            .all();

    assertThat(rows).hasSize(4).allSatisfy(row -> assertThat(row.getInt("chunks")).isEqualTo(4));
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(BlockRows.bytes(row.getByteBuffer("body")).size())
                    .isBetween(1, BlockRows.CHUNK_BYTES));
    assertThat(BlockRows.bucketOf(63)).isZero();
    assertThat(BlockRows.bucketOf(64)).isEqualTo(1);
  }

  @Test
  void givenDeletedBuckets_whenPausedOwnerWritesThere_thenInvisible() {
    var old = Stages.get(stores.blocks().claim(new PartitionId(UUID.randomUUID(), 0)));
    var block = indexed(old, 5, 0);
    var truncated =
        new Head(
            old.partition(),
            new Epoch(2),
            UUID.randomUUID(),
            1_030,
            ByteString.EMPTY,
            Map.of(2L, 1L),
            LogStart.GENESIS
                .withSnapshot(new SnapshotRef(1_026, UUID.randomUUID()))
                .withSnapshot(new SnapshotRef(1_028, UUID.randomUUID()))
                .truncate(1_026));
    Stages.get(stores.blocks().deleteTruncated(truncated));

    Stages.get(stores.blocks().write(block));

    assertThat(rows("block", old.partition())).isZero();
    assertThat(rows("block_index", old.partition())).isZero();
  }

  @Test
  void givenSweptOrphan_whenItsOwnerRepeatsTheWrite_thenInvisible() {
    var old = Stages.get(stores.blocks().claim(new PartitionId(UUID.randomUUID(), 0)));
    var block = indexed(old, 1, 0);
    Stages.get(stores.blocks().write(block));
    var claimed = Stages.get(stores.blocks().claim(old.partition()));
    assertThat(Stages.get(stores.blocks().sweepOrphans(claimed))).isEqualTo(1);

    Stages.get(stores.blocks().write(block));

    assertThat(rows("block", old.partition())).isZero();
    assertThat(rows("block_index", old.partition())).isZero();
  }

  @Test
  void givenEntryOfAnOrphanThatHasNoBlock_whenSwept_thenDeleted() {
    var old = Stages.get(stores.blocks().claim(new PartitionId(UUID.randomUUID(), 0)));
    session.execute(
        "INSERT INTO block_index (job, part, bucket, seq, epoch, entry)"
            + " VALUES (?, 0, 0, 1, 1, 0x01) USING TIMESTAMP 1",
        old.partition().job());
    var claimed = Stages.get(stores.blocks().claim(old.partition()));

    assertThat(Stages.get(stores.blocks().sweepOrphans(claimed))).isEqualTo(1);

    assertThat(rows("block_index", old.partition())).isZero();
  }

  /** Rows of the first bucket. */
  private long rows(String table, PartitionId partition) {
    var row =
        session
            .execute(
                "SELECT count(*) FROM " + table + " WHERE job = ? AND part = ? AND bucket = 0",
                partition.job(),
                partition.number())
            .one();
    return row == null ? -1 : row.getLong(0);
  }

  @Test
  void givenDeletedSnapshot_whenItsOwnerGoesOnWriting_thenInvisible() {
    var partition = new PartitionId(UUID.randomUUID(), 0);
    var id = UUID.randomUUID();
    var snapshots = stores.snapshots();
    Stages.get(snapshots.announce(partition, id, new Epoch(1)));
    Stages.get(snapshots.delete(partition, id));

    Stages.get(snapshots.write(partition, id, 0, ByteString.copyFromUtf8("late")));
    Stages.get(snapshots.announce(partition, id, new Epoch(1)));

    assertThat(Stages.outcome(snapshots.read(partition, id, 0)).kind()).isEqualTo(Kind.CORRUPT);
    var second = Head.unclaimed(partition).claimedBy(id).claimedBy(id);
    assertThat(Stages.get(snapshots.sweep(second))).isZero();
  }

  @Test
  void givenSchemaThere_whenConnectedWithoutCreating_thenTheSameData() {
    var head = commitOne(10);

    try (var second = CassandraStores.connect(settings())) {
      assertThat(Stages.get(second.blocks().head(head.partition()))).isEqualTo(head);
      assertThat(head.epoch()).isEqualTo(new Epoch(1));
    }
  }

  @Test
  void givenClosed_whenCalled_thenUnavailable() {
    var closed = CassandraStores.connect(settings());
    var partition = new PartitionId(UUID.randomUUID(), 0);
    var block =
        new StoredBlock(partition, 1, new Epoch(1), ByteString.EMPTY, ByteString.copyFromUtf8("b"));
    var head =
        new Head(
            partition,
            new Epoch(1),
            UUID.randomUUID(),
            0,
            ByteString.EMPTY,
            Map.of(),
            LogStart.GENESIS);
    closed.close();

    assertThat(Stages.outcome(closed.blocks().head(partition)).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(Stages.outcome(closed.blocks().write(block)).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(Stages.outcome(closed.blocks().claim(partition)).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(Stages.outcome(closed.blocks().read(head.extend(1, ByteString.EMPTY), 0, 1)).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(
            Stages.outcome(closed.blocks().compareAndSet(head, head.extend(1, ByteString.EMPTY)))
                .kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(Stages.outcome(closed.producers().open(UUID.randomUUID(), "p", false)).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(Stages.outcome(closed.jobs().list()).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void givenNobodyListens_whenConnected_thenUnavailableNamingWhere() {
    var nowhere =
        CassandraSettings.of(
            InetSocketAddress.createUnresolved("127.0.0.1", 1),
            EmbeddedCassandra.DATACENTER,
            KEYSPACE);

    assertThatThrownBy(() -> CassandraStores.connect(nowhere))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
              assertThat(e).hasMessageContaining("127.0.0.1").hasMessageContaining(":1");
            });
  }

  @Test
  void givenDamagedDictionary_whenFound_thenCorruptNamingIt() {
    var job = UUID.randomUUID();
    var dictionary = Dictionary.of(ByteString.copyFromUtf8("as it was"));
    var entry =
        new DictionaryEntry(dictionary.id(), "value", dictionary.bytes().size(), 1, 0, TRIAL);
    Stages.get(stores.dictionaries().put(job, entry, dictionary));
    session.execute(
        "UPDATE dictionary SET body = ? WHERE job = ? AND id = ? IF EXISTS",
        ByteString.copyFromUtf8("otherwise").asReadOnlyByteBuffer(),
        job,
        dictionary.id());

    assertThatThrownBy(() -> Stages.get(stores.dictionaries().find(job, dictionary.id())))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
              assertThat(e.facts())
                  .containsEntry("job", job.toString())
                  .containsEntry("dictionary", Integer.toString(dictionary.id()));
            });
    assertThat(Stages.outcome(stores.dictionaries().put(job, entry, dictionary)).failureKind())
        .isEqualTo(Kind.CALLER);
  }

  @Test
  void givenErasedPartition_whenTheTablesAreRead_thenNoRowIsLeft() {
    var head = commitOne(3 * BlockRows.CHUNK_BYTES);
    var partition = head.partition();
    var snapshot = UUID.randomUUID();
    Stages.get(stores.snapshots().announce(partition, snapshot, head.epoch()));
    Stages.get(stores.snapshots().write(partition, snapshot, 0, ByteString.copyFromUtf8("s")));
    Stages.get(stores.producers().open(partition.job(), "p", true));
    var dictionary = Dictionary.of(ByteString.copyFromUtf8("d"));
    var entry = new DictionaryEntry(dictionary.id(), "value", 1, 1, 0, TRIAL);
    Stages.get(stores.dictionaries().put(partition.job(), entry, dictionary));

    Stages.get(stores.erasure().erase(partition));
    Stages.get(stores.erasure().eraseProducers(partition.job()));
    Stages.get(stores.erasure().eraseDictionaries(partition.job()));

    for (String table : ERASED) {
      var rows =
          session.execute(
              "SELECT job FROM " + table + " WHERE job = ? ALLOW FILTERING", partition.job());
      assertThat(rows.all()).as(table).isEmpty();
    }
  }
}
