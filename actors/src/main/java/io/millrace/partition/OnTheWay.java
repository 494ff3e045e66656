// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.block.Block;
import io.millrace.model.OutboxRecord;
import io.millrace.model.ProducerMark;
import io.millrace.model.Question;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sealed blocks on their way to the store, in order, with those who wait for them. Their
 * results are not kept: they are most of what a partition has in memory, and whoever encodes them
 * is done with them long before they are committed. Not thread-safe: confined to one actor.
 *
 * @param <C> how a caller is reached
 */
final class OnTheWay<C> {
  /** What the commit of a block changes here. */
  record Sealed(
      long sequence,
      int records,
      int results,
      List<ProducerMark> marks,
      List<OutboxRecord> outbox) {
    static Sealed of(Block block) {
      return new Sealed(
          block.sequence(),
          block.recordCount(),
          block.results().size(),
          block.marks(),
          block.outbox());
    }
  }

  private record Way<C>(Sealed block, OpenBlock<C> content, long bytes) {}

  private final ArrayDeque<Way<C>> ways = new ArrayDeque<>();
  private long bytes;

  boolean isEmpty() {
    return ways.isEmpty();
  }

  int size() {
    return ways.size();
  }

  /** About how many bytes they take before compression. */
  long bytes() {
    return bytes;
  }

  void add(Block block, OpenBlock<C> content) {
    ways.addLast(new Way<>(Sealed.of(block), content, content.bytes()));
    bytes += content.bytes();
  }

  /** The next to be committed; there must be one. */
  Sealed first() {
    return ways.getFirst().block();
  }

  /** The first one is committed: its results are where they are. */
  OpenBlock<C> removeFirst() {
    Way<C> way = ways.removeFirst();
    bytes -= way.bytes();
    way.content().commit(way.block().sequence());
    return way.content();
  }

  /** The one sealed last. */
  Optional<OpenBlock<C>> newest() {
    return ways.isEmpty() ? Optional.empty() : Optional.of(ways.getLast().content());
  }

  /** The one sealed last of those that may hold what an answer speaks of. */
  Optional<OpenBlock<C>> newestAbout(List<Question> questions) {
    var newestFirst = ways.descendingIterator();
    while (newestFirst.hasNext()) {
      OpenBlock<C> content = newestFirst.next().content();
      if (content.isAbout(questions)) {
        return Optional.of(content);
      }
    }
    return Optional.empty();
  }

  /** How many answers wait for blocks. */
  int answers() {
    int count = 0;
    for (Way<C> way : ways) {
      count += way.content().answers().size();
    }
    return count;
  }

  /** Whether the caller waits for that sequence already. */
  boolean isWaiting(C caller, long last) {
    for (Way<C> way : ways) {
      if (way.content().isWaiting(caller, last)) {
        return true;
      }
    }
    return false;
  }

  void addCallers(Set<C> callers) {
    ways.forEach(way -> way.content().addCallers(callers));
  }

  void forgetCallers() {
    ways.forEach(way -> way.content().forgetCallers());
  }
}
