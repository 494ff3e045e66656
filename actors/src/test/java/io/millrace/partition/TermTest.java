// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.store.BlockLog;
import io.millrace.store.DictionaryStore;
import io.millrace.store.Erasure;
import io.millrace.store.Head;
import io.millrace.store.JobRegistry;
import io.millrace.store.LogStart;
import io.millrace.store.PackStore;
import io.millrace.store.ProducerRegistry;
import io.millrace.store.SnapshotRef;
import io.millrace.store.SnapshotStore;
import io.millrace.store.Stages;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Snapshots, truncation, fencing and sweeping of a term, and what the next one finds. */
class TermTest {
  private static final String SMALL = "snapshot-blocks = 10";

  private final DamagedSnapshots stores = new DamagedSnapshots();
  private final BlockLog log = stores.blocks();

  /** Stores whose snapshots can be damaged, and which count those that are there. */
  private static final class DamagedSnapshots implements Stores, SnapshotStore {
    private final Stores stores = new InMemoryStores();
    private final Set<UUID> damaged = new HashSet<>();
    private final Set<UUID> there = new HashSet<>();
    private boolean full;

    @Override
    public CompletionStage<Void> announce(PartitionId partition, UUID id, Epoch epoch) {
      there.add(id);
      return stores.snapshots().announce(partition, id, epoch);
    }

    @Override
    public CompletionStage<Void> write(
        PartitionId partition, UUID id, int chunk, ByteString bytes) {
      return full
          ? CompletableFuture.failedFuture(MillraceException.of(Kind.CALLER, "no room"))
          : stores.snapshots().write(partition, id, chunk, bytes);
    }

    @Override
    public CompletionStage<ByteString> read(PartitionId partition, UUID id, int chunk) {
      var bytes = stores.snapshots().read(partition, id, chunk);
      return damaged.contains(id)
          ? bytes.thenApply(b -> b.substring(0, b.size() - 1).concat(ByteString.copyFromUtf8("?")))
          : bytes;
    }

    @Override
    public CompletionStage<Void> delete(PartitionId partition, UUID id) {
      there.remove(id);
      return stores.snapshots().delete(partition, id);
    }

    @Override
    public CompletionStage<Integer> sweep(Head claimed) {
      return stores.snapshots().sweep(claimed);
    }

    @Override
    public BlockLog blocks() {
      return stores.blocks();
    }

    @Override
    public PackStore packs() {
      return stores.packs();
    }

    @Override
    public SnapshotStore snapshots() {
      return this;
    }

    @Override
    public ProducerRegistry producers() {
      return stores.producers();
    }

    @Override
    public DictionaryStore dictionaries() {
      return stores.dictionaries();
    }

    @Override
    public JobRegistry jobs() {
      return stores.jobs();
    }

    @Override
    public Erasure erasure() {
      return stores.erasure();
    }

    @Override
    public void close() {}
  }

  private TermRig begin(String settings) {
    return new TermRig(stores, log, settings);
  }

  private static void checkState(TermRig rig, long records) {
    assertThat(rig.term.core().figures().records()).isEqualTo(records);
    assertThat(rig.term.core().figures().keys()).isEqualTo(Math.min(7, records));
    assertThat(rig.find("k" + records % 7).block()).isEqualTo(records);
    rig.term.openProducer("p", new ProducerEpoch(1, 1), "opener");
    rig.run();
    assertThat(rig.replies.get(rig.replies.size() - 1))
        .isEqualTo(new ProducerOpened(CoreRig.PARTITION, records, records));
  }

  @Test
  void givenSnapshots_whenRecovered_thenOnlyTheBlocksBehindTheNewestAreReplayed() {
    TermRig first = begin(SMALL);
    first.put(1, 34);
    LogStart start = first.term.head().start();
    assertThat(start.newest().sequence()).isEqualTo(30);
    assertThat(start.older().sequence()).isEqualTo(20);
    assertThat(stores.there).as("the last two").hasSize(2);

    TermRig second = begin(SMALL);

    assertThat(second.recovered.loaded()).isEqualTo(start.newest());
    assertThat(second.recovered.replayed()).isEqualTo(4);
    checkState(second, 34);
    assertThat(second.term.core().figures()).isEqualTo(first.term.core().figures());
  }

