// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.block.BlockHeader;
import io.millrace.model.MillraceException.Kind;
import io.millrace.processor.StoragePolicy;
import io.millrace.store.BlockLog;
import io.millrace.store.ForwardingBlockLog;
import io.millrace.store.Head;
import io.millrace.store.Stages;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Results of a partition that gets no records go by age all the same. */
class IdleRetentionTest {
  private static final String SMALL =
      "snapshot-blocks = 10, busy-bytes = 256 KiB, snapshot-age = 5 m, retain-check-interval = 1 m";

  /** As many blocks as two snapshots, their pointers and a truncation take. */
  private static final int EMPTY_MAX = 6;

  private final Stores stores = new InMemoryStores();
  private final List<Long> deletions = new ArrayList<>();

  private final BlockLog log =
      new ForwardingBlockLog(stores.blocks()) {
        @Override
        public CompletionStage<Void> deleteTruncated(Head head) {
          deletions.add(head.start().truncated());
          return super.deleteTruncated(head);
        }
      };

  private TermRig begin(String settings) {
    return new TermRig(
        stores,
        log,
        SMALL + settings,
        CoreRig.counting(),
        StoragePolicy.DEFAULT.withRetainAge(Duration.ofHours(1)));
  }

  @Test
  void givenNoRecords_whenResultsAreTooOld_thenTheyGoAndNothingMoreIsCommitted() {
    TermRig rig = begin("");
    rig.put(1, 34);
    rig.pass(Duration.ofMinutes(59));
    assertThat(rig.term.head().sequence()).isEqualTo(34);

    rig.pass(Duration.ofMinutes(30));

    Head head = rig.term.head();
    assertThat(head.start().truncated()).isEqualTo(34);
    assertThat(head.sequence()).isBetween(35L, 34L + EMPTY_MAX);
    assertThat(rig.find("k1").block()).as("no result any more").isZero();
    assertThat(deletions).as("their rows, once").endsWith(34L).doesNotHaveDuplicates();
    assertThat(Stages.outcome(stores.blocks().read(head, 33, 1)).failureKind())
        .isEqualTo(Kind.NOT_FOUND);

    rig.pass(Duration.ofDays(30));
    assertThat(rig.term.head()).isEqualTo(head);
    assertThat(rig.ended).isNull();
  }

  @Test
  void givenBlocksOfAnEarlierTerm_whenTheNextOneGetsNoRecords_thenTheyGoToo() {
    begin(", retain-check-interval = 1 day").put(1, 34);

    TermRig second = begin("");
    second.pass(Duration.ofHours(2));
    Head head = second.term.head();
    TermRig third = begin("");
    third.pass(Duration.ofDays(30));

    assertThat(head.start().truncated()).isEqualTo(34);
    assertThat(third.term.head().sequence())
        .as("only empty blocks are left")
        .isEqualTo(head.sequence());
    assertThat(third.term.core().figures().records()).isEqualTo(34);
    third.put(35, 40);
    third.pass(Duration.ofHours(2));
    assertThat(third.term.head().start().truncated()).isEqualTo(head.sequence() + 6);
    assertThat(third.term.core().figures().keys()).isEqualTo(7);
  }

  @Test
  void givenPausedJob_whenResultsAreTooOld_thenNothingIsCommittedBeforeItGoesOn() {
    TermRig rig = begin("");
    rig.put(1, 34);
    rig.paused = true;
    rig.pass(Duration.ofHours(3));
    assertThat(rig.term.head().sequence()).isEqualTo(34);

    rig.paused = false;
    rig.pass(Duration.ofMinutes(30));

    assertThat(rig.term.head().start().truncated()).isEqualTo(34);
  }

  @Test
  void givenEmptyBlocks_whenRead_thenTheyAreBlocksWithoutAnything() {
    TermRig rig = begin("");
    rig.put(1, 34);
    rig.pass(Duration.ofHours(2));
    Head head = rig.term.head();

    var headers = Stages.get(stores.blocks().headers(head, 34));

    assertThat(headers).isNotEmpty();
    for (var stored : headers) {
      BlockHeader header = BlockHeader.decode(stored.header());
      assertThat(header.recordCount()).isZero();
      assertThat(header.resultCount()).isZero();
    }
  }

  @Test
  void givenRecordsNowAndThen_whenResultsAreTooOld_thenFewEmptyBlocksLieBetween() {
    TermRig rig = begin("");
    for (int i = 1; i <= 48; i++) {
      rig.put(i, i);
      rig.pass(Duration.ofMinutes(30));
    }

    Head head = rig.term.head();
    assertThat(head.start().truncated()).isGreaterThan(head.sequence() - 30);
    assertThat(head.sequence()).as("records and empty blocks").isLessThan(48 * 5);
    assertThat(rig.term.core().figures().records()).isEqualTo(48);
  }
}
