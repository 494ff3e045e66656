// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.block.BlockHeader;
import io.millrace.block.SnapshotManifest;
import io.millrace.block.SnapshotPart;
import io.millrace.model.DataRecord;
import io.millrace.model.KeyState;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Processor;
import io.millrace.processor.TimePolicy;
import io.millrace.store.memory.InMemoryStores;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a node does when states are more than it has room for. */
class StateBudgetTest {
  private static final ProducerEpoch OPENING = new ProducerEpoch(1, 1);

  /** Takes in any number of keys with a short state each; no more is known of them. */
  private static final long KEY_BYTES = 220;

  private final MemoryColdStore store = new MemoryColdStore();

  private StateBudget budget(int keysInMemory, long diskMax) {
    return new StateBudget(keysInMemory * KEY_BYTES, diskMax, () -> store);
  }

  private static CoreRig rig(StateShare share) {
    return new CoreRig("", List.of(), 1, share);
  }

  /** Puts a record of a key in and makes it durable; the reply. */
  private static PartitionReply put(CoreRig rig, long sequence) {
    rig.append("c", OPENING, sequence - 1, CoreRig.record(sequence, "k" + sequence, "side"));
    rig.linger();
    rig.commit(rig.sealed.size());
    return rig.replies.removeLast().reply();
  }

  @Test
  void givenMemoryAndDiskFull_whenMoreComes_thenNotTakenSaysWhatToDoAndNothingIsLost() {
    StateBudget budget = budget(10, 500);
    CoreRig rig = rig(budget.open());
    long taken = 0;
    while (put(rig, taken + 1) instanceof Committed) {
      taken++;
      assertThat(taken).as("bounded").isLessThan(100);
    }

    PartitionReply reply = put(rig, taken + 1);

    assertThat(reply)
        .isInstanceOfSatisfying(
            NotTaken.class,
            n ->
                assertThat(n.reason())
                    .contains("no room for more state")
                    .contains("millrace.state.memory-max = 2200")
                    .contains("millrace.state.disk-max = 500")
                    .contains("raise"));
    assertThat(budget.memoryUsed()).isBetween(2_200L, 2_200L + 3 * KEY_BYTES);
    assertThat(budget.diskUsed()).isBetween(400L, 500L);
    assertThat(rig.core.figures().records()).isEqualTo(taken);
    assertThat(rig.core.figures().keys()).isEqualTo(taken);
    CoreRig more = new CoreRig("", rig.committed, 2, budget(1_000, 500).open());
    assertThat(put(more, taken + 1)).as("with more memory").isInstanceOf(Committed.class);
  }

  @Test
  void givenNoDatabaseOnTheClassPath_whenMemoryIsUsedUp_thenNotTakenSaysSo() {
    var budget =
        new StateBudget(
            5 * KEY_BYTES,
            1 << 20,
            () -> {
              throw new NoClassDefFoundError("org/rocksdb/RocksDB");
            });
    CoreRig rig = rig(budget.open());
    int taken = 0;
    while (put(rig, taken + 1) instanceof Committed) {
      taken++;
      assertThat(taken).as("bounded").isLessThan(20);
    }

    assertThat(((NotTaken) put(rig, taken + 1)).reason())
        .contains("disk-max = 1048576 (not usable");
  }

  @Test
  void givenAllKeysOfOpenBlocks_whenMemoryIsUsedUp_thenBusyUntilTheyAreCommitted() {
    CoreRig rig = rig(budget(4, 1 << 20).open());
    int sent = 0;
    while (rig.replies.isEmpty()) {
      sent++;
      assertThat(sent).as("bounded").isLessThan(100);
      rig.append("c" + sent, OPENING, sent - 1, CoreRig.record(sent, "k" + sent, "v"));
    }
    assertThat(rig.only("c" + sent, NotTaken.class).reason()).contains("uncommitted");

    rig.commit(rig.sealed.size());

    rig.replies.clear();
    rig.append("again", OPENING, sent - 1, CoreRig.record(sent, "k" + sent, "v"));
    rig.linger();
    rig.commit(rig.sealed.size());
    assertThat(rig.replies)
        .isNotEmpty()
        .allSatisfy(s -> assertThat(s.reply()).isInstanceOf(Committed.class));
    for (int i = 1; i <= sent; i++) {
      assertThat(rig.find("k" + i).block()).as("k%s", i).isPositive();
    }
  }

