// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import io.millrace.block.ColumnPlan;
import io.millrace.block.EncodedBody;
import io.millrace.codec.Codec;
import io.millrace.codec.ZstdCodec;
import io.millrace.partition.BlockPlans;
import io.millrace.store.Backoff;
import io.millrace.store.DictionaryStore;
import io.millrace.store.JobDictionaries;
import io.millrace.store.Timers;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's trainer: samples what its jobs' blocks hold, trains dictionaries column by column on one
 * thread, and gives out plans that name those that were measured to pay. Thread-safe.
 */
public final class DictionaryKeeper implements BlockPlans, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DictionaryKeeper.class);
  private static final Duration PAUSE_FIRST = Duration.ofMillis(200);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** Training cannot be interrupted, and its largest samples take about so long. */
  private static final long CLOSE_WAIT_S = 20;

  private final DictionarySettings settings;
  private final ColumnPlan base;
  private final DictionaryCheck check;
  private final Executor worker;
  private final Runnable end;
  private final Map<UUID, JobColumns> jobs = new ConcurrentHashMap<>();

  /**
   * @param base the codec without dictionaries
   * @param check does the work, one at a time on {@code worker}
   * @param end stops the worker
   */
  DictionaryKeeper(
      DictionarySettings settings,
      Codec base,
      DictionaryCheck check,
      Executor worker,
      Runnable end) {
    this.settings = settings;
    this.base = ColumnPlan.of(base);
    this.check = check;
    this.worker = worker;
    this.end = end;
  }

  /**
   * Starts the trainer of a node.
   *
   * @param store outlives it
   * @param cache is given what is put in force
   * @param codec of new blocks; dictionaries are trained for zstd at its default level only
   */
  public static DictionaryKeeper start(
      DictionaryStore store, JobDictionaries cache, DictionarySettings settings, Codec codec) {
    var threads = ManagementFactory.getThreadMXBean();
    var worker =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(2 * settings.jobsMax()),
            DictionaryKeeper::thread);
    worker.allowCoreThreadTimeOut(true);
    var training =
        new ColumnTraining(settings, ZstdCodec.LEVEL_DEFAULT, threads::getCurrentThreadCpuTime);
    RandomGenerator jitter = new SplittableRandom();
    var check =
        new DictionaryCheck(
            store,
            cache,
            settings,
            training,
            new Backoff(PAUSE_FIRST, PAUSE_MAX, jitter, Timers.SYSTEM),
            System::currentTimeMillis);
    return new DictionaryKeeper(settings, codec, check, worker, () -> stop(worker));
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "dictionary-training");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public ColumnPlan inForce(UUID job) {
    return isOn() ? columns(job).plan() : base;
  }

  @Override
  public void encoded(UUID job, ColumnPlan plan, EncodedBody body) {
    if (isOn()) {
      JobColumns columns = columns(job);
      if (columns.encoded(plan, body, System.nanoTime()) && !submit(() -> check(job, columns))) {
        columns.checked();
      }
    }
  }

  private boolean isOn() {
    return settings.enabled() && base.otherwise().id() == ZstdCodec.ID;
  }

  private JobColumns columns(UUID job) {
    JobColumns known = jobs.get(job);
    if (known != null) {
      return known;
    }
    var fresh =
        new JobColumns(
            settings,
            base,
            ZstdCodec.LEVEL_DEFAULT,
            new SplittableRandom(job.getLeastSignificantBits()));
    JobColumns raced = jobs.putIfAbsent(job, fresh);
    if (raced != null) {
      return raced;
    }
    submit(() -> load(job, fresh));
    dropIdle(job);
    return fresh;
  }

  /** A job that comes back after that loads what it had in force. */
  private void dropIdle(UUID latest) {
    while (jobs.size() > settings.jobsMax()) {
      jobs.entrySet().stream()
          .filter(entry -> !entry.getKey().equals(latest))
          .min(Comparator.comparingLong(entry -> entry.getValue().latestNanos()))
          .ifPresent(idlest -> jobs.remove(idlest.getKey(), idlest.getValue()));
    }
  }

  /** False if there is no room, or no more work is taken. */
  private boolean submit(Runnable task) {
    try {
      worker.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void load(UUID job, JobColumns columns) {
    guarded(job, () -> check.load(job, columns));
  }

  private void check(UUID job, JobColumns columns) {
    guarded(job, () -> check.run(job, columns));
    columns.checked();
  }

  private interface Work {
    void run() throws InterruptedException;
  }

  /**
   * What goes wrong here costs bytes, no more: blocks go on as before, and the next look is due.
   */
  private static void guarded(UUID job, Work work) {
    try {
      work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atWarn()
          .setCause(e)
          .addKeyValue("job", job)
          .log("dictionaries not looked at to the end, blocks go on as before");
    }
  }

  private static void stop(ExecutorService worker) {
    worker.shutdownNow();
    try {
      if (!worker.awaitTermination(CLOSE_WAIT_S, TimeUnit.SECONDS)) {
        LOG.atWarn().addKeyValue("waitedS", CLOSE_WAIT_S).log("training goes on, the node ends");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Gives up what is under way and waits for it, some seconds at most. */
  @Override
  public void close() {
    end.run();
  }
}