  @Test
  void givenDamagedNewest_whenRecovered_thenFromTheOlderAndTheDamagedOneLeavesThePair() {
    TermRig first = begin(SMALL);
    first.put(1, 34);
    SnapshotRef damaged = first.term.head().start().newest();
    SnapshotRef good = first.term.head().start().older();
    stores.damaged.add(damaged.id());

    TermRig second = begin(SMALL);

    assertThat(second.recovered.loaded()).isEqualTo(good);
    assertThat(second.recovered.replayed()).isEqualTo(14);
    checkState(second, 34);
    second.put(35, 60);
    LogStart start = second.term.head().start();
    assertThat(start.older()).isNotEqualTo(damaged);
    assertThat(stores.there).doesNotContain(damaged.id()).hasSize(2);
  }

  @Test
  void givenBothDamaged_whenRecovered_thenFromTheStartOfTheLog() {
    begin(SMALL).put(1, 34);
    Head head = Stages.get(log.head(CoreRig.PARTITION));
    stores.damaged.add(head.start().newest().id());
    stores.damaged.add(head.start().older().id());

    TermRig second = begin(SMALL);

    assertThat(second.recovered.loaded()).isEqualTo(SnapshotRef.NONE);
    assertThat(second.recovered.replayed()).isEqualTo(34);
    checkState(second, 34);
  }

  @Test
  void givenRetention_whenSnapshotsAdvance_thenOldBlocksGoAndRecoveryStillWorks() {
    String retaining = SMALL + ", retain-blocks = 5";
    TermRig first = begin(retaining);
    first.put(1, 64);
    Head head = first.term.head();
    assertThat(head.start().truncated()).isEqualTo(50);
    assertThat(head.start().swept()).isEqualTo(40);
    assertThatThrownBy(() -> Stages.get(log.read(head, 30, 1)))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    assertThat(Stages.get(log.read(head, 50, 1))).hasSize(1);

    TermRig second = begin(retaining);

    checkState(second, 64);
    assertThat(first.term.core().figures().keys()).isEqualTo(7);
  }

  @Test
  void givenRetention_whenBothSnapshotsAreDamaged_thenCorruptAndNeverServed() {
    begin(SMALL + ", retain-blocks = 5").put(1, 64);
    Head head = Stages.get(log.head(CoreRig.PARTITION));
    stores.damaged.add(head.start().newest().id());
    stores.damaged.add(head.start().older().id());

    assertThatThrownBy(() -> begin(SMALL))
        .hasMessageContaining("no snapshot can be used, and blocks are truncated")
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CORRUPT));
  }

  @Test
  void givenStoreThatTakesNoSnapshots_whenTheyAreDue_thenCommitsGoOnAndALaterOneIsTaken() {
    TermRig first = begin(SMALL);
    stores.full = true;
    first.put(1, 12);
    assertThat(first.ended).isNull();
    assertThat(first.term.head().sequence()).isEqualTo(12);
    assertThat(first.term.head().start().newest().exists()).isFalse();

    stores.full = false;
    first.put(13, 24);

    assertThat(first.term.head().start().newest().exists()).isTrue();
    checkState(begin(SMALL), 24);
  }

  @Test
  void givenNewerOwner_whenTheOldOneIsAskedForWatermarks_thenItEndsInsteadOfAnswering() {
    TermRig old = begin("");
    old.put(1, 3);
    TermRig current = begin("");
    current.put(4, 4);
    old.replies.clear();

    old.term.openProducer("p", new ProducerEpoch(2, 1), "opener");
    old.run();

    assertThat(old.replies).singleElement().isInstanceOf(NotTaken.class);
    assertThat(old.ended)
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.FENCED));
  }

  @Test
  void givenNewerOwner_whenTheOldOneCommits_thenItEndsAndItsBlockIsSwept() {
    TermRig old = begin("");
    old.put(1, 3);
    begin("");
    old.replies.clear();

    old.put(4, 4);

    assertThat(old.replies)
        .singleElement()
        .isInstanceOfSatisfying(
            NotTaken.class, n -> assertThat(n.attempt()).isEqualTo(NotTaken.ANY_ATTEMPT));
    assertThat(old.ended).isNotNull();
    TermRig third = begin("");
    assertThat(Stages.get(log.sweepOrphans(third.term.head()))).isEqualTo(1);
    third.put(4, 4);
    assertThat(third.replies).last().isInstanceOf(Committed.class);
  }
}
