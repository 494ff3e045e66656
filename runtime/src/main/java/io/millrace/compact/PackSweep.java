// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.BodyForm;
import io.millrace.block.Pack;
import io.millrace.block.PackedBlock;
import io.millrace.codec.Dictionaries;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import io.millrace.store.PackEntry;
import io.millrace.store.PackRun;
import io.millrace.store.PackStore;
import io.millrace.store.Packed;
import io.millrace.store.StoredPack;
import io.millrace.store.Stores;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Deletes what compactions made needless: rows of blocks that lie in packs now, and what runs left
 * that can never be committed any more. Looks before it deletes; in doubt it leaves everything as
 * it is. Blocks its thread; thread-safe.
 */
public final class PackSweep {
  private final PackStore packs;

  /** Sweeps these stores. */
  public PackSweep(Stores stores) {
    this.packs = stores.packs();
  }

  /** Whether there are rows of packed blocks to be deleted. */
  boolean isBehind(PartitionId partition) {
    Packed packed = Await.get(packs.head(partition)).packed();
    return packed.swept() < packed.upTo();
  }

  /**
   * Deletes the rows of packed blocks that are not deleted yet, once every pack that they lie in
   * was read and found whole.
   *
   * @return whether rows were deleted; the next call does what this one does not
   * @throws MillraceException CORRUPT if a pack is not whole: then all rows stay
   */
  public boolean deleteRows(PartitionId partition) {
    Head head = Await.get(packs.head(partition));
    Packed packed = head.packed();
    if (packed.swept() == packed.upTo()) {
      return false;
    }
    long after = Math.max(packed.swept(), head.start().truncated());
    if (after < packed.upTo() && !isWhole(head, after)) {
      return false;
    }
    Await.get(packs.deleteRows(head));
    return true;
  }

  /** Whether the packs behind a block are whole; false if the head moved on under the look. */
  private boolean isWhole(Head head, long after) {
    try {
      check(head, after);
      return true;
    } catch (MillraceException e) {
      Head now = Await.get(packs.head(head.partition()));
      boolean moved =
          !now.packed().list().equals(head.packed().list())
              || now.start().truncated() > head.start().truncated();
      if (moved && e.kind() == Kind.CORRUPT) {
        return false;
      }
      throw e;
    }
  }

  /** Reads the packs behind a block, and refuses those that would not give every block back. */
  private void check(Head head, long after) {
    var list = new ListCheck(head, after);
    @Nullable ByteString chain = null;
    long last = PackStore.bucketOf(head.packed().upTo());
    for (long bucket = PackStore.bucketOf(after + 1); bucket <= last; bucket++) {
      for (PackEntry entry :
          Await.get(packs.entries(head.partition(), head.packed().list(), bucket))) {
        list.take(entry);
        if (entry.last() > after) {
          chain = check(head, entry, chain);
        }
      }
    }
    list.end();
    if (head.packed().upTo() == head.sequence() && !head.chain().equals(chain)) {
      throw corrupt("chain over the packs differs from the head's", head, head.sequence());
    }
  }

  /** Gives the chain over the pack's last block; null if it is not known before it. */
  private @Nullable ByteString check(Head head, PackEntry entry, @Nullable ByteString before) {
    StoredPack stored = Await.get(packs.read(head.partition(), entry));
    Pack pack = Pack.open(stored.pack().header());
    if (!pack.partition().equals(head.partition())
        || pack.first() != entry.first()
        || pack.last() != entry.last()) {
      throw corrupt("pack lies at another's place", head, entry.first());
    }
    @Nullable ByteString chain = before;
    for (PackedBlock one : pack.blocks(stored.pack().body(), BlockLimits.DEFAULT)) {
      BlockHeader header = one.header();
      Block block =
          BlockDecoder.decode(
              header, one.body(), BodyForm.PLAIN, BlockLimits.DEFAULT, Dictionaries.NONE);
      boolean follows = chain == null || chain.equals(header.previousChain());
      if (!follows || !block.epoch().equals(head.epochOf(block.sequence()))) {
        throw corrupt("packed block does not continue the log", head, block.sequence());
      }
      chain = header.chain();
    }
    return chain;
  }

  private static MillraceException corrupt(String text, Head head, long block) {
    return MillraceException.of(Kind.CORRUPT, text)
        .with("partition", head.partition())
        .with("block", block);
  }

  /**
   * Deletes what runs left that can never be committed any more: those that began from a list which
   * the head names no longer, lists never being named twice. Packs that the head's list names stay,
   * whoever wrote them.
   *
   * @return how many runs were cleared away
   */
  public int sweepRuns(PartitionId partition) {
    // In this order: a run that began from the list that the head names now is left alone.
    List<PackRun> runs = Await.get(packs.runs(partition));
    Head head = Await.get(packs.head(partition));
    UUID current = head.packed().list();
    int swept = 0;
    for (PackRun run : runs) {
      if (!run.id().equals(current) && !run.base().equals(current)) {
        if (!drop(partition, run.id(), head)) {
          return swept;
        }
        Await.get(packs.withdraw(partition, run.id()));
        swept++;
      }
    }
    return swept;
  }

  /**
   * Deletes a run that was refused for good, as its own compaction knows.
   *
   * @param base the head that it began from
   * @param written its packs
   */
  void drop(Head base, UUID run, List<PackEntry> written) {
    PartitionId partition = base.partition();
    Head now = Await.get(packs.head(partition));
    if (now.packed().list().equals(run)) {
      throw new IllegalStateException("run " + run + " is in force");
    }
    for (PackEntry entry : written) {
      Await.get(packs.delete(partition, entry));
    }
    long last = PackStore.bucketOf(base.sequence());
    for (long bucket = PackStore.bucketOf(base.start().swept() + 1); bucket <= last; bucket++) {
      Await.get(packs.deleteList(partition, run, bucket));
    }
    Await.get(packs.withdraw(partition, run));
  }

  /** Deletes a run's list, and its packs that the head's list does not name; false to try later. */
  private boolean drop(PartitionId partition, UUID run, Head head) {
    for (long bucket = 0; bucket <= PackStore.bucketOf(head.sequence()); bucket++) {
      List<PackEntry> left = Await.get(packs.entries(partition, run, bucket));
      if (left.isEmpty()) {
        continue;
      }
      List<PackEntry> named = Await.get(packs.entries(partition, head.packed().list(), bucket));
      checkWhole(head, bucket, named);
      // The list was read to the end only if nobody had begun to delete it by then.
      if (!Await.get(packs.head(partition)).packed().list().equals(head.packed().list())) {
        return false;
      }
      var kept = new HashSet<Long>();
      named.stream().filter(e -> e.run().equals(run)).forEach(e -> kept.add(e.first()));
      for (PackEntry entry : left) {
        if (entry.run().equals(run) && !kept.contains(entry.first())) {
          Await.get(packs.delete(partition, entry));
        }
      }
      Await.get(packs.deleteList(partition, run, bucket));
    }
    return true;
  }

  /** Refuses one bucket of the head's list that has a gap. */
  private static void checkWhole(Head head, long bucket, List<PackEntry> named) {
    long begin = Math.max(bucket * PackStore.LIST_BLOCKS, head.start().truncated() + 1);
    long end = Math.min((bucket + 1) * PackStore.LIST_BLOCKS - 1, head.packed().upTo());
    long next = Math.max(1, begin);
    for (PackEntry entry : named) {
      if (entry.first() <= next) {
        next = Math.max(next, entry.last() + 1);
      }
    }
    if (next <= end) {
      throw corrupt("list of packs has a gap", head, next);
    }
  }
}
