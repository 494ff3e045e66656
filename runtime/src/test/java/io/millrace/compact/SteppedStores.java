// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.BlockLog.CasResult;
import io.millrace.store.DictionaryStore;
import io.millrace.store.Erasure;
import io.millrace.store.ForwardingBlockLog;
import io.millrace.store.Head;
import io.millrace.store.JobRegistry;
import io.millrace.store.PackEntry;
import io.millrace.store.PackRun;
import io.millrace.store.PackStore;
import io.millrace.store.Packed;
import io.millrace.store.ProducerRegistry;
import io.millrace.store.SnapshotStore;
import io.millrace.store.StoredBlock;
import io.millrace.store.StoredHeader;
import io.millrace.store.StoredPack;
import io.millrace.store.Stores;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Stores of which one compaction's every call is a step, at which something may happen. */
final class SteppedStores implements Stores {
  /** What may happen at a call. */
  interface Step {
    /**
     * Makes the call, or does not.
     *
     * @param number of the call, from 1
     * @param name of the method
     */
    <T> CompletionStage<T> at(int number, String name, Supplier<CompletionStage<T>> call);
  }

  private final Stores stores;
  private final Step step;
  private int steps;

  SteppedStores(Stores stores, Step step) {
    this.stores = stores;
    this.step = step;
  }

  /** How many calls there were. */
  int steps() {
    return steps;
  }

  private <T> CompletionStage<T> step(String name, Supplier<CompletionStage<T>> call) {
    return step.at(++steps, name, call);
  }

  @Override
  public BlockLog blocks() {
    return new ForwardingBlockLog(stores.blocks()) {
      @Override
      public CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
        return step("blocks", () -> super.read(head, after, bytesMax));
      }

      @Override
      public CompletionStage<List<StoredHeader>> headers(Head head, long after) {
        return step("headers", () -> super.headers(head, after));
      }
    };
  }

  @Override
  public PackStore packs() {
    PackStore packs = stores.packs();
    return new PackStore() {
      @Override
      public CompletionStage<Head> head(PartitionId partition) {
        return step("head", () -> packs.head(partition));
      }

      @Override
      public CompletionStage<Void> announce(PartitionId partition, PackRun run) {
        return step("announce", () -> packs.announce(partition, run));
      }

      @Override
      public CompletionStage<List<PackRun>> runs(PartitionId partition) {
        return step("runs", () -> packs.runs(partition));
      }

      @Override
      public CompletionStage<Void> write(StoredPack pack) {
        return step("write", () -> packs.write(pack));
      }

      @Override
      public CompletionStage<Void> carry(PartitionId partition, UUID run, List<PackEntry> entries) {
        return step("carry", () -> packs.carry(partition, run, entries));
      }

      @Override
      public CompletionStage<List<PackEntry>> entries(
          PartitionId partition, UUID list, long bucket) {
        return step("entries", () -> packs.entries(partition, list, bucket));
      }

      @Override
      public CompletionStage<StoredPack> read(PartitionId partition, PackEntry entry) {
        return step("read", () -> packs.read(partition, entry));
      }

      @Override
      public CompletionStage<CasResult> commit(Head expected, Packed next) {
        return step("commit", () -> packs.commit(expected, next));
      }

      @Override
      public CompletionStage<Void> deleteRows(Head head) {
        return step("deleteRows", () -> packs.deleteRows(head));
      }

      @Override
      public CompletionStage<Void> delete(PartitionId partition, PackEntry entry) {
        return step("delete", () -> packs.delete(partition, entry));
      }

      @Override
      public CompletionStage<Void> deleteList(PartitionId partition, UUID list, long bucket) {
        return step("deleteList", () -> packs.deleteList(partition, list, bucket));
      }

      @Override
      public CompletionStage<Void> withdraw(PartitionId partition, UUID run) {
        return step("withdraw", () -> packs.withdraw(partition, run));
      }
    };
  }

  @Override
  public SnapshotStore snapshots() {
    return stores.snapshots();
  }

  @Override
  public ProducerRegistry producers() {
    return stores.producers();
  }

  @Override
  public DictionaryStore dictionaries() {
    return stores.dictionaries();
  }

  @Override
  public JobRegistry jobs() {
    return stores.jobs();
  }

  @Override
  public Erasure erasure() {
    return stores.erasure();
  }

  @Override
  public void close() {}
}
