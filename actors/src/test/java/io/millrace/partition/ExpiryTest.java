// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.partition.CoreRig.PARTITION;
import static io.millrace.partition.CoreRig.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerExpired;
import io.millrace.partition.PartitionReply.ProducerOpened;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Producers that were idle for too long: gone from memory, never silently accepted again. */
class ExpiryTest {
  private static final ProducerEpoch FIRST = new ProducerEpoch(1, 1);
  private static final String RETENTION = "producer-retention = 1 s";

  private final CoreRig rig = new CoreRig(RETENTION);

  private static void put(CoreRig rig, String producer, ProducerEpoch epoch, long sequence) {
    rig.append("c", producer, epoch, sequence - 1, List.of(record(sequence, "k", "v")));
    rig.linger();
    rig.commit(1);
  }

  /** "idle" puts one record, then "busy" goes on for so long that the other one expires. */
  private void expire() {
    put(rig, "idle", FIRST, 1);
    put(rig, "busy", FIRST, 1);
    rig.nowMs += 2_000;
    put(rig, "busy", FIRST, 2);
    rig.replies.clear();
  }

  @Test
  void givenIdleProducer_whenItsRetentionIsOver_thenABlockSaysSo() {
    expire();

    assertThat(rig.committed.get(2).expired()).containsExactly(new ProducerMark("idle", FIRST, 1));
    assertThat(rig.committed.get(2).marks()).containsExactly(new ProducerMark("busy", FIRST, 2));
  }

  @Test
  void givenExpiredProducer_whenItComesBackUnderItsIncarnation_thenRefusedEvenAfterACrash() {
    expire();

    rig.core.openProducer("idle", new ProducerEpoch(2, 1), "c", rig);
    assertThat(rig.only("c", ProducerExpired.class))
        .isEqualTo(new ProducerExpired(PARTITION, "idle"));
    rig.append("c", "idle", FIRST, 1, List.of(record(2, "k", "v")));
    rig.only("c", ProducerExpired.class);

    var again = new CoreRig(RETENTION, rig.committed, 2);
    again.append("c", "idle", new ProducerEpoch(3, 1), 0, List.of(record(1, "k", "v")));
    again.only("c", ProducerExpired.class);
  }

  @Test
  void givenExpiredProducer_whenItOpensFresh_thenItStartsAtOneAndTheOldStreamStaysOut() {
    expire();
    var fresh = new ProducerEpoch(2, 2);

    rig.core.openProducer("idle", fresh, "c", rig);
    assertThat(rig.only("c", ProducerOpened.class)).isEqualTo(new ProducerOpened(PARTITION, 0, 0));
    put(rig, "idle", fresh, 1);
    assertThat(rig.only("c", Committed.class).duplicates()).isZero();

    rig.append("c", "idle", FIRST, 1, List.of(record(2, "k", "v")));
    assertThat(rig.replies.removeFirst().reply())
        .isInstanceOfAny(ProducerExpired.class, PartitionReply.ProducerFenced.class);
    var again = new CoreRig(RETENTION, rig.committed, 2);
    again.core.openProducer("idle", new ProducerEpoch(3, 2), "c", again);
    assertThat(again.only("c", ProducerOpened.class).committed()).isEqualTo(1);
  }

  @Test
  void givenActiveProducer_whenTimePasses_thenItStays() {
    for (int i = 1; i <= 5; i++) {
      rig.nowMs += 900;
      put(rig, "busy", FIRST, i);
    }

    assertThat(rig.committed).allSatisfy(block -> assertThat(block.expired()).isEmpty());
  }

  @Test
  void givenAsManyProducersAsAllowed_whenOneMoreComes_thenItHasToWait() {
    var full = new CoreRig("producers-max = 2");
    put(full, "a", FIRST, 1);
    put(full, "b", FIRST, 1);
    full.replies.clear();

    full.append("c", "one-more", FIRST, 0, List.of(record(1, "k", "v")));

    assertThat(full.only("c", NotTaken.class).reason()).contains("2 producers (producers-max)");
    put(full, "b", FIRST, 2);
    full.only("c", Committed.class);
  }

  @Test
  void givenAJobThatSaysHowLong_whenItsSettingsAreMade_thenThatHoldsAndZeroLeavesTheNodes() {
    PartitionSettings settings = CoreRig.settings(RETENTION);

    assertThat(settings.retainingProducers(Duration.ofDays(36_500)).producerRetention())
        .isEqualTo(Duration.ofDays(36_500));
    assertThat(settings.retainingProducers(Duration.ZERO)).isEqualTo(settings);
    assertThat(settings.retainingProducers(Duration.ofDays(1)).lingering(Duration.ofSeconds(9)))
        .satisfies(both -> assertThat(both.producerRetention()).isEqualTo(Duration.ofDays(1)))
        .satisfies(both -> assertThat(both.linger()).isEqualTo(Duration.ofSeconds(9)));
  }
}