  @Test
  void givenDiskThatFails_whenAColdKeyIsNeeded_thenTheTermEndsAndTheNextOneKnowsAll() {
    CoreRig rig = rig(budget(3, 1 << 20).open());
    for (int i = 1; i <= 20; i++) {
      put(rig, i);
    }
    store.breakDown();

    assertThatThrownBy(() -> rig.append("c", OPENING, 20, CoreRig.record(21, "k1", "side")))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
    rig.core.abandon("moved", 1, rig);
    assertThat(rig.only("c", NotTaken.class).reason()).isEqualTo("moved");

    CoreRig next = rig(StateBudget.unbounded().open());
    rig.committed.forEach(b -> next.core.state().replay(b, 1, 1));
    assertThat(next.core.state().keys.size()).isEqualTo(20);
    assertThat(next.core.state().keys.entry(CoreRig.bytes("k1")).state())
        .isEqualTo(CoreRig.bytes("1"));
  }

  @Test
  void givenStateThatGrowsWithoutBound_whenItPassesTheLimit_thenTheRecordGoesToQuarantine() {
    var rig =
        new CoreRig(
            "state-bytes-max = 1 KiB",
            List.of(),
            List.of(),
            1,
            CoreRig.NO_RETRY,
            (record, context) ->
                Effect.builder()
                    .setState(
                        context
                            .state()
                            .orElse(ByteString.EMPTY)
                            .concat(ByteString.copyFrom(new byte[300])))
                    .build());
    for (int i = 1; i <= 5; i++) {
      rig.append("c", OPENING, i - 1, CoreRig.record(i, "k", "v"));
    }
    rig.linger();
    rig.commit(rig.sealed.size());

    assertThat(rig.core.figures().quarantined()).isEqualTo(2);
    assertThat(rig.core.state().quarantine.all().get(0).reason())
        .contains("state: 1200 bytes")
        .contains("millrace.partition.state-bytes-max = 1024");
  }

  @Test
  void givenPartitionThatBorrowed_whenAnotherNeedsItsShare_thenItIsAskedAndGivesBack() {
    StateBudget budget = budget(100, 1 << 20);
    StateShare first = budget.open();
    CoreRig large = rig(first);
    for (int i = 1; i <= 95; i++) {
      put(large, i);
    }
    var asked = new ArrayList<String>();
    first.onAsked(() -> asked.add("first"));
    assertThat(store.puts()).isZero();
    CoreRig small = rig(budget.open());

    for (int i = 1; i <= 40; i++) {
      put(small, i);
      if (!asked.isEmpty()) {
        large.core.state().keys.makeRoom();
      }
    }

    assertThat(asked).isNotEmpty();
    assertThat(store.puts()).as("of the large one only").isPositive();
    assertThat(budget.memoryUsed()).isLessThanOrEqualTo(100 * KEY_BYTES);
    assertThat(small.core.figures().keys()).isEqualTo(40);
    assertThat(large.core.figures().keys()).isEqualTo(95);
  }

  @Test
  void givenFullShare_whenSomeOfItsKeysGo_thenThereIsRoomAgain() {
    StateShare share = budget(10, 0).open();
    share.count(11 * KEY_BYTES);
    assertThat(share.excess()).as("bytes that could go to disk").isZero();
    assertThat(share.isFull()).isTrue();

    share.count(-2 * KEY_BYTES);

    assertThat(share.isFull()).isFalse();
  }

  /** Sets a timer with each record, which puts something out. */
  private static final class Delayed implements Processor {
    @Override
    public Effect process(DataRecord record, Context context) {
      return Effect.builder()
          .setState(record.value())
          .setTimer(TimeKind.PROCESSING, "t", 5_000)
          .build();
    }

    @Override
    public Effect onTimer(ByteString key, Timer timer, Context context) {
      return Effect.builder().emitTo("side", key).build();
    }
  }

  @Test
  void givenNoRoom_whenTimersAreDue_thenTheyWaitUntilThereIs() {
    StateBudget budget = budget(10, 0);
    var rig =
        new CoreRig(
            "",
            List.of(),
            List.of(),
            1,
            CoreRig.NO_RETRY,
            TimePolicy.DEFAULT,
            new Delayed(),
            Routes.NONE,
            1_000,
            budget.open());
    StateShare other = budget.open();
    other.count(20 * KEY_BYTES);
    put(rig, 1);
    put(rig, 2);
    assertThat(put(rig, 3)).isInstanceOf(NotTaken.class);

    rig.wake();
    assertThat(rig.nowMs).isEqualTo(5_000);
    assertThat(rig.core.idle()).as("nothing fired").isTrue();
    assertThat(rig.wakes).as("looks again").containsExactly(6_000L);
    other.close();
    rig.wake();
    rig.linger();
    rig.commit(rig.sealed.size());

    assertThat(rig.committed.get(rig.committed.size() - 1).results()).hasSize(2);
    assertThat(put(rig, 3)).isInstanceOf(Committed.class);
  }

