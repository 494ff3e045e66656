// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.PackEncoder;
import io.millrace.codec.ZstdCodec;
import io.millrace.compact.Outcome.What;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.Backoff;
import io.millrace.store.BlockDictionaries;
import io.millrace.store.BlockLog.CasResult;
import io.millrace.store.Head;
import io.millrace.store.JobDictionaries;
import io.millrace.store.PackRun;
import io.millrace.store.PackStore;
import io.millrace.store.Packed;
import io.millrace.store.StoredHeader;
import io.millrace.store.Stores;
import io.millrace.store.Timers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Merges one partition's blocks into packs, up to its head, and lets the head name them. The rows
 * that blocks lay in before stay: {@link PackSweep} deletes them. Blocks its thread; thread-safe.
 */
public final class Compactor {
  /** Of dictionaries; one job's lie within. */
  private static final long CACHE_BYTES = 16 << 20;

  /** How often the head may move under one commit. */
  private static final int MOVES_MAX = 16;

  private static final String OVERTAKEN = "another compaction was faster";
  private static final Duration PAUSE_FIRST = Duration.ofMillis(50);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(1);

  // ThreadLocalRandom must be asked for in the thread that uses it.
  private static final RandomGenerator RANDOM = () -> ThreadLocalRandom.current().nextLong();

  private final Stores stores;
  private final PackStore packs;
  private final BlockDictionaries dictionaries;
  private final CompactSettings settings;
  private final PackEncoder encoder;
  private final PackSweep sweep;
  private final Timers timers;
  private final Backoff backoff;
  private final LongSupplier wallClockMs;

  /**
   * @param wallClockMs milliseconds since 1970-01-01T00:00Z; tells which partitions are idle
   */
  public Compactor(
      Stores stores, CompactSettings settings, Timers timers, LongSupplier wallClockMs) {
    this.stores = stores;
    this.packs = stores.packs();
    this.dictionaries = new JobDictionaries(stores.dictionaries(), CACHE_BYTES);
    this.settings = settings;
    this.encoder = new PackEncoder(BlockLimits.DEFAULT, ZstdCodec.ofLevel(settings.zstdLevel()));
    this.sweep = new PackSweep(stores);
    this.timers = timers;
    this.backoff = new Backoff(PAUSE_FIRST, PAUSE_MAX, RANDOM, timers);
    this.wallClockMs = wallClockMs;
  }

  /** Says what {@link #compact} would do, and changes nothing. */
  public Outcome look(PartitionId partition) {
    Head head = Await.get(packs.head(partition));
    Outcome refusal = refusal(head);
    if (refusal != null) {
      return refusal;
    }
    Survey survey = Survey.of(stores.blocks(), head, settings.packBytes());
    String little = little(survey);
    return little.isEmpty()
        ? new Outcome(What.WOULD_COMPACT, survey.blocks(), survey.packs(), survey.bytes(), 0, "")
        : Outcome.of(What.NOTHING, little);
  }

  /**
   * Merges the blocks behind those that are packed already, if the partition is idle and that makes
   * them fewer.
   *
   * @throws MillraceException CORRUPT if stored bytes are not as they were written, UNAVAILABLE if
   *     the store gave no definite answer: the packs may be in force or not, and either is right;
   *     the next call goes on from there
   */
  public Outcome compact(PartitionId partition, CompactListener listener) {
    Head head = Await.get(packs.head(partition));
    Outcome refusal = refusal(head);
    if (refusal != null) {
      return refusal;
    }
    Survey survey = Survey.of(stores.blocks(), head, settings.packBytes());
    String little = little(survey);
    if (!little.isEmpty()) {
      return Outcome.of(What.NOTHING, little);
    }
    var run = new PackRun(UUID.randomUUID(), head.packed().list());
    Await.get(packs.announce(partition, run));
    var merge = new Merge(stores, dictionaries, encoder, settings, head, run.id());
    String lost;
    try {
      carry(head, run.id());
      merge.run(
          survey.after(),
          survey.chainBefore(),
          block -> listener.reached(partition, block, head.sequence()));
      lost = commit(head, new Packed(head.sequence(), run.id(), head.packed().swept()));
    } catch (MillraceException e) {
      lost = overtaken(head, run, e);
    }
    if (lost.isEmpty()) {
      return new Outcome(
          What.COMPACTED,
          survey.blocks(),
          merge.written().size(),
          survey.bytes(),
          merge.bytes(),
          "");
    }
    sweep.drop(head, run.id(), merge.written());
    return Outcome.of(What.NOTHING, lost);
  }

