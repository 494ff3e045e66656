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

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BlockLog} promises to those who read the skip index. Each test works on a
 * partition of its own.
 */
public interface IndexContract {
  /** The stores under test; the same ones at every call. */
  Stores stores();

  private BlockLog log() {
    return stores().blocks();
  }

  private static ByteString entry(Head owner, long sequence) {
    return ByteString.copyFromUtf8("entry " + owner.epoch().value() + "/" + sequence);
  }

  private static StoredBlock indexed(Head owner, long sequence) {
    var plain = block(owner, sequence, 10);
    return new StoredBlock(
        plain.partition(),
        sequence,
        plain.epoch(),
        plain.header(),
        plain.body(),
        entry(owner, sequence));
  }

  private Head commit(Head head, long sequence) {
    var next = head.extend(sequence, chain(sequence));
    assertThat(Stages.get(log().compareAndSet(head, next)).applied()).isTrue();
    return next;
  }

  @Test
  default void givenBlocksWithAndWithoutEntries_whenIndexIsRead_thenAllInOrder() {
    var claimed = Stages.get(log().claim(partition()));
    Stages.get(log().write(indexed(claimed, 1)));
    Stages.get(log().write(block(claimed, 2, 10)));
    Stages.get(log().write(indexed(claimed, 3)));
    Stages.get(log().write(indexed(claimed, 3)));
    var head = commit(claimed, 3);

    assertThat(Stages.get(log().index(head, 0, 1_024)))
        .containsExactly(
            new IndexedBlock(1, entry(head, 1)),
            new IndexedBlock(2, ByteString.EMPTY),
            new IndexedBlock(3, entry(head, 3)));
    assertThat(Stages.get(log().index(head, 0, 2)))
        .extracting(IndexedBlock::hasEntry)
        .containsExactly(true, false);
    assertThat(Stages.get(log().index(head, 2, 5)))
        .containsExactly(new IndexedBlock(3, entry(head, 3)));
    assertThat(Stages.get(log().index(head, 3, 5))).isEmpty();
  }

  @Test
  default void givenIndexedBlock_whenRead_thenAsWithoutIndex() {
    var claimed = Stages.get(log().claim(partition()));
    Stages.get(log().write(indexed(claimed, 1)));
    var head = commit(claimed, 1);

    assertThat(Stages.get(log().read(head, 0, 1))).containsExactly(block(claimed, 1, 10));
    assertThat(Stages.get(log().reread(head, 1))).isEqualTo(block(claimed, 1, 10));
  }

  @Test
  default void givenOrphansAndUncommittedBlocks_whenIndexIsRead_thenOnlyWhatCounts() {
    var first = Stages.get(log().claim(partition()));
    Stages.get(log().write(indexed(first, 1)));
    var committed = commit(first, 1);
    Stages.get(log().write(indexed(first, 2)));
    Stages.get(log().write(indexed(first, 3)));
    var second = Stages.get(log().claim(first.partition()));
    Stages.get(log().write(indexed(second, 2)));
    Stages.get(log().write(block(second, 3, 10)));
    Stages.get(log().write(indexed(second, 4)));
    var head = commit(second, 3);

    assertThat(Stages.get(log().index(head, 0, 10)))
        .containsExactly(
            new IndexedBlock(1, entry(first, 1)),
            new IndexedBlock(2, entry(second, 2)),
            new IndexedBlock(3, ByteString.EMPTY));
    assertThat(Stages.get(log().index(committed, 0, 10)))
        .containsExactly(new IndexedBlock(1, entry(first, 1)));
  }

  @Test
  default void givenBlocksInSeveralBuckets_whenIndexIsReadFromAnywhere_thenWithoutGap() {
    var claimed = Stages.get(log().claim(partition()));
    for (long sequence = 1_000; sequence <= 1_200; sequence++) {
      Stages.get(log().write(indexed(claimed, sequence)));
    }
    var head = commit(claimed, 1_200);

    for (long after : new long[] {999, 1_022, 1_023, 1_024, 1_100}) {
      assertThat(Stages.get(log().index(head, after, 1_024)))
          .containsExactlyElementsOf(
              LongStream.rangeClosed(after + 1, 1_200)
                  .mapToObj(s -> new IndexedBlock(s, entry(head, s)))
                  .toList());
    }
    assertThat(Stages.get(log().index(head, 0, 1_024)))
        .hasSize(1_024)
        .filteredOn(IndexedBlock::hasEntry)
        .hasSize(25);
  }

  @Test
  default void givenTruncatedBlocks_whenTheirIndexIsRead_thenNotFound() {
    var head = truncate(log(), append(log(), Stages.get(log().claim(partition())), 10, 5), 6);
    Stages.get(log().deleteTruncated(head));

    assertThat(Stages.outcome(log().index(head, 5, 10)).failureKind())
        .isEqualTo(MillraceException.Kind.NOT_FOUND);
    assertThat(Stages.get(log().index(head, 6, 10))).hasSize(5);
  }

  @Test
  default void givenEntryOfAnySize_whenReadBack_thenWhole() {
    var claimed = Stages.get(log().claim(partition()));
    var plain = block(claimed, 1, BlockLog.INDEX_BYTES_MAX);
    var largest =
        new StoredBlock(
            plain.partition(), 1, plain.epoch(), plain.header(), ByteString.EMPTY, plain.body());
    var larger =
        new StoredBlock(
            plain.partition(),
            2,
            plain.epoch(),
            plain.header(),
            ByteString.EMPTY,
            plain.body().concat(ByteString.copyFromUtf8("x")));
    Stages.get(log().write(largest));
    var head = commit(claimed, 1);

    assertThat(Stages.get(log().index(head, 0, 1)))
        .containsExactly(new IndexedBlock(1, plain.body()));
    assertThat(Stages.outcome(log().write(larger)).failureKind())
        .isEqualTo(MillraceException.Kind.CALLER);
  }

  @Test
  default void givenAPageOutOfRange_whenAskedFor_thenAMistake() {
    var head = Stages.get(log().claim(partition()));

    for (int blocksMax : new int[] {0, 1_025}) {
      assertThatThrownBy(() -> log().index(head, 0, blocksMax))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("blocksMax: " + blocksMax);
    }
  }
}
