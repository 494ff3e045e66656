// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import static io.millrace.compact.CompactRig.LATER_MS;
import static io.millrace.compact.CompactRig.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.compact.CompactRig.Seen;
import io.millrace.compact.Outcome.What;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import io.millrace.store.PackEntry;
import io.millrace.store.PackSteps;
import io.millrace.store.Packed;
import io.millrace.store.Stages;
import io.millrace.store.StoredBlock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CompactionTest {
  private final CompactRig rig = new CompactRig();

  @Test
  void givenIdlePartition_whenCompacted_thenReadersSeeNoDifference() {
    rig.append(100);
    Head head = rig.append(50);
    List<Seen> before = rig.read(head);
    var indexBefore = rig.index(head);

    Outcome outcome = rig.compact();

    CompactRig.assertCompacted(outcome);
    Head now = rig.head();
    assertThat(now.withPacked(Packed.NONE)).isEqualTo(head);
    assertThat(now.packed().upTo()).isEqualTo(150);
    assertThat(now.packed().swept()).isEqualTo(150);
    assertThat(rig.read(now)).isEqualTo(before);
    assertThat(rig.read(head)).isEqualTo(before);
    assertThat(rig.index(now)).isEqualTo(indexBefore);
    assertThat(outcome.blocks()).isEqualTo(150);
    assertThat(outcome.packs()).isEqualTo(rig.entries().size()).isBetween(2L, 40L);
    assertThat(outcome.bytesAfter())
        .isEqualTo(rig.entries().stream().mapToLong(PackEntry::bytes).sum())
        .isLessThan(outcome.bytesBefore());
    assertThat(rig.heard).contains("waiting PT1M", "reached 150 of 150", "done COMPACTED");
    rig.assertVerified(150);
  }

  @Test
  void givenCompacted_whenMoreCommitsAndItIsCompactedAgain_thenOnlyTheNewIsMerged() {
    rig.append(60);
    CompactRig.assertCompacted(rig.compact());
    List<PackEntry> first = rig.entries();
    rig.append(40);
    List<Seen> before = rig.read(rig.head());

    Outcome again = rig.compact();
    Outcome nothing = rig.compact();

    CompactRig.assertCompacted(again);
    assertThat(again.blocks()).isEqualTo(40);
    assertThat(rig.entries()).startsWith(first.toArray(PackEntry[]::new));
    assertThat(rig.read(rig.head())).isEqualTo(before).hasSize(100);
    assertThat(rig.runs()).containsExactly(rig.head().packed().list());
    assertThat(nothing.what()).isEqualTo(What.NOTHING);
    assertThat(nothing.why()).contains("0 blocks in no pack");
    rig.assertVerified(100);
  }

  @Test
  void givenYoungPartition_whenAsked_thenLeftAlone() {
    rig.append(60);

    var settings = settings(8 << 10, 4).withIdle(Duration.ofMinutes(1));
    var young = rig.compaction(rig.stores, settings, 60_000 + 59_999);
    var old = rig.compaction(rig.stores, settings, 60_000 + 60_000);

    assertThat(young.run(List.of(rig.partition)).get(0))
        .isEqualTo(Outcome.of(What.NOT_IDLE, "its newest block is 59 s old"));
    assertThat(rig.head().packed()).isEqualTo(Packed.NONE);
    assertThat(rig.runs()).isEmpty();
    CompactRig.assertCompacted(old.run(List.of(rig.partition)).get(0));
  }

  @Test
  void givenLittleOrFullOrNothing_whenAsked_thenLeftAloneAndSaidWhy() {
    var empty = rig.compact();
    rig.append(3);
    var few = rig.compact();
    rig.append(60);
    var full =
        rig.compaction(rig.stores, settings(4 << 10, 4), LATER_MS).run(List.of(rig.partition));
    var big = rig.compaction(rig.stores, settings(4 << 10, 64), LATER_MS);

    assertThat(empty).isEqualTo(Outcome.of(What.NOTHING, "it has no blocks"));
    assertThat(few.why()).contains("3 blocks in no pack (expected: at least 4");
    CompactRig.assertCompacted(full.get(0));
    assertThat(big.run(List.of(rig.partition)).get(0).what()).isEqualTo(What.NOTHING);
  }

  @Test
  void givenDryRun_whenAsked_thenToldAndNothingChanges() {
    Head head = rig.append(60);

    Outcome would =
        rig.compaction(rig.stores, settings(4 << 10, 4), LATER_MS)
            .look(List.of(rig.partition))
            .get(0);

    assertThat(rig.head()).isEqualTo(head);
    assertThat(rig.runs()).isEmpty();
    Outcome done = rig.compact();
    assertThat(would.what()).isEqualTo(What.WOULD_COMPACT);
    assertThat(would.blocks()).isEqualTo(done.blocks());
    assertThat(would.packs()).isEqualTo(done.packs());
    assertThat(would.bytesBefore()).isEqualTo(done.bytesBefore());
  }

  @Test
  void givenTruncatedLog_whenCompacted_thenWhatIsLeftIsMerged() {
    Head head = PackSteps.truncate(rig.log, rig.append(80), 30);
    List<Seen> before = rig.read(head);

    Outcome outcome = rig.compact();

    CompactRig.assertCompacted(outcome);
    assertThat(outcome.blocks()).isEqualTo(51);
    assertThat(rig.read(rig.head())).isEqualTo(before).hasSize(51);
    assertThat(rig.entries().get(0).first()).isEqualTo(31);
  }

  @Test
  void givenDamagedBlock_whenCompacted_thenRefusedNamingItAndEverythingStays() {
    Head head = rig.append(40);
    Head broken = rig.owner();
    StoredBlock whole = Stages.get(rig.log.read(broken, 39, 1)).get(0);
    byte[] body = whole.body().toByteArray();
    body[body.length / 2] ^= 1;
    Stages.get(
        rig.log.write(
            new StoredBlock(
                rig.partition, 41, broken.epoch(), whole.header(), ByteString.copyFrom(body))));
    Stages.get(rig.log.compareAndSet(broken, broken.extend(41, ByteString.copyFromUtf8("x"))));

    Outcome outcome = rig.compact();

    assertThat(outcome.what()).isEqualTo(What.FAILED);
    assertThat(outcome.why()).contains(rig.partition.toString());
    assertThat(rig.head().packed()).isEqualTo(Packed.NONE);
    assertThat(rig.read(head)).hasSize(40);
  }

  @Test
  void givenPackThatIsLostBeforeTheRowsAreDeleted_whenCompactedAgain_thenRowsStay() {
    Head head = rig.append(60);
    List<Seen> before = rig.read(head);
    Head packed = PackSteps.compact(rig.stores, head, 60, 20);
    var lost = Stages.get(rig.stores.packs().entries(rig.partition, packed.packed().list(), 0));
    Stages.get(rig.stores.packs().delete(rig.partition, lost.get(1)));

    Outcome outcome = rig.compact();

    assertThat(outcome.what()).isEqualTo(What.FAILED);
    assertThat(outcome.why()).contains("needless rows stay", "pack is missing");
    assertThat(rig.head().packed().swept()).isZero();
    assertThat(rig.read(head)).isEqualTo(before);
  }

  @Test
  void givenListWithAGap_whenCompactedAgain_thenRefused() {
    Head packed = PackSteps.compact(rig.stores, rig.append(60), 60, 20);
    var other = UUID.randomUUID();
    var entries = Stages.get(rig.stores.packs().entries(rig.partition, packed.packed().list(), 0));
    Stages.get(
        rig.stores.packs().carry(rig.partition, other, List.of(entries.get(0), entries.get(2))));
    Head more = rig.append(1);
    PackSteps.packs(rig.stores, more, other, 60, 61, 1)
        .forEach(pack -> Stages.get(rig.stores.packs().write(pack)));
    Stages.get(rig.stores.packs().commit(more, new Packed(61, other, 0)));
    rig.append(20);

    Outcome outcome = rig.compact();

    assertThat(outcome.what()).isEqualTo(What.FAILED);
    assertThat(outcome.why()).contains("list of packs has a gap", "block=21");
    assertThat(rig.head().packed().list()).isEqualTo(other);
    assertThat(rig.head().packed().swept()).isZero();
  }

  @Test
  void givenSeveralPartitions_whenOneFails_thenTheOthersAreCompacted() {
    rig.append(60);
    var broken = new PartitionId(rig.partition.job(), 9);
    Head claimed = Stages.get(rig.log.claim(broken));
    Stages.get(rig.log.compareAndSet(claimed, claimed.extend(30, ByteString.copyFromUtf8("x"))));

    List<Outcome> outcomes =
        rig.compaction(rig.stores, settings(8 << 10, 4), LATER_MS)
            .run(List.of(broken, rig.partition));

    assertThat(outcomes).extracting(Outcome::what).containsExactly(What.FAILED, What.COMPACTED);
    assertThat(outcomes.get(0).why()).contains("committed block is missing");
  }

  @Test
  void givenSettingsOutOfRange_whenRead_thenNamed() {
    assertThatThrownBy(() -> settings(100, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("millrace.compact.pack-bytes: 100 (expected: 4096 to 8388608)");
    assertThatThrownBy(() -> settings(8 << 10, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("millrace.compact.blocks-min: 1 (expected: 2 to 1048576)");
  }
}
