// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.DictionaryStore;
import io.millrace.store.Erasure;
import io.millrace.store.ForwardingBlockLog;
import io.millrace.store.Head;
import io.millrace.store.JobRegistry;
import io.millrace.store.PackStore;
import io.millrace.store.ProducerRegistry;
import io.millrace.store.SnapshotStore;
import io.millrace.store.StoredBlock;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** The in-memory stores; reads of blocks do not come back while they are held. */
final class HeldStores implements Stores {
  final AtomicInteger reads = new AtomicInteger();
  final AtomicInteger heads = new AtomicInteger();
  private final Stores stores = new InMemoryStores();
  private volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  private final BlockLog log =
      new ForwardingBlockLog(stores.blocks()) {
        @Override
        public CompletionStage<List<StoredBlock>> read(Head head, long after, long bytesMax) {
          reads.incrementAndGet();
          return gate.thenCompose(open -> super.read(head, after, bytesMax));
        }

        @Override
        public CompletionStage<Head> head(PartitionId partition) {
          heads.incrementAndGet();
          return super.head(partition);
        }
      };

  void hold() {
    gate = new CompletableFuture<>();
  }

  void letGo() {
    gate.complete(null);
  }

  @Override
  public BlockLog blocks() {
    return log;
  }

  @Override
  public PackStore packs() {
    return stores.packs();
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
  public void close() {
    stores.close();
  }
}
