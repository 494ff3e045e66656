// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BodyForm;
import io.millrace.model.MillraceException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every store promises of blocks that are merged into packs: whoever reads sees no difference.
 * Each test works on a partition of its own.
 */
public interface PackContract {
  /** The stores under test; the same ones at every call. */
  Stores stores();

  private BlockLog log() {
    return stores().blocks();
  }

  private Head owner() {
    return Stages.get(log().claim(LogSteps.partition()));
  }

  /** What readers see of a block, however it is stored. */
  record Seen(long sequence, ByteString header, Block block) {}

  private List<Seen> read(Head head, long after) {
    return read(head, after, Long.MAX_VALUE);
  }

  private List<Seen> read(Head head, long after, long bytesMax) {
    var seen = new ArrayList<Seen>();
    for (StoredBlock stored : Stages.get(log().read(head, after, bytesMax))) {
      assertThat(stored.partition()).isEqualTo(head.partition());
      assertThat(stored.epoch()).isEqualTo(head.epochOf(stored.sequence()));
      seen.add(new Seen(stored.sequence(), stored.header(), PackSteps.decode(stored)));
    }
    return seen;
  }

  private List<StoredHeader> headers(Head head, long after) {
    var all = new ArrayList<StoredHeader>();
    List<StoredHeader> page = Stages.get(log().headers(head, after));
    while (!page.isEmpty()) {
      all.addAll(page);
      page = Stages.get(log().headers(head, after + all.size()));
    }
    return all;
  }

  @Test
  default void givenPackedBlocks_whenRead_thenAsBefore() {
    var first = PackSteps.append(log(), owner(), 150);
    var head = PackSteps.append(log(), Stages.get(log().claim(first.partition())), 50);
    var before = read(head, 0);
    var headersBefore = headers(head, 0);
    var indexBefore = Stages.get(log().index(head, 0, 1_024));

    var packed = PackSteps.compact(stores(), head, 180, 33);
    Stages.get(stores().packs().deleteRows(packed));
    var now = Stages.get(log().head(head.partition()));

    assertThat(now.packed().upTo()).isEqualTo(180);
    assertThat(now.packed().swept()).isEqualTo(180);
    assertThat(now.withPacked(Packed.NONE)).isEqualTo(head);
    for (var reader : List.of(head, packed, now)) {
      for (int after : new int[] {0, 1, 32, 33, 34, 65, 66, 127, 149, 150, 179, 180, 181, 199}) {
        assertThat(read(reader, after)).isEqualTo(before.subList(after, 200));
        assertThat(headers(reader, after)).isEqualTo(headersBefore.subList(after, 200));
      }
      assertThat(read(reader, 200)).isEmpty();
      assertThat(Stages.get(log().index(reader, 0, 1_024))).isEqualTo(indexBefore);
    }
    assertThat(Stages.get(log().read(now, 0, 1)).get(0).form()).isEqualTo(BodyForm.PLAIN);
    assertThat(Stages.get(log().read(now, 180, 1)).get(0).form()).isEqualTo(BodyForm.STORED);
  }

  @Test
  default void givenPackedBlocks_whenSomeAreRead_thenNoMoreThanAsked() {
    var head = PackSteps.compact(stores(), PackSteps.append(log(), owner(), 60), 50, 20);
    Stages.get(stores().packs().deleteRows(head));
    var whole = Stages.get(log().read(head, 0, Long.MAX_VALUE));

    for (int after = 0; after < 60; after += 7) {
      assertThat(Stages.get(log().read(head, after, 1))).isEqualTo(whole.subList(after, after + 1));
      long three = 0;
      int end = Math.min(60, after + 3);
      for (StoredBlock block : whole.subList(after, end)) {
        three += block.header().size() + block.body().size();
      }
      assertThat(Stages.get(log().read(head, after, three))).isEqualTo(whole.subList(after, end));
      assertThat(Stages.get(log().read(head, after, three + 1)))
          .isEqualTo(whole.subList(after, Math.min(60, end + 1)));
    }
    for (long block : new long[] {1, 20, 21, 50, 51, 60}) {
      assertThat(Stages.get(log().reread(head, block))).isEqualTo(whole.get((int) block - 1));
    }
  }

  @Test
  default void givenOwnerThatKnowsOfNoPacks_whenItCommits_thenTheyStay() {
    var head = PackSteps.append(log(), owner(), 30);
    PackSteps.compact(stores(), head, 30, 10);

    var next = PackSteps.append(log(), head, 5);

    var now = Stages.get(log().head(head.partition()));
    assertThat(now.packed().upTo()).isEqualTo(30);
    assertThat(now.withPacked(Packed.NONE)).isEqualTo(next);
    assertThat(read(next, 0)).isEqualTo(read(now, 0)).hasSize(35);
    var claimed = Stages.get(log().claim(head.partition()));
    assertThat(claimed.packed()).isEqualTo(now.packed());
    assertThat(PackSteps.append(log(), claimed, 1).packed()).isEqualTo(now.packed());
  }

