// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.model.QuarantineEntry;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.Routes;
import io.millrace.processor.Graph;
import io.millrace.processor.Job;
import io.millrace.processor.Stage;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Drives the stages of a job step by step, and troubles the steps. A step is a record, a move of
 * the clock, or a word on the quarantine. Not thread-safe.
 */
final class Rig {
  private static final UUID JOB_ID = new UUID(0x6d696c6cL, 1);

  private final Trouble trouble;
  private final ManualTime time;
  private final List<StageKit> stages = new ArrayList<>();
  private final StageKit sink;
  private final Map<String, Feed> feeds = new LinkedHashMap<>();
  private long steps;
  private boolean held;

  Rig(Job job, Trouble trouble, Instant start) {
    this.trouble = trouble;
    this.time = new ManualTime(start);
    Stores stores = new InMemoryStores();
    Graph graph = job.graph();
    for (Stage stage : graph.stages()) {
      var partition = new PartitionId(JOB_ID, stages.size());
      var owner =
          new Owner(
              stage.name(),
              partition,
              stores,
              time,
              job.at(stage),
              Routes.of(graph, stage.name(), name -> partitionOf(graph, name)),
              number -> stages.get(number).owner(),
              trouble.snapshotBlocks());
      var ledger = new Ledger(stores.blocks(), partition);
      stages.add(new StageKit(stage.name(), owner, ledger, this::settle));
    }
    this.sink =
        stages.stream().filter(s -> s.name().equals(graph.sink())).findFirst().orElseThrow();
    time.run();
  }

  /** Each stage has one partition; its number is the stage's place. */
  private static PartitionMap partitionOf(Graph graph, String name) {
    List<String> names = graph.stages().stream().map(Stage::name).toList();
    return new PartitionMap(1, List.of(0), List.of(names.indexOf(name)));
  }

  /** The stage whose results are the job's. */
  StageKit sink() {
    return sink;
  }

  /** In the order in which they were named, the source first. */
  List<StageKit> stages() {
    return stages;
  }

  ManualTime time() {
    return time;
  }

  private Owner source() {
    return stages.get(0).owner();
  }

  private void holdAll() {
    stages.forEach(stage -> stage.owner().hold());
  }

  private void releaseAll() {
    stages.forEach(stage -> stage.owner().release());
  }

  /** Each step troubles the next stage. */
  private Owner troubled() {
    return stages.get((int) (steps % stages.size())).owner();
  }

  /** Whether the step that begins is troubled. */
  private boolean strikes() {
    return !held && trouble.strikes(++steps);
  }

  /** Whether the step that begins meets a crash. */
  private boolean crashes() {
    return strikes() && trouble != Trouble.ONE_BLOCK && trouble != Trouble.TWICE;
  }

  /** Sends a record. */
  void send(TestRecord record) {
    Feed feed =
        feeds.computeIfAbsent(record.producer(), producer -> new Feed(producer, source(), time));
    long sequence = feed.add(record);
    if (held) {
      deliverHeld(feed, sequence);
    } else if (!strikes()) {
      feed.deliver(sequence, sequence);
    } else {
      deliver(feed, sequence);
    }
    check();
  }

  private void deliver(Feed feed, long sequence) {
    switch (trouble) {
      case NONE, NONE_AGAIN -> feed.deliver(sequence, sequence);
      case CRASH_BEHIND, SNAPSHOT -> {
        feed.deliver(sequence, sequence);
        crash();
      }
      case CRASH_WITHIN -> {
        troubled().hold();
        feed.deliverHeld(sequence, sequence);
        crash();
      }
      case ONE_BLOCK -> {
        holdAll();
        deliverHeld(feed, sequence);
      }
      case TWICE -> feed.deliverTwice(sequence);
    }
  }

  private void check() {
    stages.forEach(stage -> stage.owner().check());
  }

  private void deliverHeld(Feed feed, long sequence) {
    if (!feed.deliverHeld(sequence, sequence)) {
      releaseAll();
      feed.deliver(sequence, sequence);
      holdAll();
    }
  }

  /** Nothing commits from now on. */
  void hold() {
    held = true;
    holdAll();
  }

  /** All commits, and nothing is held any more. */
  void commit() {
    held = false;
    releaseAll();
  }

  /** All commits, unless the test holds it. */
  private void settle() {
    if (!held) {
      releaseAll();
    }
  }

  /** All crashes and comes back; producers send again what they have no receipt for. */
  void crash() {
    held = false;
    time.forget();
    stages.forEach(stage -> stage.owner().crash());
    stages.forEach(stage -> stage.owner().revive());
    time.run();
    check();
    feeds.values().forEach(Feed::resend);
  }

  /** A snapshot behind every block from now on. */
  void snapshotEveryBlock() {
    settle();
    stages.forEach(stage -> stage.owner().setSnapshotBlocks(Trouble.SNAPSHOT.snapshotBlocks()));
    crash();
  }

  /** Moves the clock on. */
  void advance(Duration by) {
    long end = time.nanoTime() + by.toNanos();
    boolean more = true;
    for (int pauses = 0; more; pauses++) {
      if (pauses >= Feed.PAUSES_MAX) {
        throw new AssertionError(
            "clock: stuck "
                + Duration.ofNanos(end - time.nanoTime())
                + " before its end (expected: less to do than time goes by)");
      }
      more = advance(end);
    }
  }

  private boolean advance(long end) {
    boolean crashes = crashes();
    if (crashes && trouble == Trouble.CRASH_WITHIN) {
      troubled().hold();
    }
    boolean more = time.advance(end);
    check();
    if (crashes) {
      crash();
    }
    return more;
  }

  /** Tries again, or forgets, what lies in quarantine. */
  void act(QuarantineAction action) {
    boolean crashes = crashes();
    for (StageKit stage : stages) {
      List<Long> ids =
          stage.quarantine().stream().filter(e -> !e.parked()).map(QuarantineEntry::id).toList();
      if (ids.isEmpty()) {
        continue;
      }
      if (crashes && trouble == Trouble.CRASH_WITHIN) {
        stage.owner().hold();
        stage.owner().act(action, ids, done -> {});
        crash();
      }
      stage.owner().act(action, ids, done -> {});
      if (crashes) {
        crash();
      }
    }
  }

  /** Sends everything again that was ever sent, if that is this run's trouble. */
  Outcome finish() {
    if (trouble == Trouble.TWICE) {
      feeds.values().forEach(Feed::deliverAllAgain);
    }
    var outcome = new Outcome();
    for (int i = 0; i < stages.size(); i++) {
      outcome.add(stages.get(i).name(), stages.get(i).ledger(), isOrdered(i));
    }
    return outcome;
  }

  /** Whether all that a stage got came from one stage, and so in one order. */
  private boolean isOrdered(int place) {
    List<Integer> senders =
        IntStream.range(0, stages.size()).filter(sender -> hasSent(sender, place)).boxed().toList();
    return senders.isEmpty() || (senders.size() == 1 && isOrdered(senders.get(0)));
  }

  private boolean hasSent(int sender, int target) {
    return stages.get(sender).ledger().sent().stream().anyMatch(sent -> sent.target() == target);
  }
}
