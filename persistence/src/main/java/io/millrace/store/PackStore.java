// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.block.Pack;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The single steps of merging a partition's blocks into packs: {@code docs/commit-log.md} tells in
 * which order, and why. Whoever reads blocks goes to {@link BlockLog}, which knows where they lie.
 *
 * <p>A compaction is a <b>run</b>. It writes packs, and a list of all packs there are, under an id
 * of its own; nobody reads them until the head names that list. Thread-safe; stages and failures as
 * {@link BlockLog}'s.
 */
public interface PackStore {
  /** Blocks in one bucket of a list; part of the stored format. No pack lies in two. */
  int LIST_BLOCKS = Pack.BLOCKS_MAX;

  /** The bucket of a list that a block is in. */
  static long bucketOf(long block) {
    return block / LIST_BLOCKS;
  }

  /** The head, after whatever was decided on it before. */
  CompletionStage<Head> head(PartitionId partition);

  /** Makes a run known before it writes anything, so that others can clear it away. */
  CompletionStage<Void> announce(PartitionId partition, PackRun run);

  /** All runs that were announced and not withdrawn. */
  CompletionStage<List<PackRun>> runs(PartitionId partition);

  /**
   * Stores a pack, and its entry in its run's list before it. May be repeated with the same bytes.
   * A failure CALLER means that it is over the store's limits.
   */
  CompletionStage<Void> write(StoredPack pack);

  /** Puts entries of packs that are there already into a run's list. */
  CompletionStage<Void> carry(PartitionId partition, UUID run, List<PackEntry> entries);

  /** The entries of one bucket of a list, by first block; empty if there are none. */
  CompletionStage<List<PackEntry>> entries(PartitionId partition, UUID list, long bucket);

  /** Reads a pack; CORRUPT if it is not there. */
  CompletionStage<StoredPack> read(PartitionId partition, PackEntry entry);

  /**
   * Makes the head name another list, if epoch, owner, sequence and list are still the expected
   * ones. Every pack of the list must have been written before. A failure leaves the outcome
   * unknown; only repeating the identical call settles it, or a head that is another one by now.
   *
   * @param next beyond what is packed, not beyond the head
   */
  CompletionStage<BlockLog.CasResult> commit(Head expected, Packed next);

  /**
   * Deletes rows of blocks that lie in packs: those after {@code head.packed().swept()} up to
   * {@code head.packed().upTo()}, as far as whole rows of the store hold no later block, orphans
   * among them; then lets the head say so, if it still names the same list. May be repeated.
   */
  CompletionStage<Void> deleteRows(Head head);

  /** Deletes a pack, of which nobody may read any more. */
  CompletionStage<Void> delete(PartitionId partition, PackEntry entry);

  /** Deletes one bucket of a list, which the head names no more and never will. */
  CompletionStage<Void> deleteList(PartitionId partition, UUID list, long bucket);

  /** Forgets a run, all of whose rows are deleted or named by another list. */
  CompletionStage<Void> withdraw(PartitionId partition, UUID run);

  /** Most bytes of a pack's body. */
  int BODY_BYTES_MAX = 2 * BlockLog.BODY_BYTES_MAX;

  /** Refuses a pack that is over a limit. */
  static void checkLimits(StoredPack pack) {
    if (pack.pack().header().size() > Pack.HEADER_BYTES_MAX
        || pack.pack().body().size() > BODY_BYTES_MAX) {
      throw MillraceException.of(MillraceException.Kind.CALLER, "pack over the store's limits")
          .with("partition", pack.partition())
          .with("pack", pack.pack().first() + " to " + pack.pack().last())
          .with("headerBytes", pack.pack().header().size())
          .with("bodyBytes", pack.pack().body().size())
          .with("expected", "at most " + Pack.HEADER_BYTES_MAX + ", " + BODY_BYTES_MAX);
    }
  }

  /**
   * Refuses a commit that cannot be meant.
   *
   * @throws IllegalArgumentException if it does not lie between what is packed and the head
   */
  static void checkCommit(Head expected, Packed next) {
    if (next.upTo() <= expected.packed().upTo() || next.upTo() > expected.sequence()) {
      throw new IllegalArgumentException(
          "next: "
              + next.upTo()
              + " (expected: above "
              + expected.packed().upTo()
              + ", at most "
              + expected.sequence()
              + ")");
    }
  }
}
