// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.skip.SkipEntry;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.IndexedBlock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The skip index of committed blocks. What was read stays in memory, as far as there is room: a
 * committed block never changes, nor does its entry, so it is never stale. Thread-safe.
 */
final class IndexPages {
  /** Blocks whose entries are kept or dropped together. */
  static final int PAGE_BLOCKS = 128;

  private static final int PAGE_BYTES = 200;
  private static final int ENTRY_BYTES = 300;
  private static final int FIELD_BYTES = 250;

  private final BlockLog log;
  private final Executor executor;
  private final Cache<Place, Page> pages;

  /** Which page of a partition's log. */
  private record Place(PartitionId partition, long number) {
    static Place of(PartitionId partition, long block) {
      return new Place(partition, block / PAGE_BLOCKS);
    }

    long lastBlock() {
      return number * PAGE_BLOCKS + PAGE_BLOCKS - 1;
    }
  }

  /**
   * Entries of neighbouring blocks of one page.
   *
   * @param first number of the first block
   * @param entries null for blocks that have none
   * @param bytes about what they take
   */
  private record Page(long first, List<@Nullable SkipEntry> entries, long bytes) {
    long last() {
      return first + entries.size() - 1;
    }

    boolean has(long block) {
      return block >= first && block <= last();
    }

    /** This, and what another one has of the blocks behind it. */
    Page with(Page other) {
      if (other.first() > last() + 1 || other.last() <= last()) {
        return this;
      }
      var all = new ArrayList<>(entries);
      all.addAll(other.entries().subList((int) (last() + 1 - other.first()), other.size()));
      return new Page(first, Collections.unmodifiableList(all), bytes + other.bytes());
    }

    int size() {
      return entries.size();
    }
  }

  /**
   * @param bytesMax about how much is kept; 0 for nothing
   * @param executor decodes
   */
  IndexPages(BlockLog log, long bytesMax, Executor executor) {
    this.log = log;
    this.executor = executor;
    this.pages =
        Caffeine.newBuilder()
            .maximumWeight(bytesMax)
            .weigher(
                (Place place, Page page) ->
                    (int) Math.min(Integer.MAX_VALUE, PAGE_BYTES + page.bytes()))
            .executor(executor)
            .build();
  }

  /**
   * The entries of blocks that the head has passed, in order; null for blocks that have none, and
   * for those whose entry is damaged: these are counted and read anew each time.
   *
   * @param after number before the first block
   * @param blocks how many, 1 to {@link BlockLog#INDEX_BLOCKS_MAX}, none behind the head
   */
  CompletionStage<List<@Nullable SkipEntry>> entries(
      Head head, long after, int blocks, Tally tally) {
    return more(head, after + blocks, new ArrayList<>(blocks), after, tally);
  }

  private CompletionStage<List<@Nullable SkipEntry>> more(
      Head head, long last, List<@Nullable SkipEntry> found, long after, Tally tally) {
    long at = after;
    while (at < last) {
      Page page = pages.getIfPresent(Place.of(head.partition(), at + 1));
      if (page == null || !page.has(at + 1)) {
        break;
      }
      long to = Math.min(last, page.last());
      found.addAll(
          page.entries().subList((int) (at + 1 - page.first()), (int) (to + 1 - page.first())));
      at = to;
    }
    if (at == last) {
      return CompletableFuture.completedStage(found);
    }
    long from = at;
    long to = endOfGap(head.partition(), from, last);
    return log.index(head, from, (int) (to - from))
        .thenComposeAsync(
            read -> {
              found.addAll(decoded(head.partition(), read, tally));
              return more(head, last, found, to, tally);
            },
            executor);
  }

  /** The last block, behind one that is not known, before the next page that has its first. */
  private long endOfGap(PartitionId partition, long after, long last) {
    long end = Place.of(partition, after + 1).lastBlock();
    while (end < last) {
      Page page = pages.getIfPresent(Place.of(partition, end + 1));
      if (page != null && page.has(end + 1)) {
        return end;
      }
      end += PAGE_BLOCKS;
    }
    return last;
  }

  private List<@Nullable SkipEntry> decoded(
      PartitionId partition, List<IndexedBlock> read, Tally tally) {
    var entries = new ArrayList<@Nullable SkipEntry>(read.size());
    long[] bytes = new long[read.size()];
    long firstDamaged = Long.MAX_VALUE;
    for (IndexedBlock block : read) {
      SkipEntry entry = null;
      if (block.hasEntry()) {
        try {
          entry = SkipEntry.decode(partition, block.sequence(), block.entry());
          bytes[entries.size()] =
              ENTRY_BYTES + block.entry().size() + (long) FIELD_BYTES * entry.fieldNames().size();
        } catch (MillraceException e) {
          if (e.kind() != Kind.CORRUPT) {
            throw e;
          }
          tally.indexDamaged.increment();
          // Whoever takes the entries counts all that are null.
          tally.blocksUnindexed.decrement();
          firstDamaged = Math.min(firstDamaged, block.sequence());
        }
      }
      entries.add(entry);
    }
    keep(partition, read, entries, bytes, firstDamaged);
    return entries;
  }

  private void keep(
      PartitionId partition,
      List<IndexedBlock> read,
      List<@Nullable SkipEntry> entries,
      long[] bytes,
      long firstDamaged) {
    long first = read.get(0).sequence();
    int at = 0;
    while (at < read.size() && first + at < firstDamaged) {
      Place place = Place.of(partition, first + at);
      long end = Math.min(place.lastBlock() + 1, firstDamaged);
      int to = (int) Math.min(read.size(), end - first);
      long sum = 0;
      for (int i = at; i < to; i++) {
        sum += bytes[i];
      }
      List<@Nullable SkipEntry> part = new ArrayList<>(entries.subList(at, to));
      var page = new Page(first + at, Collections.unmodifiableList(part), sum);
      pages.asMap().merge(place, page, IndexPages::joined);
      at = to;
    }
  }

  /** One of the two, or both where they meet. */
  private static Page joined(Page old, Page added) {
    Page joined = old.first() <= added.first() ? old.with(added) : added.with(old);
    return joined.size() >= added.size() ? joined : added;
  }
}
