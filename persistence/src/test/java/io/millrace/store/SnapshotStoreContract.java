// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link SnapshotStore} promises. Each test works on a partition of its own. */
public interface SnapshotStoreContract {
  /** The stores under test; the same ones at every call. */
  Stores stores();

  private SnapshotStore snapshots() {
    return stores().snapshots();
  }

  private static PartitionId partition() {
    return new PartitionId(UUID.randomUUID(), 5);
  }

  private static ByteString bytes(int chunk, int size) {
    var bytes = new byte[size];
    new Random(chunk).nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  /** Announces and writes a snapshot of small chunks. */
  private UUID snapshot(PartitionId partition, Epoch epoch, int chunks) {
    var id = UUID.randomUUID();
    Stages.get(snapshots().announce(partition, id, epoch));
    for (int chunk = 0; chunk < chunks; chunk++) {
      Stages.get(snapshots().write(partition, id, chunk, bytes(chunk, 100)));
    }
    return id;
  }

  private void assertMissing(PartitionId partition, UUID id, int chunk) {
    assertThatThrownBy(() -> Stages.get(snapshots().read(partition, id, chunk)))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
              assertThat(e.facts())
                  .containsEntry("partition", partition.toString())
                  .containsEntry("snapshot", id.toString())
                  .containsEntry("chunk", Integer.toString(chunk));
            });
  }

  @Test
  default void givenChunks_whenRead_thenTheSameBytes() {
    var partition = partition();
    var id = snapshot(partition, new Epoch(1), 0);
    var sizes = new int[] {0, 1, 100, SnapshotStore.CHUNK_BYTES_MAX};
    for (int chunk = 0; chunk < sizes.length; chunk++) {
      Stages.get(snapshots().write(partition, id, chunk, bytes(chunk, sizes[chunk])));
    }

    for (int chunk = 0; chunk < sizes.length; chunk++) {
      assertThat(Stages.get(snapshots().read(partition, id, chunk)))
          .isEqualTo(bytes(chunk, sizes[chunk]));
    }
    assertMissing(partition, id, sizes.length);
  }

  @Test
  default void givenChunk_whenWrittenAgainWithTheSameBytes_thenFine() {
    var partition = partition();
    var id = snapshot(partition, new Epoch(1), 1);

    Stages.get(snapshots().write(partition, id, 0, bytes(0, 100)));

    assertThat(Stages.get(snapshots().read(partition, id, 0))).isEqualTo(bytes(0, 100));
  }

  @Test
  default void givenChunkOverTheLimit_whenWritten_thenCallersFault() {
    var tooLarge = bytes(0, SnapshotStore.CHUNK_BYTES_MAX + 1);

    var outcome = Stages.outcome(snapshots().write(partition(), UUID.randomUUID(), 0, tooLarge));

    assertThat(outcome.failureKind()).isEqualTo(Kind.CALLER);
  }

  @Test
  default void givenManyChunks_whenDeleted_thenAllGoneAndOthersStay() {
    var partition = partition();
    var gone = snapshot(partition, new Epoch(1), 70);
    var kept = snapshot(partition, new Epoch(1), 2);

    Stages.get(snapshots().delete(partition, gone));
    Stages.get(snapshots().delete(partition, gone));

    for (int chunk : new int[] {0, 31, 32, 63, 64, 69}) {
      assertMissing(partition, gone, chunk);
    }
    assertThat(Stages.get(snapshots().read(partition, kept, 1))).isEqualTo(bytes(1, 100));
  }

  @Test
  default void givenLeftOversOfEarlierTerms_whenSwept_thenOnlyWhatTheHeadNamesStays() {
    var partition = partition();
    var older = snapshot(partition, new Epoch(1), 1);
    var newest = snapshot(partition, new Epoch(2), 1);
    var unfinished = snapshot(partition, new Epoch(2), 40);
    var empty = snapshot(partition, new Epoch(1), 0);
    var own = snapshot(partition, new Epoch(3), 1);
    var other = partition();
    var elsewhere = snapshot(other, new Epoch(1), 1);
    var start =
        LogStart.GENESIS
            .withSnapshot(new SnapshotRef(4, older))
            .withSnapshot(new SnapshotRef(8, newest));
    var term2 = Head.unclaimed(partition).claimedBy(older).claimedBy(newest);
    var claimed = term2.extend(9, ByteString.EMPTY, start).claimedBy(own);

    assertThat(Stages.get(snapshots().sweep(claimed))).isEqualTo(2);
    assertThat(Stages.get(snapshots().sweep(claimed))).isZero();

    assertMissing(partition, unfinished, 0);
    assertMissing(partition, unfinished, 39);
    assertMissing(partition, empty, 0);
    assertThat(Stages.get(snapshots().read(other, elsewhere, 0))).isEqualTo(bytes(0, 100));
    for (var id : new UUID[] {older, newest, own}) {
      assertThat(Stages.get(snapshots().read(partition, id, 0))).isEqualTo(bytes(0, 100));
    }
  }
}