  /**
   * What is missing or damaged may be so because another compaction committed meanwhile, and
   * cleared this run away, or because blocks were truncated.
   *
   * @return why the run came to nothing
   * @throws MillraceException the failure itself, if that is not why
   */
  private String overtaken(Head start, PackRun run, MillraceException failure) {
    if (failure.kind() != Kind.CORRUPT && failure.kind() != Kind.NOT_FOUND) {
      throw failure;
    }
    Head now = Await.get(packs.head(start.partition()));
    UUID list = now.packed().list();
    if (!list.equals(run.base()) && !list.equals(run.id())) {
      return OVERTAKEN;
    }
    if (failure.kind() == Kind.NOT_FOUND && list.equals(run.base())) {
      return "its blocks were truncated meanwhile";
    }
    throw failure;
  }

  /** Why the partition is left alone; null if it is not. */
  private @Nullable Outcome refusal(Head head) {
    if (head.sequence() == 0) {
      return Outcome.of(What.NOTHING, "it has no blocks");
    }
    StoredHeader newest = Await.get(stores.blocks().headers(head, head.sequence() - 1)).get(0);
    long idleMs = wallClockMs.getAsLong() - BlockHeader.decode(newest.header()).committedAtMs();
    return idleMs < settings.idle().toMillis()
        ? Outcome.of(What.NOT_IDLE, "its newest block is " + Math.max(0, idleMs / 1_000) + " s old")
        : null;
  }

  /** Why so many blocks are not merged; empty if they are. */
  private String little(Survey survey) {
    if (survey.blocks() < settings.blocksMin()) {
      return survey.blocks()
          + " blocks in no pack (expected: at least "
          + settings.blocksMin()
          + ", millrace.compact.blocks-min)";
    }
    return 2 * survey.packs() > survey.blocks()
        ? survey.blocks() + " blocks are full already: they would make " + survey.packs() + " packs"
        : "";
  }

  /** The new list has all packs that are not deleted, those of earlier runs too. */
  private void carry(Head head, UUID run) {
    Packed before = head.packed();
    if (!before.exists()) {
      return;
    }
    var check = new ListCheck(head, head.start().truncated());
    long first = PackStore.bucketOf(head.start().swept() + 1);
    for (long bucket = first; bucket <= PackStore.bucketOf(before.upTo()); bucket++) {
      var entries = Await.get(packs.entries(head.partition(), before.list(), bucket));
      entries.forEach(check::take);
      Await.get(packs.carry(head.partition(), run, entries));
    }
    check.end();
  }

  /**
   * Lets the head name the run's list, whatever its owner does meanwhile.
   *
   * @return why the run came to nothing; empty if it did not
   */
  private String commit(Head start, Packed next) {
    Head expected = start;
    for (int moves = 0; moves < MOVES_MAX; moves++) {
      CasResult result = untilAnswered(expected, next);
      Head now = result.head();
      if (result.applied() || now.packed().list().equals(next.list())) {
        return "";
      }
      boolean sameList = now.packed().list().equals(start.packed().list());
      if (!sameList || now.sequence() < next.upTo() || now.start().truncated() >= next.upTo()) {
        return sameList ? "its blocks were deleted meanwhile" : OVERTAKEN;
      }
      expected = now;
    }
    return "its head keeps moving: it is not idle";
  }

  /** Repeats the identical call: only that, or another head, settles what became of it. */
  private CasResult untilAnswered(Head expected, Packed next) {
    long deadlineNs = timers.nanoTime() + settings.commitTimeout().toNanos();
    for (int attempt = 1; ; attempt++) {
      try {
        return Await.get(packs.commit(expected, next));
      } catch (MillraceException e) {
        if (e.kind() != Kind.UNAVAILABLE || timers.nanoTime() - deadlineNs > 0) {
          throw e;
        }
        Await.get(backoff.pause(attempt));
      }
    }
  }
}
