// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionReply.Reached;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.UUID;

/**
 * Readers that wait for the next commit. Each is told once, and asks again. A reader that asks
 * again before it was told takes its own place, so one that went away leaves one entry at most,
 * until the next commit. Beyond the limit the oldest is told what there is, without a commit. Not
 * thread-safe: confined to one actor.
 *
 * @param <C> how a caller is reached
 */
final class CommitWaiters<C> {
  private final PartitionId partition;
  private final int most;
  private final LinkedHashMap<UUID, C> waiting = new LinkedHashMap<>();

  /**
   * @param most how many wait, from 1
   */
  CommitWaiters(PartitionId partition, int most) {
    this.partition = partition;
    this.most = most;
  }

  /**
   * Tells a reader as soon as a block behind the one it knows is committed.
   *
   * @param after the block that it knows, 0 for none
   * @param committed number of the last committed block
   */
  void add(UUID reader, long after, long committed, C caller, PartitionCore.Effects<C> effects) {
    if (committed > after) {
      waiting.remove(reader);
      effects.reply(caller, new Reached(partition, committed));
      return;
    }
    waiting.remove(reader);
    waiting.put(reader, caller);
    if (waiting.size() > most) {
      Iterator<C> oldestFirst = waiting.values().iterator();
      C oldest = oldestFirst.next();
      oldestFirst.remove();
      effects.reply(oldest, new Reached(partition, committed));
    }
  }

  /** Tells all who wait of a commit. */
  void committed(long block, PartitionCore.Effects<C> effects) {
    if (waiting.isEmpty()) {
      return;
    }
    var reached = new Reached(partition, block);
    waiting.values().forEach(caller -> effects.reply(caller, reached));
    waiting.clear();
  }

  /** Hands over all who wait; nobody does from now on. */
  void moveTo(Collection<? super C> callers) {
    callers.addAll(waiting.values());
    waiting.clear();
  }
}
