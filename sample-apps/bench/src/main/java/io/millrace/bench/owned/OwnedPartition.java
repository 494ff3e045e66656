// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.owned;

import io.millrace.block.BlockLimits;
import io.millrace.model.DataRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionCore;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Waiting;
import io.millrace.partition.Recovery;
import io.millrace.partition.Recovery.Recovered;
import io.millrace.partition.Term;
import io.millrace.processor.ErrorPolicy;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A partition's term on a thread of its own: what its actor would be, without the actor. One
 * producer writes into it. Thread-safe.
 */
public final class OwnedPartition implements Term.Shell<OwnedPartition.Caller>, AutoCloseable {
  /** Longest wait for anything that a benchmark waits for. */
  public static final int WAIT_MAX_S = 600;

  private static final String PRODUCER = "bench";
  private static final ProducerEpoch OPENING = new ProducerEpoch(1, 1);

  /** Waits for a batch; is called on the partition's thread. */
  public interface Caller {
    /** All of the batch is durable. */
    void committed();

    /** It never will be. */
    void failed(RuntimeException cause);
  }

  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Term<Caller> term;

  private OwnedPartition(Recovered<Caller> recovered, Workbench bench) {
    this.term = new Term<>(recovered, bench.services(), thread, this);
  }

  /** Claims the partition and brings it up, to serve or to be thrown away. */
  public static Future<Recovered<Caller>> recover(PartitionId id, Workbench bench, BlockLog log) {
    return new Recovery<Caller>(
            log,
            bench.stores().snapshots(),
            BlockLimits.DEFAULT,
            bench.settings().recoveryPageBytes(),
            bench.codecs())
        .recover(
            id,
            () -> new PartitionCore<>(id, bench.processor(), ErrorPolicy.DEFAULT, bench.settings()))
        .toCompletableFuture();
  }

  /** Begins a term over what is there. Blocks. */
  public static OwnedPartition begin(PartitionId id, Workbench bench) throws InterruptedException {
    var partition = new OwnedPartition(await(recover(id, bench, bench.log())), bench);
    await(partition.term.sweep().toCompletableFuture());
    return partition;
  }

  /** What a future comes to; fails if it takes too long. */
  public static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.get(WAIT_MAX_S, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("not done: " + e, e);
    }
  }

  /** Runs something on the partition's thread. */
  public void execute(Runnable task) {
    thread.execute(task);
  }

  /**
   * Puts a batch in. Only on the partition's thread.
   *
   * @param records follow those of the batch before without gap
   */
  public void append(List<DataRecord> records, Caller caller) {
    long previous = records.get(0).sequence() - 1;
    term.core()
        .append(PRODUCER, OPENING, previous, 0, records, caller, System.currentTimeMillis(), term);
  }

  @Override
  public void tell(Caller caller, PartitionReply reply) {
    if (reply instanceof Committed) {
      caller.committed();
    } else if (!(reply instanceof Waiting)) {
      caller.failed(new IllegalStateException("batch not committed: " + reply));
    }
  }

  @Override
  public boolean isPaused() {
    return false;
  }

  @Override
  public void ended(Throwable cause) {
    // Whoever waits was told already.
  }

  /** The head as the term left it; ends the term. Blocks. */
  public Head end() throws InterruptedException {
    var last = new CompletableFuture<Head>();
    thread.execute(
        () -> {
          term.end("the benchmark is over", 0);
          last.complete(term.head());
        });
    return await(last);
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
