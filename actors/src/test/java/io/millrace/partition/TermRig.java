// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockLimits;
import io.millrace.codec.Codecs;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.Recovery.Recovered;
import io.millrace.processor.Processor;
import io.millrace.processor.StoragePolicy;
import io.millrace.processor.TimePolicy;
import io.millrace.skip.SkipEncoder;
import io.millrace.store.BlockLog;
import io.millrace.store.Stages;
import io.millrace.store.Stores;
import io.millrace.store.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One owner's term over given stores, on one thread, its time under control. */
final class TermRig implements Term.Shell<String>, Timers {
  private record Alarm(long atNanos, CompletableFuture<Void> rings) {}

  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>((a, b) -> Long.compare(a.atNanos(), b.atNanos()));
  private final Random random = new Random(5);
  private long nanos;
  final List<PartitionReply> replies = new ArrayList<>();
  final Recovered<String> recovered;
  final Term<String> term;
  @Nullable Throwable ended;
  boolean paused;

  /** Recovers the partition and begins a term. */
  TermRig(Stores stores, BlockLog log, String settings) {
    this(stores, log, settings, CoreRig.counting());
  }

  /** The same with another processor. */
  TermRig(Stores stores, BlockLog log, String settings, Processor processor) {
    this(stores, log, settings, processor, StoragePolicy.DEFAULT);
  }

  /** The same with another storage policy. */
  TermRig(
      Stores stores, BlockLog log, String settings, Processor processor, StoragePolicy storage) {
    this(stores, log, settings, processor, storage, StateBudget.unbounded().open());
  }

  /** The same within a budget. */
  TermRig(Stores stores, BlockLog log, String settings, StateShare share) {
    this(stores, log, settings, CoreRig.counting(), StoragePolicy.DEFAULT, share);
  }

  private TermRig(
      Stores stores,
      BlockLog log,
      String settings,
      Processor processor,
      StoragePolicy storage,
      StateShare share) {
    var partition = CoreRig.settings(settings);
    recovered =
        Stages.get(
            new Recovery<String>(
                    log, stores.snapshots(), BlockLimits.DEFAULT, 1 << 20, Runnable::run)
                .recover(
                    CoreRig.PARTITION,
                    () ->
                        new PartitionCore<>(
                            CoreRig.PARTITION,
                            processor,
                            CoreRig.NO_RETRY,
                            TimePolicy.DEFAULT,
                            partition,
                            Routes.NONE,
                            CallWatch.OFF,
                            share)));
    term =
        new Term<>(
            recovered,
            storage,
            services(stores, log, this, random, () -> 1_000 + nanos / 1_000_000, partition),
            tasks::add,
            this);
  }

  static Term.Services services(
      Stores stores,
      BlockLog log,
      Timers timers,
      Random random,
      LongSupplier clockMs,
      PartitionSettings settings) {
    return new Term.Services(
        log,
        stores.snapshots(),
        new BlockEncoder(BlockLimits.DEFAULT),
        new SkipEncoder(settings.index()),
        Codecs.byName("zstd"),
        BlockLimits.DEFAULT,
        Runnable::run,
        timers,
        random,
        clockMs,
        () -> new UUID(random.nextLong(), random.nextLong()),
        settings);
  }

  /** Puts records {@code from} to {@code to} of producer "p" in, one batch each, and runs. */
  void put(long from, long to) {
    for (long i = from; i <= to; i++) {
      term.core()
          .append(
              "p",
              new ProducerEpoch(1, 1),
              i - 1,
              0,
              List.of(CoreRig.record(i, "k" + i % 7, "v")),
              "c" + i,
              1_000 + nanos / 1_000_000,
              term);
      run();
    }
  }

  /** Runs what is to be run now. */
  void run() {
    while (!tasks.isEmpty()) {
      tasks.remove().run();
    }
  }

  /** Lets time go by. */
  void pass(Duration time) {
    long until = nanos + time.toNanos();
    while (!alarms.isEmpty() && alarms.peek().atNanos() <= until) {
      Alarm alarm = alarms.remove();
      nanos = alarm.atNanos();
      alarm.rings().complete(null);
      run();
    }
    nanos = until;
  }

  Found find(String key) {
    return (Found) term.core().find(ByteString.copyFromUtf8(key), 0);
  }

  @Override
  public void tell(String caller, PartitionReply reply) {
    replies.add(reply);
  }

  @Override
  public boolean isPaused() {
    return paused;
  }

  @Override
  public void ended(Throwable cause) {
    ended = cause;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public CompletionStage<Void> pause(Duration wait) {
    var rings = new CompletableFuture<Void>();
    alarms.add(new Alarm(nanos + wait.toNanos(), rings));
    return rings;
  }
}
