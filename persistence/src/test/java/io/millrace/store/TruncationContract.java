// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static io.millrace.store.LogSteps.append;
import static io.millrace.store.LogSteps.block;
import static io.millrace.store.LogSteps.chain;
import static io.millrace.store.LogSteps.partition;
import static io.millrace.store.LogSteps.truncate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MillraceException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BlockLog} promises about blocks that are given up: truncated ones and orphans.
 * Each test works on a partition of its own.
 */
public interface TruncationContract {
  /** The stores under test; the same ones at every call. */
  Stores stores();

  private BlockLog log() {
    return stores().blocks();
  }

  private void assertTruncated(Head head, long after, long block) {
    assertThatThrownBy(() -> Stages.get(log().read(head, after, Long.MAX_VALUE)))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(MillraceException.Kind.NOT_FOUND);
              assertThat(e.facts())
                  .containsEntry("partition", head.partition().toString())
                  .containsEntry("block", Long.toString(block));
            });
  }

  @Test
  default void givenSnapshotsAndTruncation_whenCommitted_thenReadersAndClaimsSeeThem() {
    var first = append(log(), Stages.get(log().claim(partition())), 70, 5);
    var second = append(log(), Stages.get(log().claim(first.partition())), 30, 5);

    var truncated = truncate(log(), second, 70);
    var again = truncate(log(), truncated, 90);

    assertThat(second.epochStarts()).isEqualTo(Map.of(1L, 1L, 2L, 71L));
    assertThat(truncated.epochStarts()).isEqualTo(Map.of(2L, 71L));
    assertThat(again.start().swept()).isEqualTo(70);
    assertThat(Stages.get(log().head(first.partition()))).isEqualTo(again);
    var claimed = Stages.get(log().claim(first.partition()));
    assertThat(claimed).isEqualTo(again.claimedBy(claimed.owner()));
  }

  @Test
  default void givenSnapshotCommitted_whenTheSameIsRepeated_thenToldTheHeadItMovedTo() {
    var head = append(log(), Stages.get(log().claim(partition())), 2, 5);
    var start = head.start().withSnapshot(new SnapshotRef(2, UUID.randomUUID()));
    Stages.get(log().write(block(head, 3, 5)));
    var next = head.extend(3, chain(3), start);
    Stages.get(log().compareAndSet(head, next));

    var again = Stages.get(log().compareAndSet(head, next));

    assertThat(again).isEqualTo(new BlockLog.CasResult(false, next));
  }

  @Test
  default void givenTruncated_whenRead_thenNotFoundAndLaterBlocksAreThere() {
    var head = truncate(log(), append(log(), Stages.get(log().claim(partition())), 10, 5), 6);

    assertTruncated(head, 0, 1);
    assertTruncated(head, 5, 6);
    assertThat(Stages.get(log().read(head, 6, Long.MAX_VALUE)))
        .extracting(StoredBlock::sequence)
        .containsExactly(7L, 8L, 9L, 10L, 11L);
  }

  @Test
  default void givenHeadOlderThanTheTruncation_whenRowsAreDeleted_thenNotFoundNotCorrupt() {
    var older = append(log(), Stages.get(log().claim(partition())), 200, 5);
    var head = truncate(log(), older, 130);

    Stages.get(log().deleteTruncated(head));
    Stages.get(log().deleteTruncated(head));

    assertTruncated(older, 0, 1);
    assertTruncated(older, 100, 101);
    assertThat(Stages.get(log().read(older, 130, Long.MAX_VALUE))).hasSize(70);
    assertThat(Stages.get(log().read(head, 130, Long.MAX_VALUE))).hasSize(71);
  }

  @Test
  default void givenSeveralTruncations_whenRowsAreDeleted_thenNothingAboveThemIs() {
    var head = append(log(), Stages.get(log().claim(partition())), 150, 5);
    for (long upTo : new long[] {1, 62, 63, 64, 126, 127, 128, 149}) {
      head = truncate(log(), head, upTo);
      Stages.get(log().deleteTruncated(head));

      var blocks = Stages.get(log().read(head, upTo, Long.MAX_VALUE));

      assertThat(blocks).hasSize((int) (head.sequence() - upTo));
    }
  }

  @Test
  default void givenOrphansOfEarlierTerms_whenSwept_thenTheyAloneAreDeleted() {
    var first = append(log(), Stages.get(log().claim(partition())), 60, 5);
    for (long sequence = 61; sequence <= 70; sequence++) {
      Stages.get(log().write(block(first, sequence, sequence == 65 ? 700_000 : 5)));
    }
    var second = Stages.get(log().claim(first.partition()));
    Stages.get(log().write(block(second, 61, 5)));
    var third = Stages.get(log().claim(first.partition()));
    Stages.get(log().write(block(third, 61, 5)));

    assertThat(Stages.get(log().sweepOrphans(third))).isEqualTo(11);
    assertThat(Stages.get(log().sweepOrphans(third))).isZero();

    var committed = third.extend(61, chain(61));
    assertThat(Stages.get(log().compareAndSet(third, committed)).applied()).isTrue();
    assertThat(Stages.get(log().read(committed, 59, Long.MAX_VALUE)))
        .containsExactly(block(first, 60, 5), block(third, 61, 5));
  }

  @Test
  default void givenOrphanWrittenAfterTheSweep_whenCommittedOverIt_thenNeverRead() {
    var first = append(log(), Stages.get(log().claim(partition())), 1, 5);
    Stages.get(log().write(block(first, 2, 5)));
    var second = Stages.get(log().claim(first.partition()));
    Stages.get(log().sweepOrphans(second));
    Stages.get(log().write(block(first, 2, 5)));
    Stages.get(log().write(block(first, 3, 5)));

    var head = append(log(), second, 2, 5);

    assertThat(Stages.get(log().read(head, 0, Long.MAX_VALUE)))
        .containsExactly(block(first, 1, 5), block(second, 2, 5), block(second, 3, 5));
  }
}
