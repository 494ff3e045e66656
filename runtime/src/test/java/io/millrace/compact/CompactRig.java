// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.block.Block;
import io.millrace.block.BlockLimits;
import io.millrace.cluster.ClusterNode;
import io.millrace.compact.Outcome.What;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.IndexedBlock;
import io.millrace.store.PackEntry;
import io.millrace.store.PackRun;
import io.millrace.store.PackSteps;
import io.millrace.store.Stages;
import io.millrace.store.StoredBlock;
import io.millrace.store.Stores;
import io.millrace.store.Timers;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.verify.LogVerifier;
import io.millrace.verify.VerifyListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A partition in memory, compactions of it, and all that a reader can see of it. */
final class CompactRig {
  static final long LATER_MS = Long.MAX_VALUE / 2;

  final Stores stores = new InMemoryStores();
  final BlockLog log = stores.blocks();
  final PartitionId partition = new PartitionId(UUID.randomUUID(), 3);
  final List<String> heard = new ArrayList<>();

  /** Time that passes only when somebody waits. */
  private final Timers timers =
      new Timers() {
        private long nanos;

        @Override
        public synchronized long nanoTime() {
          return nanos;
        }

        @Override
        public synchronized CompletionStage<Void> pause(Duration wait) {
          nanos += wait.toNanos();
          return CompletableFuture.completedFuture(null);
        }
      };

  Head owner() {
    return Stages.get(log.claim(partition));
  }

  Head head() {
    return Stages.get(stores.packs().head(partition));
  }

  /** The owner's head after so many more blocks. */
  Head append(int blocks) {
    return PackSteps.append(log, owner(), blocks);
  }

  static CompactSettings settings(int packBytes, int blocksMin) {
    var text =
        "millrace.compact { pack-bytes = " + packBytes + ", blocks-min = " + blocksMin + " }";
    return CompactSettings.from(
        ConfigFactory.parseString(text).withFallback(ClusterNode.defaults()).resolve());
  }

  Compaction compaction(Stores through, CompactSettings settings, long nowMs) {
    return new Compaction(through, settings, timers, () -> nowMs, new Listening());
  }

  Outcome compact(Stores through) {
    return compaction(through, settings(4 << 10, 4), LATER_MS).run(List.of(partition)).get(0);
  }

  Outcome compact() {
    return compact(stores);
  }

  /** What a reader sees of one block. */
  record Seen(long sequence, ByteString header, Block block) {}

  List<Seen> read(Head head) {
    List<Seen> seen = new ArrayList<>();
    long after = head.start().truncated();
    for (StoredBlock stored : Stages.get(log.read(head, after, Long.MAX_VALUE))) {
      seen.add(new Seen(stored.sequence(), stored.header(), PackSteps.decode(stored)));
    }
    return seen;
  }

  List<IndexedBlock> index(Head head) {
    return Stages.get(log.index(head, head.start().truncated(), 1_024));
  }

  /** Names of the runs whose traces are there. */
  List<UUID> runs() {
    return Stages.get(stores.packs().runs(partition)).stream().map(PackRun::id).toList();
  }

  List<PackEntry> entries() {
    return Stages.get(stores.packs().entries(partition, head().packed().list(), 0));
  }

  /**
   * Blocks that `millrace verify` finds whole; the index of these blocks is made up, so damaged.
   */
  void assertVerified(long blocks) {
    var damage = new ArrayList<String>();
    var listener =
        new VerifyListener() {
          @Override
          public void damaged(PartitionId id, String where, String check) {
            if (!where.startsWith("skip index") && !where.startsWith("snapshot")) {
              damage.add(where + ": " + check);
            }
          }

          @Override
          public void reached(PartitionId id, long block, long head) {}

          @Override
          public void done(PartitionId id, Tally tally) {
            assertThat(tally.blocks()).isEqualTo(blocks);
          }
        };
    new LogVerifier(stores, BlockLimits.DEFAULT, 10_000, listener).verify(partition);
    assertThat(damage).isEmpty();
  }

  static void assertCompacted(Outcome outcome) {
    assertThat(outcome.what()).as(outcome.why()).isEqualTo(What.COMPACTED);
  }

  private final class Listening implements CompactListener {
    @Override
    public synchronized void reached(PartitionId id, long block, long upTo) {
      heard.add("reached " + block + " of " + upTo);
    }

    @Override
    public void waiting(Duration grace) {
      heard.add("waiting " + grace);
    }

    @Override
    public void done(PartitionId id, Outcome outcome) {
      heard.add("done " + outcome.what());
    }
  }
}
