// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.EncodedBody;
import io.millrace.codec.Codecs;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.Recovery.Recovered;
import io.millrace.processor.Job;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.PackSteps;
import io.millrace.store.Stages;
import io.millrace.store.StoredBlock;
import io.millrace.store.Timers;
import io.millrace.store.memory.InMemoryStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private static final ProducerEpoch OPENING = new ProducerEpoch(1, 1);

  private final InMemoryStores stores = new InMemoryStores();
  private final BlockLog log = stores.blocks();
  private final List<PartitionCore<String>> cores = new ArrayList<>();

  /** Writes a log of so many blocks as an owner would; the last step may change the blocks. */
  private Head write(int blocks, UnaryOperator<List<StoredBlock>> change) {
    Head head = Stages.get(log.claim(CoreRig.PARTITION));
    var rig = new CoreRig("", List.of(), head.epoch().value());
    var stored = new ArrayList<StoredBlock>();
    ByteString chain = ByteString.EMPTY;
    for (int i = 1; i <= blocks; i++) {
      rig.append("a", OPENING, i - 1, CoreRig.record(i, "k" + i % 2, "v"));
      rig.linger();
      Block block = rig.sealed.getFirst();
      EncodedBody body = new BlockEncoder(BlockLimits.DEFAULT).encode(block, Codecs.byName("zstd"));
      BlockHeader header = BlockHeader.of(block, body, chain);
      chain = header.chain();
      stored.add(
          new StoredBlock(CoreRig.PARTITION, i, block.epoch(), header.encode(), body.bytes()));
      rig.commit(1);
    }
    change.apply(stored).forEach(block -> Stages.get(log.write(block)));
    Head next = head.extend(blocks, chain);
    assertThat(Stages.get(log.compareAndSet(head, next)).applied()).isTrue();
    return next;
  }

  private Recovered<String> recover(long pageBytes) {
    return Stages.get(
        new Recovery<String>(log, stores.snapshots(), BlockLimits.DEFAULT, pageBytes, Runnable::run)
            .recover(CoreRig.PARTITION, this::core));
  }

  private PartitionCore<String> core() {
    var core =
        new PartitionCore<String>(
            CoreRig.PARTITION, CoreRig.counting(), CoreRig.NO_RETRY, CoreRig.settings(""));
    cores.add(core);
    return core;
  }

  private void assertCorrupt(String text, String block) {
    assertThatThrownBy(() -> recover(1 << 20))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT))
        .hasMessageContaining(text)
        .hasMessageContaining(block);
    assertThat(cores)
        .as("never served")
        .allSatisfy(core -> assertThat(core.epoch()).isEqualTo(Epoch.NONE));
  }

  @Test
  void givenLog_whenRecovered_thenNewTermAndAllBlocksWhateverThePages() {
    Head written = write(9, blocks -> blocks);

    for (long pageBytes : new long[] {1, 300, 1 << 20}) {
      Recovered<String> recovered = recover(pageBytes);
      PartitionCore<String> core = recovered.core();
      Head head = recovered.head();
      assertThat(head.epoch().value()).isGreaterThan(written.epoch().value());
      assertThat(core.epoch()).isEqualTo(head.epoch());
      assertThat(core.committedBlock()).isEqualTo(9);
      assertThat(core.figures().records()).isEqualTo(9);
      assertThat(core.figures().storedBytes()).isPositive();
      assertThat(core.find(CoreRig.bytes("k1"), 0))
          .isInstanceOfSatisfying(Found.class, f -> assertThat(f.block()).isEqualTo(9));
      assertThat(recovered.replayed()).isEqualTo(9);
    }
  }

  @Test
  void givenLogThatLiesInPacks_whenRecovered_thenTheSameStateAndFigures() {
    Head written = write(90, blocks -> blocks);
    Recovered<String> before = recover(1 << 20);

    Head packed = PackSteps.compact(stores, before.head(), 85, 20);
    Stages.get(stores.packs().deleteRows(packed));

    for (long pageBytes : new long[] {1, 300, 1 << 20}) {
      Recovered<String> after = recover(pageBytes);
      assertThat(after.head().packed().upTo()).isEqualTo(85);
      assertThat(after.head().chain()).isEqualTo(written.chain());
      assertThat(after.replayed()).isEqualTo(90);
      assertThat(after.core().figures()).isEqualTo(before.core().figures());
      for (String key : List.of("k0", "k1", "k2")) {
        assertThat(after.core().find(CoreRig.bytes(key), 0))
            .usingRecursiveComparison()
            .ignoringFields("epoch")
            .isEqualTo(before.core().find(CoreRig.bytes(key), 0));
      }
    }
  }

  @Test
  void givenEmptyLog_whenRecovered_thenServesFromTheStart() {
    Recovered<String> recovered = recover(1_000);

    assertThat(recovered.head().sequence()).isZero();
    assertThat(recovered.core().committedBlock()).isZero();
  }

  @Test
  void givenOlderOwner_whenRecovered_thenItCannotCommitAnyMore() {
    Head old = write(1, blocks -> blocks);

    recover(1_000);

    assertThat(
            Stages.get(log.compareAndSet(old, old.extend(2, ByteString.copyFromUtf8("x"))))
                .applied())
        .isFalse();
  }

  @Test
  void givenMissingBlock_whenRecovered_thenCorruptNamingIt() {
    write(4, blocks -> List.of(blocks.get(0), blocks.get(1), blocks.get(3)));

    assertCorrupt("missing", "sequence=3");
  }

  @Test
  void givenBlockOfAnotherChain_whenRecovered_thenCorruptNamingIt() {
    write(
        4,
        blocks -> {
          var changed = new ArrayList<>(blocks);
          changed.set(2, withPreviousChain(blocks.get(2), blocks.get(3)));
          return changed;
        });

    assertCorrupt("does not continue the chain", "block=3");
  }

  /** A whole block that names the chain before another one as its own past. */
  private static StoredBlock withPreviousChain(StoredBlock block, StoredBlock other) {
    BlockHeader h = BlockHeader.decode(block.header());
    ByteString wrong = BlockHeader.decode(other.header()).previousChain();
    var header =
        new BlockHeader(
            h.partition(),
            h.sequence(),
            h.epoch(),
            wrong,
            h.committedAtMs(),
            h.recordCount(),
            h.counts(),
            h.typedFields(),
            h.marks(),
            h.expired(),
            h.watermarkMs(),
            h.codecId(),
            h.rawLength(),
            h.storedLength(),
            h.bodyCrc32c(),
            h.rawXxh64(),
            h.columns());
    return new StoredBlock(
        block.partition(), block.sequence(), block.epoch(), header.encode(), block.body());
  }

  @Test
  void givenDamagedBody_whenRecovered_thenCorruptNamingTheBlock() {
    write(
        3,
        blocks -> {
          var changed = new ArrayList<>(blocks);
          StoredBlock b = blocks.get(1);
          byte[] body = b.body().toByteArray();
          body[body.length / 2] ^= 1;
          changed.set(
              1,
              new StoredBlock(b.partition(), 2, b.epoch(), b.header(), ByteString.copyFrom(body)));
          return changed;
        });

    assertCorrupt("block is damaged", "block=2, check=body crc32c");
  }

  @Test
  void givenHeadWithAnotherChain_whenRecovered_thenCorruptNamingTheLastBlock() {
    Head right = write(2, blocks -> blocks);
    Head claimed = Stages.get(log.claim(CoreRig.PARTITION));
    StoredBlock third = third(claimed);
    Stages.get(log.write(third));
    Head wrong = claimed.extend(3, ByteString.copyFromUtf8("not the chain"));
    assertThat(Stages.get(log.compareAndSet(claimed, wrong)).applied()).isTrue();

    assertThat(right.sequence()).isEqualTo(2);
    assertCorrupt("chain of the log differs from the head's", "block=3");
  }

  private static StoredBlock third(Head claimed) {
    var block =
        new Block(CoreRig.PARTITION, 3, claimed.epoch(), 1_000, 0, List.of(), List.of(), List.of());
    EncodedBody body = new BlockEncoder(BlockLimits.DEFAULT).encode(block, Codecs.byName("none"));
    BlockHeader header = BlockHeader.of(block, body, claimed.chain());
    return new StoredBlock(CoreRig.PARTITION, 3, claimed.epoch(), header.encode(), body.bytes());
  }

  @Test
  void givenALog_whenRehearsed_thenItsLastBlocksAreReplayedAndNothingIsClaimed() {
    Head head = write(300, unchanged -> unchanged);
    var services =
        TermRig.services(
            stores, log, Timers.SYSTEM, new Random(1), () -> 1_000, CoreRig.settings(""));
    var nanos = new AtomicLong();
    var states = new StateBudget(1 << 20, 0, MemoryColdStore::new);
    var rehearsal =
        new Rehearsal(
            services,
            states,
            id -> Optional.of(Job.of("counting", CoreRig::counting)),
            () -> nanos.addAndGet(1_000_000));

    long blocks = rehearsal.run(List.of(CoreRig.PARTITION), Duration.ofMillis(4));

    assertThat(blocks).isEqualTo(3 * 256);
    assertThat(Stages.get(log.head(CoreRig.PARTITION))).isEqualTo(head);
    assertThat(states.memoryUsed()).isZero();
    assertThat(states.fairShare()).as("nobody holds a share").isEqualTo(1 << 20);
  }

  @Test
  void givenALogThatDoesNotFit_whenRehearsed_thenItIsLeftAloneAndNothingStaysInUse() {
    write(300, unchanged -> unchanged);
    var services =
        TermRig.services(
            stores, log, Timers.SYSTEM, new Random(1), () -> 1_000, CoreRig.settings(""));
    var states = new StateBudget(50, 0, MemoryColdStore::new);
    var rehearsal =
        new Rehearsal(
            services,
            states,
            id -> Optional.of(Job.of("counting", CoreRig::counting)),
            System::nanoTime);

    long blocks = rehearsal.run(List.of(CoreRig.PARTITION), Duration.ofMinutes(1));

    assertThat(blocks).isZero();
    assertThat(states.memoryUsed()).isZero();
  }
}
