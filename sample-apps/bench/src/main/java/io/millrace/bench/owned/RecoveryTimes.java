// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.owned;

import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionReply.Figures;
import io.millrace.partition.Recovery.Recovered;
import io.millrace.store.BlockLog;
import io.millrace.store.ForwardingBlockLog;
import io.millrace.store.Head;
import io.millrace.store.LogStart;
import io.millrace.store.StoredBlock;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One recovery, step by step: a log that notes when what is asked of it begins and ends. For one
 * recovery only.
 */
public final class RecoveryTimes extends ForwardingBlockLog {
  private final boolean ignoreSnapshots;
  private volatile long claimedNs;
  private volatile long readNs;

  /**
   * How long one recovery took, in nanoseconds.
   *
   * @param claim until the partition was claimed
   * @param snapshot from then until the snapshot was taken back
   * @param replay from then until the blocks behind it were replayed
   * @param replayed how many those were
   * @param figures what the partition knows then
   */
  public record Took(long claim, long snapshot, long replay, long replayed, Figures figures) {
    /** From its beginning to its end, in nanoseconds. */
    public long all() {
      return claim + snapshot + replay;
    }
  }

  private RecoveryTimes(BlockLog log, boolean ignoreSnapshots) {
    super(log);
    this.ignoreSnapshots = ignoreSnapshots;
  }

  /**
   * Recovers the partition once. Blocks.
   *
   * @param ignoreSnapshots replay the whole log, as if no snapshot had ever been taken
   */
  public static Took measure(PartitionId partition, Workbench bench, boolean ignoreSnapshots)
      throws InterruptedException {
    var times = new RecoveryTimes(bench.log(), ignoreSnapshots);
    long begun = System.nanoTime();
    Recovered<OwnedPartition.Caller> recovered =
        OwnedPartition.await(OwnedPartition.recover(partition, bench, times));
    long ended = System.nanoTime();
    long restored = times.readNs == 0 ? ended : times.readNs;
    return new Took(
        times.claimedNs - begun,
        restored - times.claimedNs,
        ended - restored,
        recovered.replayed(),
        recovered.core().figures());
  }

  @Override
  public CompletionStage<Head> claim(PartitionId partition) {
    return super.claim(partition)
        .thenApply(
            head -> {
              claimedNs = System.nanoTime();
              return ignoreSnapshots ? withoutSnapshots(head) : head;
            });
  }

  private static Head withoutSnapshots(Head head) {
    return new Head(
        head.partition(),
        head.epoch(),
        head.owner(),
        head.sequence(),
        head.chain(),
        head.epochStarts(),
        LogStart.GENESIS);
  }

  @Override
  public CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
    if (readNs == 0) {
      readNs = System.nanoTime();
    }
    return super.read(head, after, bytesMax);
  }
}