  @Test
  default void givenOlderHeadThatEndsWithinAPack_whenRowsAreGone_thenReadUpToThere() {
    var older = PackSteps.append(log(), owner(), 70);
    var head = PackSteps.append(log(), older, 130);
    var before = read(head, 0);
    Stages.get(stores().packs().deleteRows(PackSteps.compact(stores(), head, 200, 90)));

    assertThat(read(older, 0)).isEqualTo(before.subList(0, 70));
    assertThat(read(older, 69)).isEqualTo(before.subList(69, 70));
    assertThat(headers(older, 0)).hasSize(70);
  }

  @Test
  default void givenHeadMovedOn_whenPacksAreCommitted_thenRefusedAndToldWhere() {
    var head = PackSteps.append(log(), owner(), 20);
    Packed packs = PackSteps.write(stores(), head, 20, 10);
    var moved = PackSteps.append(log(), head, 1);

    var refused = Stages.get(stores().packs().commit(head, packs));
    var applied = Stages.get(stores().packs().commit(moved, packs));

    assertThat(refused).isEqualTo(new BlockLog.CasResult(false, moved));
    assertThat(applied).isEqualTo(new BlockLog.CasResult(true, moved.withPacked(packs)));
    assertThat(read(applied.head(), 0)).hasSize(21);
  }

  @Test
  default void givenAnotherOwner_whenPacksAreCommitted_thenRefused() {
    var head = PackSteps.append(log(), owner(), 20);
    Packed packs = PackSteps.write(stores(), head, 20, 10);
    var claimed = Stages.get(log().claim(head.partition()));

    var refused = Stages.get(stores().packs().commit(head, packs));

    assertThat(refused).isEqualTo(new BlockLog.CasResult(false, claimed));
  }

  @Test
  default void givenTwoCompactions_whenBothCommit_thenOneWinsAndTheOtherIsTold() {
    var head = PackSteps.append(log(), owner(), 40);
    Packed one = PackSteps.write(stores(), head, 40, 10);
    Packed other = PackSteps.write(stores(), head, 30, 7);
    var before = read(head, 0);

    var won = Stages.get(stores().packs().commit(head, one));
    var lost = Stages.get(stores().packs().commit(head, other));
    var again = Stages.get(stores().packs().commit(head, one));

    assertThat(won.applied()).isTrue();
    assertThat(lost).isEqualTo(new BlockLog.CasResult(false, won.head()));
    assertThat(again).isEqualTo(new BlockLog.CasResult(false, won.head()));
    assertThat(read(won.head(), 0)).isEqualTo(before);
    assertThat(Stages.get(stores().packs().runs(head.partition())))
        .extracting(PackRun::id)
        .containsExactlyInAnyOrder(one.list(), other.list());
  }

  @Test
  default void givenUnclaimed_whenPacksAreCommitted_thenRefused() {
    var nobody = Head.unclaimed(LogSteps.partition());
    var old = PackSteps.append(log(), owner(), 5);
    var elsewhere =
        new Head(
            nobody.partition(),
            old.epoch(),
            old.owner(),
            5,
            old.chain(),
            old.epochStarts(),
            old.start());

    var result =
        Stages.get(stores().packs().commit(elsewhere, new Packed(5, UUID.randomUUID(), 0)));

    assertThat(result).isEqualTo(new BlockLog.CasResult(false, nobody));
    assertThat(Stages.get(log().head(nobody.partition()))).isEqualTo(nobody);
  }

