// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import io.millrace.model.PartitionMap;
import io.millrace.model.ResultRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Draws a job of several stages, in the order in which records pass them:
 *
 * <pre>{@code
 * Job.named("words")
 *     .source()
 *     .stage("split", splitter)
 *     .keyBy(ResultRecord::value)
 *     .stage("count", counter)
 *     .sink();
 * }</pre>
 *
 * <p>What a stage puts out goes to the next one that is named, under the key that {@link #keyBy}
 * gives. {@link #from} starts elsewhere: several of them before one {@link #stage} merge, several
 * stages behind one fan out. Not thread-safe. All methods throw IllegalArgumentException if the
 * drawing is wrong; the message names the stage.
 */
public final class GraphBuilder {
  private final String job;
  private final List<Stage> stages = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();
  private final List<Start> starts = new ArrayList<>();
  private boolean begun;
  private boolean implied;

  /** An edge of which the end is to come. */
  private static final class Start {
    private final String stage;
    private final String tag;
    private @Nullable KeyBy keyBy;
    private boolean bySend;

    private Start(String stage, String tag) {
      this.stage = stage;
      this.tag = tag;
    }

    private boolean isOpen() {
      return keyBy == null && !bySend;
    }
  }

  GraphBuilder(String job) {
    this.job = job;
  }

  /** Begins: the next stage takes what is submitted to the job. */
  public GraphBuilder source() {
    check(!begun, "second source", "one .source(), before the first stage");
    begun = true;
    return this;
  }

  /** Adds a stage at the end of the edges that were started. */
  public GraphBuilder stage(String name, Supplier<Processor> processor) {
    check(begun, "stage '" + name + "' before the source", ".source() first");
    check(
        stages.isEmpty() || !starts.isEmpty(),
        "stage '" + name + "': nothing leads to it",
        ".from(\"stage\").keyBy(...) before it");
    finish(name);
    stages.add(Stage.of(name, processor));
    startFrom(name);
    return this;
  }

  /** Ends the edges that were started at a stage that is, or will be, added elsewhere. */
  public GraphBuilder to(String stage) {
    check(!starts.isEmpty(), "edge to '" + stage + "' from nowhere", ".from(\"stage\") before it");
    finish(stage);
    startFrom(stage);
    return this;
  }

  private void finish(String to) {
    for (Start start : starts) {
      check(
          !start.isOpen(),
          "stage '" + to + "': no key for what comes from '" + start.stage + "'",
          ".keyBy(output -> key) before it; .keyBy(ResultRecord::key) keeps the key");
      edges.add(new Edge(start.stage, start.tag, to, Optional.ofNullable(start.keyBy)));
    }
    starts.clear();
  }

  private void startFrom(String stage) {
    starts.add(new Start(stage, ResultRecord.MAIN));
    implied = true;
  }

  /** Starts an edge at the main outputs of a stage, instead of at the last stage. */
  public GraphBuilder from(String stage) {
    return from(stage, ResultRecord.MAIN);
  }

  /** Starts an edge at one of a stage's outputs, instead of at the last stage. */
  public GraphBuilder from(String stage, String tag) {
    if (implied) {
      starts.clear();
      implied = false;
    }
    starts.add(new Start(stage, tag));
    return this;
  }

  /** The key under which outputs travel along the edges that were started and have none yet. */
  public GraphBuilder keyBy(KeyBy key) {
    openStarts("keyBy").forEach(start -> start.keyBy = key);
    return this;
  }

  /**
   * No output travels along the edges that were started and have no key yet: the processors where
   * they start send each message by {@code Effect.Builder.send}, with the key it names. Their
   * outputs stay results.
   */
  public GraphBuilder bySend() {
    openStarts("bySend").forEach(start -> start.bySend = true);
    return this;
  }

  private List<Start> openStarts(String method) {
    List<Start> open = starts.stream().filter(Start::isOpen).toList();
    check(!open.isEmpty(), method + ": no edge to key", "it follows .stage(...) or .from(...)");
    implied = false;
    return open;
  }

  /** The stage added last gets so many partitions, 1 to {@link PartitionMap#PARTITIONS_MAX}. */
  public GraphBuilder partitions(int count) {
    check(count > 0, "partitions: " + count, "1 to " + PartitionMap.PARTITIONS_MAX);
    Stage last = last("partitions");
    return replace(new Stage(last.name(), last.processor(), count, last.errors()));
  }

  /** The stage added last gets an error policy of its own; the budget stays the job's. */
  public GraphBuilder errors(ErrorPolicy policy) {
    Stage last = last("errors");
    return replace(
        new Stage(last.name(), last.processor(), last.partitions(), Optional.of(policy)));
  }

  private Stage last(String method) {
    check(!stages.isEmpty(), method + ": no stage yet", "it follows .stage(...)");
    return stages.get(stages.size() - 1);
  }

  private GraphBuilder replace(Stage stage) {
    stages.set(stages.size() - 1, stage);
    return this;
  }

  /**
   * Ends: the last stage, or the one of the last {@link #from}, has the job's results.
   *
   * @return version 1 of the job
   */
  public Job sink() {
    check(!stages.isEmpty(), "sink: no stage yet", "at least one .stage(...) before it");
    check(
        starts.size() == 1 && starts.get(0).isOpen() && starts.get(0).tag.isEmpty(),
        "sink: " + starts.size() + " edges end here",
        "one stage: .from(\"stage\").sink(), without key or tag");
    return Job.of(job, new Graph(stages, edges, starts.get(0).stage));
  }

  private void check(boolean ok, String wrong, String expected) {
    GraphCheck.check(ok, "job '" + job + "': " + wrong, expected);
  }
}
