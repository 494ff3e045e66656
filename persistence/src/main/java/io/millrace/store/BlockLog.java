// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Every partition's log of committed blocks: {@code docs/commit-log.md} tells the protocol. A block
 * is committed exactly when the head has passed it.
 *
 * <p>Thread-safe; no method blocks. Stages complete on threads of the store: hang no long work on
 * them. They fail with {@link MillraceException}: UNAVAILABLE (the outcome is unknown, it may even
 * come true later), CORRUPT, CALLER (a block over the store's limits), BUSY (too much is on its way
 * to the store already).
 */
public interface BlockLog {
  /** Most bytes of a block's header. */
  int HEADER_BYTES_MAX = 1 << 20;

  /** Most bytes of a block's body. */
  int BODY_BYTES_MAX = 16 << 20;

  /** Most bytes of a block's entry in the skip index. */
  int INDEX_BYTES_MAX = 128 << 10;

  /** Most blocks whose entries are read at once. */
  int INDEX_BLOCKS_MAX = 1_024;

  /**
   * Begins a new term: raises the epoch by compare-and-set, with a new random owner token, and
   * returns the head as it stands under the new term. From then on no older term can commit.
   *
   * @return the head, or a failure FENCED if other claimers kept winning, UNAVAILABLE if the store
   *     gave no definite answer
   */
  CompletionStage<Head> claim(PartitionId partition);

  /**
   * Stores a block's bytes, with its entry of the skip index, without committing it. Idempotent;
   * may be repeated with the same bytes until it succeeds, and never with others under the same
   * sequence and epoch. A failure CALLER means that header, body or entry is over its maximum.
   */
  CompletionStage<Void> write(StoredBlock block);

  /**
   * Moves the head from {@code expected} to {@code next} if epoch, owner and sequence are still the
   * expected ones. Every block up to {@code next} must have been written before. A failure leaves
   * the outcome unknown; only repeating the identical call, or a higher epoch, settles it.
   */
  CompletionStage<CasResult> compareAndSet(Head expected, Head next);

  /**
   * The head as a reader sees it; may lag behind the newest commit, never leads it. {@link
   * Head#unclaimed} for a partition that nobody claimed.
   */
  CompletionStage<Head> head(PartitionId partition);

  /**
   * Reads committed blocks in order. NOT_FOUND if the first one wanted has been truncated, also if
   * that happened since the head was read.
   *
   * @param head what is committed, from {@link #claim} or {@link #head}
   * @param after number before the first block wanted, 0 for the first
   * @param bytesMax stop after the block that reaches so many bytes; at least one block is returned
   *     if there is one
   * @return blocks {@code after + 1, after + 2, …} without gap, empty if {@code after} is the head;
   *     CORRUPT if one is missing
   */
  CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax);

  /**
   * Reads committed blocks' headers, in order, some at a time. Fails as {@link #read}. A store that
   * can leave the bodies where they are does so.
   *
   * @param head what is committed, from {@link #claim} or {@link #head}
   * @param after number before the first block wanted, 0 for the first
   * @return headers of blocks {@code after + 1, after + 2, …} without gap, at least one if there is
   *     one; empty if {@code after} is the head
   */
  default CompletionStage<List<StoredHeader>> headers(Head head, long after) {
    return read(head, after, BODY_BYTES_MAX)
        .thenApply(
            blocks ->
                blocks.stream()
                    .map(block -> new StoredHeader(block.sequence(), block.header()))
                    .toList());
  }

  /**
   * Reads what the skip index has of committed blocks, in order. NOT_FOUND if the first one wanted
   * has been truncated according to {@code head}. A missing row is no failure: older blocks have
   * none, nor have those without results, and the store may give up rows of truncated blocks.
   *
   * @param head what is committed, from {@link #claim} or {@link #head}
   * @param after number before the first block wanted, 0 for the first
   * @param blocksMax most blocks, 1 to {@link #INDEX_BLOCKS_MAX}
   * @return blocks {@code after + 1, after + 2, …} without gap, as many as wanted or up to the
   *     head; bytes as they were written, if they are whole
   */
  CompletionStage<List<IndexedBlock>> index(Head head, long after, int blocksMax);

  /**
   * Reads one committed block again, from every replica, for when its bytes turned out to be
   * damaged: a replica that is whole may still have them. Fails as {@link #read}; UNAVAILABLE if
   * any replica does not answer.
   *
   * @param block after {@code head.start().truncated()}, at most {@code head.sequence()}
   */
  CompletionStage<StoredBlock> reread(Head head, long block);

  /**
   * Deletes what earlier owners wrote and never committed: rows above the head of lower epochs, of
   * blocks and of the skip index. They can never be committed, since no lower epoch can commit. A
   * block that a paused owner writes later stays; it is never read.
   *
   * @param claimed the head as {@link #claim} returned it
   * @return how many blocks' rows were deleted
   */
  CompletionStage<Integer> sweepOrphans(Head claimed);

  /**
   * Deletes the rows of truncated blocks and of their index that are not deleted yet: those after
   * {@code swept} up to {@code truncated}, as far as whole rows of the store hold no later block.
   * May be repeated, also late: whatever a head calls truncated stays so.
   */
  CompletionStage<Void> deleteTruncated(Head head);

  /** The failure of a read that wants what a head calls truncated. */
  static MillraceException truncated(PartitionId partition, long wanted, long truncated) {
    return MillraceException.of(MillraceException.Kind.NOT_FOUND, "block has been truncated")
        .with("partition", partition)
        .with("block", wanted)
        .with("expected", "block " + (truncated + 1) + " or later");
  }

  /** Refuses a block that is over a limit. */
  static void checkLimits(StoredBlock block) {
    if (block.header().size() > HEADER_BYTES_MAX
        || block.body().size() > BODY_BYTES_MAX
        || block.index().size() > INDEX_BYTES_MAX) {
      throw MillraceException.of(MillraceException.Kind.CALLER, "block over the store's limits")
          .with("partition", block.partition())
          .with("headerBytes", block.header().size())
          .with("bodyBytes", block.body().size())
          .with("indexBytes", block.index().size())
          .with(
              "expected",
              "at most " + HEADER_BYTES_MAX + ", " + BODY_BYTES_MAX + ", " + INDEX_BYTES_MAX);
    }
  }

  /** Refuses a number of entries that nobody may read at once. */
  static void checkIndexed(int blocksMax) {
    if (blocksMax < 1 || blocksMax > INDEX_BLOCKS_MAX) {
      throw new IllegalArgumentException(
          "blocksMax: " + blocksMax + " (expected: 1 to " + INDEX_BLOCKS_MAX + ")");
    }
  }

  /**
   * The definite answer of a compare-and-set.
   *
   * @param applied whether this call moved the head
   * @param head the head after the call
   */
  record CasResult(boolean applied, Head head) {}
}