  @Test
  default void givenCommitThatCannotBeMeant_whenAsked_thenAMistake() {
    var head = PackSteps.compact(stores(), PackSteps.append(log(), owner(), 9), 5, 5);

    for (long upTo : new long[] {4, 5, 10}) {
      assertThatThrownBy(
              () -> stores().packs().commit(head, new Packed(upTo, UUID.randomUUID(), 0)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  default void givenLaterCompaction_whenRead_thenOlderPacksAreCarriedOn() {
    var head = PackSteps.compact(stores(), PackSteps.append(log(), owner(), 70), 70, 30);
    Stages.get(stores().packs().deleteRows(head));
    var more = PackSteps.append(log(), Stages.get(stores().packs().head(head.partition())), 80);
    var before = read(more, 0);

    var again = PackSteps.compact(stores(), more, 150, 25);
    Stages.get(stores().packs().deleteRows(again));
    for (long bucket = 0; bucket <= 1; bucket++) {
      Stages.get(stores().packs().deleteList(head.partition(), head.packed().list(), bucket));
    }

    for (var reader : List.of(head, more, again)) {
      assertThat(read(reader, 0)).isEqualTo(before.subList(0, (int) reader.sequence()));
    }
    assertThat(Stages.get(stores().packs().entries(head.partition(), again.packed().list(), 0)))
        .extracting(PackEntry::first)
        .containsExactly(1L, 31L, 61L, 71L, 96L, 121L, 146L);
  }

  @Test
  default void givenTruncationAcrossPacks_whenRowsAreDeleted_thenWholePacksGoAndTheRestIsThere() {
    var head = PackSteps.append(log(), owner(), 300);
    var packed = PackSteps.compact(stores(), head, 300, 50);
    Stages.get(stores().packs().deleteRows(packed));
    var before = read(packed, 0);
    List<PackEntry> entries =
        Stages.get(stores().packs().entries(head.partition(), packed.packed().list(), 0));

    // The owner knows of no packs.
    var truncated = PackSteps.truncate(log(), head, 170);
    Stages.get(log().deleteTruncated(truncated));

    for (var reader : List.of(head, packed, truncated)) {
      assertThat(Stages.outcome(log().read(reader, 0, 1)).failureKind()).isEqualTo(Kind.NOT_FOUND);
      assertThat(Stages.outcome(log().headers(reader, 149)).failureKind())
          .isEqualTo(Kind.NOT_FOUND);
      assertThat(read(reader, 170).subList(0, 130)).isEqualTo(before.subList(170, 300));
    }
    for (PackEntry entry : entries) {
      assertThat(Stages.outcome(stores().packs().read(head.partition(), entry)).isFailure())
          .isEqualTo(entry.last() <= 170);
    }
    assertThat(Stages.outcome(log().read(truncated, 169, 1)).failureKind())
        .isEqualTo(Kind.NOT_FOUND);
  }

  @Test
  default void givenPackThatIsLost_whenItsBlocksAreRead_thenCorrupt() {
    var head = PackSteps.compact(stores(), PackSteps.append(log(), owner(), 70), 70, 30);
    Stages.get(stores().packs().deleteRows(head));
    var entry = Stages.get(stores().packs().entries(head.partition(), head.packed().list(), 0));
    Stages.get(stores().packs().delete(head.partition(), entry.get(1)));

    assertThat(read(head, 0, 1)).hasSize(1);
    assertThat(read(head, 60)).hasSize(10);
    assertThat(Stages.outcome(log().read(head, 30, 1)).failureKind()).isEqualTo(Kind.CORRUPT);
    assertThat(Stages.outcome(log().read(head, 0, Long.MAX_VALUE)).failureKind())
        .isEqualTo(Kind.CORRUPT);
    assertThat(Stages.outcome(log().headers(head, 59)).failureKind()).isEqualTo(Kind.CORRUPT);
    assertThat(Stages.outcome(log().reread(head, 60)).failureKind()).isEqualTo(Kind.CORRUPT);
    assertThat(Stages.outcome(stores().packs().read(head.partition(), entry.get(1))).failureKind())
        .isEqualTo(Kind.CORRUPT);
  }

  @Test
  default void givenRuns_whenWithdrawn_thenForgotten() {
    var head = PackSteps.append(log(), owner(), 20);
    Packed packs = PackSteps.write(stores(), head, 20, 10);

    Stages.get(stores().packs().withdraw(head.partition(), packs.list()));

    assertThat(Stages.get(stores().packs().runs(head.partition()))).isEmpty();
  }

  @Test
  default void givenPackedPartition_whenErased_thenNothingIsLeft() {
    var head = PackSteps.compact(stores(), PackSteps.append(log(), owner(), 70), 70, 30);
    Packed orphan = PackSteps.write(stores(), PackSteps.append(log(), head, 5), 75, 2);
    var packs = stores().packs();
    var entries = new ArrayList<>(Stages.get(packs.entries(head.partition(), orphan.list(), 0)));
    assertThat(entries).hasSize(6);

    Stages.get(stores().erasure().erase(head.partition()));

    assertThat(Stages.get(packs.runs(head.partition()))).isEmpty();
    assertThat(Stages.get(packs.entries(head.partition(), orphan.list(), 0))).isEmpty();
    assertThat(Stages.get(packs.entries(head.partition(), head.packed().list(), 0))).isEmpty();
    for (PackEntry entry : entries) {
      assertThat(Stages.outcome(packs.read(head.partition(), entry)).failureKind())
          .isEqualTo(Kind.CORRUPT);
    }
  }
}
