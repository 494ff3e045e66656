// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.owned;

import io.millrace.model.PartitionId;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Makes a partition's log: one batch a block, as many under way as the window allows. */
public final class LogBuilder {
  private static final int REPORTS = 10;

  private final PartitionId partition;
  private final Workbench bench;
  private final Records records;
  private final int blockRecords;
  private final Consumer<String> progress;

  /** Whoever waits hears of progress now and then, a line each time. */
  public LogBuilder(
      PartitionId partition,
      Workbench bench,
      Records records,
      int blockRecords,
      Consumer<String> progress) {
    this.partition = partition;
    this.bench = bench;
    this.records = records;
    this.blockRecords = blockRecords;
    this.progress = progress;
  }

  /** Gives a block's place in the window free. */
  private static final class Window implements OwnedPartition.Caller {
    private final int blocks;
    private final Semaphore room;
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    Window(int blocks) {
      this.blocks = blocks;
      this.room = new Semaphore(blocks);
    }

    void acquire(int wanted) throws InterruptedException {
      room.acquire(wanted);
      RuntimeException cause = failure.get();
      if (cause != null) {
        throw cause;
      }
    }

    @Override
    public void committed() {
      room.release();
    }

    @Override
    public void failed(RuntimeException cause) {
      failure.compareAndSet(null, cause);
      // Nothing more will come back: whoever waits for room is to find the failure.
      room.release(blocks);
    }
  }

  /** Appends so many blocks to the empty log. Blocks. */
  public void build(long blocks) throws InterruptedException {
    int window = bench.settings().inFlightBlocksMax();
    long begun = System.nanoTime();
    long report = Math.max(1, blocks / REPORTS);
    try (OwnedPartition owner = OwnedPartition.begin(partition, bench)) {
      var room = new Window(window);
      for (long block = 1; block <= blocks; block++) {
        room.acquire(1);
        var batch = records.next(blockRecords);
        owner.execute(() -> owner.append(batch, room));
        if (block % report == 0) {
          double seconds = (System.nanoTime() - begun) / 1e9;
          progress.accept(
              "building: %d of %d blocks, %.0f blocks/s".formatted(block, blocks, block / seconds));
        }
      }
      room.acquire(window);
      long head = owner.end().sequence();
      if (head != blocks) {
        throw new IllegalStateException("head: " + head + " (expected: " + blocks + ")");
      }
    }
  }
}
