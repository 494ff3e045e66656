// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.stats;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.ColumnKind;
import io.millrace.block.ColumnPlan;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionary;
import io.millrace.codec.ZstdDictionaryCodec;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.PackSteps;
import io.millrace.store.SnapshotRef;
import io.millrace.store.StoredBlock;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class StatsReaderTest {
  private static final Dictionary DICTIONARY =
      Dictionary.of(ByteString.copyFromUtf8("a value as most of them are, number ".repeat(4)));
  private static final ColumnPlan PLAIN = ColumnPlan.of(Codecs.byName("zstd"));
  private static final ColumnPlan BY_DICTIONARY =
      PLAIN.with(ColumnKind.VALUE, ZstdDictionaryCodec.of(DICTIONARY, 3));

  private final Stores stores = new InMemoryStores();
  private final BlockLog log = stores.blocks();
  private final PartitionId partition = new PartitionId(UUID.randomUUID(), 1);
  private Head head = get(log.claim(partition));

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }

  private BlockHeader commit(int results, ColumnPlan plan, ByteString index) {
    var all = new ArrayList<ResultRecord>();
    for (int i = 0; i < results; i++) {
      all.add(
          new ResultRecord(
              ResultRecord.MAIN,
              ByteString.copyFromUtf8("key-" + i),
              ByteString.copyFromUtf8("a value as most of them are, number " + i * 7919L),
              DataRecord.NO_EVENT_TIME,
              Fields.of("lang", i % 2 == 0 ? "en" : "de")));
    }
    var block =
        new Block(
            partition,
            head.sequence() + 1,
            head.epoch(),
            1,
            results + 1,
            all,
            List.of(),
            List.of());
    var body = new BlockEncoder(BlockLimits.DEFAULT).encode(block, plan);
    var header = BlockHeader.of(block, body, head.chain());
    get(
        log.write(
            new StoredBlock(
                partition, block.sequence(), head.epoch(), header.encode(), body.bytes(), index)));
    move(head.extend(block.sequence(), header.chain()));
    return header;
  }

  private void move(Head next) {
    assertThat(get(log.compareAndSet(head, next)).applied()).isTrue();
    head = next;
  }

  @Test
  void givenBlocks_whenCounted_thenSumsOfTheirHeaders() {
    var headers =
        List.of(
            commit(40, PLAIN, ByteString.copyFromUtf8("entry")),
            commit(40, BY_DICTIONARY, ByteString.copyFromUtf8("longer entry")),
            commit(3, PLAIN, ByteString.EMPTY));

    var stats = new StatsReader(log, stores.packs()).read(partition);

    assertThat(stats.blocks()).isEqualTo(3);
    assertThat(stats.records()).isEqualTo(86);
    assertThat(stats.results()).isEqualTo(83);
    assertThat(stats.headerBytes())
        .isEqualTo(headers.stream().mapToLong(header -> header.encode().size()).sum());
    assertThat(stats.bodies().storedBytes())
        .isEqualTo(headers.stream().mapToLong(BlockHeader::storedLength).sum());
    assertThat(stats.bodies().byDictionary()).isEqualTo(1);
    assertThat(stats.indexBytes()).isEqualTo("entry".length() + "longer entry".length());
    assertThat(stats.indexedBlocks()).isEqualTo(2);
    assertThat(stats.blocksByDictionary()).containsOnlyKeys(DICTIONARY.id()).containsValue(1L);
    assertThat(stats.columns()).containsKeys("key", "value", "field lang (text)", LogStats.ROWS);
    assertThat(column(stats, "value").blocks()).isEqualTo(2);
    assertThat(column(stats, "value").byDictionary()).isEqualTo(1);
    assertThat(column(stats, LogStats.ROWS).blocks()).isEqualTo(1);
    assertThat(stats.columns().values().stream().mapToLong(ColumnStats::storedBytes).sum())
        .isEqualTo(stats.bodies().storedBytes());
  }

  @Test
  void givenPackedBlocks_whenCounted_thenAsBeforeAndThePacks() {
    for (int i = 0; i < 9; i++) {
      commit(20, PLAIN, ByteString.copyFromUtf8("entry"));
    }
    var before = new StatsReader(log, stores.packs()).read(partition);

    Head packed = PackSteps.compact(stores, head, 7, 4);
    get(stores.packs().deleteRows(packed));
    var after = new StatsReader(log, stores.packs()).read(partition);

    assertThat(before.packs()).isZero();
    assertThat(after.packs()).isEqualTo(2);
    assertThat(after.packedBlocks()).isEqualTo(7);
    assertThat(after.packBytes()).isPositive();
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFields("packs", "packBytes", "packedBlocks")
        .isEqualTo(before);
  }

  @Test
  void givenTwoPartitions_whenAdded_thenBoth() {
    commit(40, PLAIN, ByteString.EMPTY);
    var one = new StatsReader(log, stores.packs()).read(partition);
    var sum = new LogStats();

    sum.add(one);
    sum.add(one);

    assertThat(sum.results()).isEqualTo(80);
    assertThat(column(sum, "key").storedBytes()).isEqualTo(2 * column(one, "key").storedBytes());
  }

  @Test
  void givenTruncatedLog_whenCounted_thenWhatIsLeft() {
    for (int i = 0; i < 5; i++) {
      commit(10, PLAIN, ByteString.EMPTY);
    }
    var start =
        head.start()
            .withSnapshot(new SnapshotRef(4, UUID.randomUUID()))
            .withSnapshot(new SnapshotRef(5, UUID.randomUUID()))
            .truncate(3);
    var block = new StoredBlock(partition, 6, head.epoch(), headerOfSix(), ByteString.EMPTY);
    get(log.write(block));
    move(head.extend(6, ByteString.copyFromUtf8("chain"), start));

    assertThat(new StatsReader(log, stores.packs()).read(partition).blocks()).isEqualTo(3);
  }

  private ByteString headerOfSix() {
    var block = new Block(partition, 6, head.epoch(), 1, 0, List.of(), List.of(), List.of());
    var body = new BlockEncoder(BlockLimits.DEFAULT).encode(block, PLAIN);
    return BlockHeader.of(block, body, head.chain()).encode();
  }

  @Test
  void givenDamagedHeader_whenCounted_thenCorruptNamingTheBlock() {
    commit(10, PLAIN, ByteString.EMPTY);
    get(
        log.write(
            new StoredBlock(
                partition, 2, head.epoch(), ByteString.copyFromUtf8("?"), ByteString.EMPTY)));
    move(head.extend(2, ByteString.copyFromUtf8("chain")));

    assertThatThrownBy(() -> new StatsReader(log, stores.packs()).read(partition))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(MillraceException.Kind.CORRUPT);
              assertThat(e.facts()).containsEntry("block", "2");
            });
  }

  private static ColumnStats column(LogStats stats, String name) {
    return requireNonNull(stats.columns().get(name));
  }
}
