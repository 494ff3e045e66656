// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.block.Block;
import io.millrace.block.BlockLimits;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockDictionaries;
import io.millrace.store.BlockLog;
import io.millrace.store.ForwardingBlockLog;
import io.millrace.store.Head;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tail of one partition: what it sees, when it looks, and what it bears. */
class LogTailTest {
  private static final int BLOCKS = 6;
  private static final String NEVER_POLLS = "poll-interval = 60 s";

  private static ActorTestKit kit;
  private static QueryRig rig;
  private static PartitionId partition;
  private static Head whole;

  /** Shows the log up to a block; some looks fail. */
  private static final class Shown extends ForwardingBlockLog {
    final AtomicInteger looks = new AtomicInteger();
    final AtomicInteger failing = new AtomicInteger();
    volatile long upTo;
    volatile Kind kind = Kind.UNAVAILABLE;

    Shown(BlockLog log, long upTo) {
      super(log);
      this.upTo = upTo;
    }

    @Override
    public CompletionStage<Head> head(PartitionId of) {
      looks.incrementAndGet();
      if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return CompletableFuture.failedFuture(MillraceException.of(kind, "no answer"));
      }
      return CompletableFuture.completedFuture(new Span(whole, 0, whole.sequence()).headUpTo(upTo));
    }
  }

  private final Shown log = new Shown(wholeLog(), 3);
  private final LinkedBlockingQueue<CompletableFuture<Long>> asked = new LinkedBlockingQueue<>();
  private final List<Long> seen = Collections.synchronizedList(new ArrayList<>());
  private @Nullable UniqueKillSwitch running;

  private static BlockLog wholeLog() {
    return rig.log;
  }

  @BeforeAll
  static void fill() {
    kit = ActorTestKit.create();
    rig = new QueryRig(kit.system());
    rig.fill(new Random(1), BLOCKS, 3, true);
    partition = new PartitionId(rig.job.id(), 1);
    whole = Stages.get(rig.log.head(partition));
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @AfterEach
  void end() {
    if (running != null) {
      running.shutdown();
    }
  }

  /** Starts it; the stage completes once it ended. */
  private CompletionStage<?> tail(String settings) {
    QuerySettings query = QueryRig.settings(settings);
    var reader =
        new LogReader(
            log, BlockDictionaries.NONE, BlockLimits.DEFAULT, query, ForkJoinPool.commonPool());
    LogTail.Commits commits =
        after -> {
          var told = new CompletableFuture<Long>();
          asked.add(told);
          return told;
        };
    var started =
        reader
            .live(partition, 0, commits)
            .map(Block::sequence)
            .viaMat(KillSwitches.single(), Keep.right())
            .toMat(Sink.foreach(seen::add), Keep.both())
            .run(kit.system());
    running = started.first();
    return started.second();
  }

  private void awaitSeen(long last) {
    await()
        .untilAsserted(
            () ->
                assertThat(seen)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList()));
  }

  private CompletableFuture<Long> question() throws InterruptedException {
    var question = asked.poll(20, TimeUnit.SECONDS);
    assertThat(question).as("question for commits").isNotNull();
    return question;
  }

  @Test
  void givenOwnerThatTells_whenBlocksCommit_thenSeenWithOneLookForEachCommit() throws Exception {
    tail(NEVER_POLLS);
    awaitSeen(3);
    CompletableFuture<Long> first = question();
    assertThat(log.looks).hasValue(1);

    log.upTo = 5;
    first.complete(5L);
    awaitSeen(5);
    CompletableFuture<Long> second = question();
    log.upTo = BLOCKS;
    second.complete((long) BLOCKS);
    awaitSeen(BLOCKS);

    assertThat(question()).isNotDone();
    assertThat(log.looks).hasValue(3);
  }

  @Test
  void givenNobodyWhoTells_whenBlocksCommit_thenFoundByLooking() throws Exception {
    tail("poll-interval = 5 ms");
    awaitSeen(3);
    question().completeExceptionally(new IllegalStateException("no owner"));
    question().complete(3L);

    log.upTo = 4;
    question().completeExceptionally(new IllegalStateException("no owner"));

    awaitSeen(4);
  }

  @Test
  void givenCommitThatTheLogDoesNotShow_whenTold_thenLooksNoOftenerThanItPolls() throws Exception {
    tail(NEVER_POLLS);
    awaitSeen(3);

    question().complete(9L);

    await().untilAsserted(() -> assertThat(log.looks).hasValue(2));
    assertThat(asked.poll(200, TimeUnit.MILLISECONDS)).as("another question").isNull();
    assertThat(log.looks).hasValue(2);
  }

  @Test
  void givenStoreThatDoesNotAnswer_whenItAnswersAgain_thenNothingIsMissing() throws Exception {
    log.failing.set(3);
    tail("poll-interval = 5 ms");
    awaitSeen(3);

    log.upTo = BLOCKS;
    log.failing.set(2);
    question().complete((long) BLOCKS);

    awaitSeen(BLOCKS);
    assertThat(log.looks).hasValue(4 + 3);
  }

  @Test
  void givenStoreThatDoesNotAnswerForTooLong_whenTailed_thenEndsUnavailable() {
    log.failing.set(Integer.MAX_VALUE);
    CompletionStage<?> ended = tail("poll-interval = 5 ms, tail-outage-max = 100 ms");

    assertThatThrownBy(() -> ended.toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(MillraceException.class)
        .hasRootCauseMessage("no answer");
    assertThat(log.looks.get()).isGreaterThan(2);
  }

  @Test
  void givenDamagedLog_whenTailed_thenEndsAtOnce() {
    log.kind = Kind.CORRUPT;
    log.failing.set(1);
    CompletionStage<?> ended = tail("poll-interval = 5 ms");

    assertThatThrownBy(() -> ended.toCompletableFuture().get(20, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(MillraceException.class);
    assertThat(log.looks).hasValue(1);
    assertThat(seen).isEmpty();
  }
}
