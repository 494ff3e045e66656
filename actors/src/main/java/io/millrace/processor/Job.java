// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import io.millrace.model.PartitionMap;
import java.util.List;
import java.util.function.Supplier;

/**
 * A named, versioned piece of work: one stage, or a graph of several, each over a set of
 * partitions.
 *
 * @param name 1 to {@link #NAME_LENGTH_MAX} characters out of {@code a-z 0-9 - _ .}, starting with
 *     a letter
 * @param version version of its code, from 1: count it up whenever nodes with the code before must
 *     not run it any more, as when it writes states that the code before cannot read; the new code
 *     must read the states of the old
 * @param partitions how many partitions each stage of a new job gets that does not say; a
 *     registered one keeps what it has
 * @param processor makes the processor of one partition; of the source, if there are several stages
 * @param errors what becomes of records on which the processor fails, in stages that do not say
 * @param time how its partitions make their event-time watermarks
 * @param storage how its results are indexed and for how long they stay
 * @param graph the stages and the ways between them
 */
public record Job(
    String name,
    int version,
    int partitions,
    Supplier<Processor> processor,
    ErrorPolicy errors,
    TimePolicy time,
    StoragePolicy storage,
    Graph graph) {
  /** Longest name. */
  public static final int NAME_LENGTH_MAX = 100;

  /** How names of jobs and stages are formed. */
  static final String NAME_PATTERN = "[a-z][a-z0-9._-]{0," + (NAME_LENGTH_MAX - 1) + "}";

  /** The same in words. */
  static final String NAME_FORM = "a-z, then up to " + (NAME_LENGTH_MAX - 1) + " of a-z 0-9 - _ .";

  /** Partitions of a job that does not say. */
  public static final int PARTITIONS_DEFAULT = 16;

  public Job {
    if (!name.matches(NAME_PATTERN)) {
      throw new IllegalArgumentException("job name: '" + name + "' (expected: " + NAME_FORM + ")");
    }
    if (version < 1) {
      throw new IllegalArgumentException("job version: " + version + " (expected: >= 1)");
    }
    if (partitions < 1 || partitions > PartitionMap.PARTITIONS_MAX) {
      throw new IllegalArgumentException(
          "partitions: " + partitions + " (expected: 1 to " + PartitionMap.PARTITIONS_MAX + ")");
    }
  }

  /** Version 1 of a job with the default number of partitions. */
  public static Job of(String name, Supplier<Processor> processor) {
    return of(name, Graph.of(processor));
  }

  /** Version 1 of a job of these stages, with the default number of partitions each. */
  static Job of(String name, Graph graph) {
    return new Job(
        name,
        1,
        PARTITIONS_DEFAULT,
        graph.source().processor(),
        ErrorPolicy.DEFAULT,
        TimePolicy.DEFAULT,
        StoragePolicy.DEFAULT,
        graph);
  }

  /** Starts to draw a job of several stages. */
  public static GraphBuilder named(String name) {
    return new GraphBuilder(name);
  }

  /**
   * The same job as another version of its code. The highest version that any node brought is in
   * force; nodes with a lower one do not run the job.
   */
  public Job withVersion(int number) {
    return new Job(name, number, partitions, processor, errors, time, storage, graph);
  }

  /** The same job with another number of partitions. */
  public Job withPartitions(int count) {
    return new Job(name, version, count, processor, errors, time, storage, graph);
  }

  /** The same job with another error policy. */
  public Job withErrors(ErrorPolicy policy) {
    return new Job(name, version, partitions, processor, policy, time, storage, graph);
  }

  /** The same job with another time policy. */
  public Job withTime(TimePolicy policy) {
    return new Job(name, version, partitions, processor, errors, policy, storage, graph);
  }

  /** The same job with another storage policy. */
  public Job withStorage(StoragePolicy policy) {
    return new Job(name, version, partitions, processor, errors, time, policy, graph);
  }

  /**
   * The same job with a filter of these fields' values in the skip index, so that a query for one
   * value reads few blocks. Holds for blocks written from then on.
   */
  public Job withIndexed(String... fields) {
    return withStorage(storage.withIndexed(List.of(fields)));
  }

  /** The job as a stage of its graph runs it: with the stage's processor, partitions and policy. */
  public Job at(Stage stage) {
    return new Job(
        name,
        version,
        stage.partitions() == 0 ? partitions : stage.partitions(),
        stage.processor(),
        stage.errors().orElse(errors),
        time,
        storage,
        graph);
  }
}