  @Test
  void givenSnapshotLargerThanAllThereIs_whenTakenOver_thenRefusedWithEstimateBeforeItIsRead() {
    CoreRig rig = rig(new StateBudget(1 << 20, 2 << 20, () -> store).open());
    var manifest =
        new SnapshotManifest(
            CoreRig.PARTITION,
            new UUID(1, 1),
            7,
            ByteString.copyFrom(new byte[BlockHeader.CHAIN_BYTES]),
            1,
            11,
            1,
            new SnapshotManifest.Counts(1, 1, 1, 1, 0));

    assertThatThrownBy(() -> rig.core.state().expect(manifest))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.BUSY);
              assertThat(TermEnd.needsRoom(e)).isTrue();
            })
        .hasMessageContaining("estimate=5242880 bytes")
        .hasMessageContaining("millrace.state.memory-max = 1048576")
        .hasMessageContaining("millrace.state.disk-max = 2097152");
  }

  @Test
  void givenSnapshotThatTurnsOutTooLarge_whenTakenBack_thenRefusedAndWhatIsUsedGoesBack() {
    StateBudget budget = budget(10, 1_000);
    StateShare share = budget.open();
    CoreRig rig = rig(share);
    var keys = new ArrayList<KeyState>();
    for (int i = 0; i < 100; i++) {
      keys.add(new KeyState(CoreRig.bytes("k" + i), true, CoreRig.bytes("state"), 1, i));
    }
    var part =
        new SnapshotPart(
            CoreRig.PARTITION, new UUID(1, 1), 1, keys, List.of(), List.of(), List.of());

    assertThatThrownBy(() -> rig.core.state().restore(part))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(TermEnd.needsRoom(e)).isTrue())
        .hasMessageContaining("estimate=");
    share.close();
    assertThat(budget.memoryUsed()).isZero();
    assertThat(budget.diskUsed()).isZero();
  }

  @Test
  void givenSnapshotsOfMoreThanMemory_whenRecoveredWithLittle_thenAllKeysAreThere() {
    var stores = new InMemoryStores();
    String settings = "snapshot-blocks = 10, linger = 0 ms";
    StateBudget budget = budget(2, 1 << 20);
    var first = new TermRig(stores, stores.blocks(), settings, budget.open());
    first.put(1, 34);
    assertThat(first.term.head().start().newest().sequence()).isEqualTo(30);
    assertThat(store.puts()).isPositive();

    var second = new TermRig(stores, stores.blocks(), settings, budget(2, 1 << 20).open());
    var third = new TermRig(stores, stores.blocks(), settings);

    assertThat(second.recovered.loaded().sequence()).isEqualTo(30);
    assertThat(second.term.core().figures()).isEqualTo(third.term.core().figures());
    for (int i = 0; i < 7; i++) {
      assertThat(second.find("k" + i).block()).isEqualTo(third.find("k" + i).block());
      assertThat(second.term.core().state().keys.entry(CoreRig.bytes("k" + i)).state())
          .isEqualTo(third.term.core().state().keys.entry(CoreRig.bytes("k" + i)).state());
    }
  }

  @Test
  void givenMemoryInPercent_whenRead_thenOfTheHeapAndNonsenseIsNamed() {
    long heap = Runtime.getRuntime().maxMemory();
    assertThat(settings("\"25 %\"").memoryMax()).isEqualTo(heap / 100 * 25);
    assertThat(settings("3 MiB").memoryMax()).isEqualTo(3 << 20);
    assertThatThrownBy(() -> settings("\"some%\"")).hasMessageContaining("memory-max: 'some%'");
    assertThatThrownBy(() -> settings("\"95%\"")).hasMessageContaining("95 (expected: 1 to 90)");
  }

  private static StateSettings settings(String memoryMax) {
    return StateSettings.from(
        ConfigFactory.parseString("millrace.state.memory-max = " + memoryMax)
            .withFallback(ConfigFactory.defaultReference()));
  }
}
