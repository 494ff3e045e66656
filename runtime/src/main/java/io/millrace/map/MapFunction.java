// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.ErrorPolicy.Later;
import io.millrace.processor.Job;
import io.millrace.serde.Serde;
import java.time.Duration;
import java.util.function.Function;

/**
 * A function over items, under a name: the nodes that have its {@link #job} run it. Code does not
 * travel: every node of the cluster needs the function on its class path and the job among its own.
 * Immutable and thread-safe.
 *
 * @param <T> the items
 * @param <R> the results
 */
public final class MapFunction<T, R> {
  /** A map is after throughput: blocks of many items cost the store less than one of each. */
  private static final Duration LINGER = Duration.ofMillis(250);

  private static final ErrorPolicy ERRORS = ErrorPolicy.DEFAULT.withLater(Later.CONTINUE);

  private final Job job;
  private final Serde<T> items;
  private final Serde<R> results;
  private final Function<? super T, ? extends R> function;

  private MapFunction(
      Job job, Serde<T> items, Serde<R> results, Function<? super T, ? extends R> function) {
    this.job = job;
    this.items = items;
    this.results = results;
    this.function = function;
  }

  /**
   * A function that is tried twice more on an item, after 10 and 20 ms, before the item has failed.
   *
   * @param name the job's
   * @param function called from several threads at a time, once or more per item: after a crash, on
   *     what was not committed; it gives no null
   */
  public static <T, R> MapFunction<T, R> of(
      String name, Serde<T> items, Serde<R> results, Function<? super T, ? extends R> function) {
    Job job = Job.of(name, () -> new MapProcessor<>(items, results, function, ERRORS.retries()));
    return new MapFunction<>(job.withErrors(ERRORS).withLinger(LINGER), items, results, function);
  }

  /**
   * The same function with other retries. An item that still fails is a result that tells so; only
   * what the partition itself gives up goes to quarantine, and counts towards the policy's budget.
   */
  public MapFunction<T, R> withErrors(ErrorPolicy policy) {
    Job changed =
        Job.of(job.name(), () -> new MapProcessor<>(items, results, function, policy.retries()))
            .withPartitions(job.partitions())
            .withLinger(job.linger())
            .withErrors(policy);
    return new MapFunction<>(changed, items, results, function);
  }

  /**
   * The same function over so many partitions; items spread over them by chance. Each partition
   * works on one item at a time, so there should be several for each core of the cluster.
   */
  public MapFunction<T, R> withPartitions(int count) {
    return new MapFunction<>(job.withPartitions(count), items, results, function);
  }

  /** What a node that runs the function needs among its jobs. */
  public Job job() {
    return job;
  }

  /** Items to bytes and back. */
  public Serde<T> items() {
    return items;
  }

  /** Results to bytes and back. */
  public Serde<R> results() {
    return results;
  }
}
