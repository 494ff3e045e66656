// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockLimits;
import io.millrace.cluster.ClusterNode;
import io.millrace.codec.Codecs;
import io.millrace.exchange.ExchangeSettings;
import io.millrace.exchange.StageExchange;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionCommand.Append;
import io.millrace.partition.PartitionCommand.Describe;
import io.millrace.partition.PartitionCommand.Find;
import io.millrace.partition.PartitionCommand.HandOver;
import io.millrace.partition.PartitionCommand.OpenProducer;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Described;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.Waiting;
import io.millrace.processor.Job;
import io.millrace.processor.Typed;
import io.millrace.serde.Serdes;
import io.millrace.serde.StateSerde;
import io.millrace.skip.SkipEncoder;
import io.millrace.skip.SkipSettings;
import io.millrace.store.Timers;
import io.millrace.store.memory.InMemoryStores;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PartitionActorTest {
  private static final ExchangeSettings EXCHANGE =
      ExchangeSettings.from(ConfigFactory.defaultReference());
  private static final ProducerEpoch OPENING = new ProducerEpoch(1, 1);
  private static ActorTestKit kit;
  private static ProcessorWatch watch;
  private static final String SETTINGS =
      "retry-min = 5 ms, retry-max = 10 ms, hand-over-wait = 1 s, fenced-wait = 100 ms";

  private final InMemoryStores stores = new InMemoryStores();
  private final ValveLog log = new ValveLog(stores.blocks());
  private volatile @Nullable String paused;
  private StateBudget states = StateBudget.unbounded();
  private final PartitionId partition = new PartitionId(UUID.randomUUID(), 0);
  private TestProbe<PartitionReply> probe;

  @BeforeAll
  static void start() {
    kit =
        ActorTestKit.create(
            "partition",
            ConfigFactory.parseString("pekko.actor.provider = local")
                .withFallback(ClusterNode.defaults())
                .resolve());
    watch = ProcessorWatch.start(new WatchSettings(Duration.ofMillis(10), Duration.ofMillis(50)));
  }

  @BeforeEach
  void makeProbe() {
    probe = kit.createTestProbe(PartitionReply.class);
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
    watch.close();
  }

  private ActorRef<PartitionCommand> spawn() {
    return spawn(partition, Job.of("test", CoreRig::counting));
  }

  private ActorRef<PartitionCommand> spawn(PartitionId at, Job job) {
    var services =
        new PartitionActor.Services(
            new Term.Services(
                log,
                stores.snapshots(),
                new BlockEncoder(BlockLimits.DEFAULT),
                new SkipEncoder(SkipSettings.DEFAULT),
                Codecs.byName("zstd"),
                BlockLimits.DEFAULT,
                ForkJoinPool.commonPool(),
                Timers.SYSTEM,
                new Random(1),
                System::currentTimeMillis,
                UUID::randomUUID,
                CoreRig.settings(SETTINGS)),
            new RecoverySlots(1),
            watch,
            states,
            (any, fromStage) -> Optional.ofNullable(paused),
            any -> {},
            "here");
    var outbound =
        new Outbound((source, road) -> new StageExchange(source, EXCHANGE, road), this::sent);
    return kit.spawn(PartitionActor.create(at, new StageRun(job, Routes.NONE), outbound, services));
  }

  private void sent(PartitionCommand.Request request) {
    throw new AssertionError("sent to another stage: " + request);
  }

  private Append append(long sequence) {
    return append(partition, sequence);
  }

  private Append append(PartitionId to, long sequence) {
    return new Append(
        to,
        "p",
        OPENING,
        sequence - 1,
        3,
        List.of(CoreRig.record(sequence, "k", "v")),
        probe.ref());
  }

  private <T extends PartitionReply> T reply(Class<T> type) {
    return probe.expectMessageClass(type, Duration.ofSeconds(10));
  }

  @Test
  void givenCommitUnderWay_whenHeadMoves_thenAnsweredAndNotBefore() {
    var actor = spawn();
    actor.tell(append(1));
    reply(Committed.class);
    log.gate = new CompletableFuture<>();

    actor.tell(append(2));

    probe.expectNoMessage(Duration.ofMillis(200));
    log.gate.complete(null);
    assertThat(reply(Committed.class))
        .satisfies(c -> assertThat(c.block()).isEqualTo(2))
        .satisfies(c -> assertThat(c.last()).isEqualTo(2))
        .satisfies(c -> assertThat(c.epoch()).isEqualTo(new Epoch(1)));
  }

  @Test
  void givenSecondOwner_whenFirstCommits_thenItIsFencedTellsItsWaitersAndStops() {
    var first = spawn();
    first.tell(append(1));
    reply(Committed.class);
    var second = spawn();
    second.tell(new Describe(partition, probe.ref()));
    assertThat(reply(Described.class).epoch()).isEqualTo(new Epoch(2));

    first.tell(append(2));

    assertThat(reply(NotTaken.class))
        .satisfies(n -> assertThat(n.attempt()).isEqualTo(NotTaken.ANY_ATTEMPT))
        .satisfies(n -> assertThat(n.reason()).contains("another owner took over"));
    probe.expectTerminated(first, Duration.ofSeconds(10));
    second.tell(append(2));
    assertThat(reply(Committed.class))
        .satisfies(c -> assertThat(c.epoch()).isEqualTo(new Epoch(2)))
        .satisfies(c -> assertThat(c.duplicates()).isZero());
  }

  @Test
  void givenStateThatDoesNotFit_whenTakenOver_thenItDoesNotStartAndSaysWhy() {
    spawn().tell(append(1));
    reply(Committed.class);
    states = new StateBudget(50, 0, MemoryColdStore::new);
    spawn().tell(append(2));

    assertThat(reply(NotTaken.class).reason())
        .contains("partition cannot start here", "estimate=", "millrace.state.memory-max = 50");
  }

  @Test
  void givenStoreThatForgot_whenItRefusesTheOwnerOfTheTerm_thenHeStopsAndTheNextTermGoesOn() {
    var first = spawn();
    first.tell(append(1));
    reply(Committed.class);
    log.refusing = true;

    first.tell(append(2));

    assertThat(reply(NotTaken.class).reason()).contains("head is not what its owner made it");
    probe.expectTerminated(first, Duration.ofSeconds(10));
    log.refusing = false;
    spawn().tell(append(2));
    assertThat(reply(Committed.class))
        .satisfies(c -> assertThat(c.epoch()).isEqualTo(new Epoch(2)))
        .satisfies(c -> assertThat(c.duplicates()).isZero());
  }

  @Test
  void givenStoreDown_whenItIsBack_thenWaitingThenCommittedInOneTerm() {
    var actor = spawn();
    actor.tell(append(1));
    reply(Committed.class);
    log.down = true;

    actor.tell(append(2));

    assertThat(reply(Waiting.class).reason()).contains("store is down, says the test");
    log.down = false;
    PartitionReply next = reply(PartitionReply.class);
    while (next instanceof Waiting) {
      next = reply(PartitionReply.class);
    }
    assertThat(next)
        .isInstanceOfSatisfying(
            Committed.class, c -> assertThat(c.epoch()).isEqualTo(new Epoch(1)));
  }

  @Test
  void givenStoreDownAtTheStart_whenAsked_thenNotTakenAndServesLater() {
    log.down = true;
    var actor = spawn();

    actor.tell(append(1));

    assertThat(reply(NotTaken.class))
        .satisfies(n -> assertThat(n.reason()).contains("cannot be taken over yet"))
        .satisfies(n -> assertThat(n.attempt()).isEqualTo(3));
    log.down = false;
    actor.tell(append(1));
    reply(Committed.class);
  }

  @Test
  void givenCommittedRecords_whenOwnerChanges_thenStateAndWatermarksAreKept() {
    var first = spawn();
    for (int i = 1; i <= 3; i++) {
      first.tell(append(i));
      reply(Committed.class);
    }
    first.tell(HandOver.INSTANCE);
    probe.expectTerminated(first, Duration.ofSeconds(10));

    var second = spawn();

    second.tell(new OpenProducer(partition, "p", new ProducerEpoch(2, 1), probe.ref()));
    assertThat(reply(ProducerOpened.class)).isEqualTo(new ProducerOpened(partition, 3, 3));
    second.tell(new Find(partition, CoreRig.bytes("k"), 0, probe.ref()));
    assertThat(reply(Found.class).block()).isEqualTo(3);
    second.tell(new Describe(partition, probe.ref()));
    assertThat(reply(Described.class))
        .satisfies(d -> assertThat(d.owner()).isEqualTo("here"))
        .satisfies(d -> assertThat(d.figures().records()).isEqualTo(3))
        .satisfies(d -> assertThat(d.figures().keys()).isEqualTo(1));
  }

  @Test
  void givenCommitUnderWay_whenHandedOver_thenItFinishesAndOnlyThenStops() {
    var actor = spawn();
    actor.tell(append(1));
    reply(Committed.class);
    log.gate = new CompletableFuture<>();
    actor.tell(append(2));
    probe.expectNoMessage(Duration.ofMillis(100));

    actor.tell(HandOver.INSTANCE);
    actor.tell(append(3));

    assertThat(reply(NotTaken.class).reason()).contains("moving");
    log.gate.complete(null);
    assertThat(reply(Committed.class).last()).isEqualTo(2);
    probe.expectTerminated(actor, Duration.ofSeconds(10));
  }

  @Test
  void givenBatchForAnotherPartition_whenItArrives_thenNotTaken() {
    var actor = spawn();

    actor.tell(append(new PartitionId(partition.job(), 9), 1));

    assertThat(reply(NotTaken.class).reason()).contains(partition.job() + ":9");
  }

  /** Counts in a state of the version. */
  private static Job counter(StateSerde<Long> state) {
    return Job.of(
        "counter",
        Typed.keys(Serdes.utf8())
            .state(state)
            .results(Serdes.int64())
            .process(
                (record, context) -> {
                  long count = context.state().orElse(0L) + 1;
                  return context.emit(count).setState(count);
                }));
  }

  @Test
  void givenStateOfNewerCode_whenMet_thenThePartitionStopsOthersGoOnAndNewerCodeServesAgain() {
    StateSerde<Long> version1 = StateSerde.of(Serdes.int64());
    StateSerde<Long> version2 =
        StateSerde.version(2, Serdes.int64()).reading(1, Serdes.int64(), count -> count);
    var newer = spawn(partition, counter(version2));
    newer.tell(append(1));
    reply(Committed.class);
    newer.tell(HandOver.INSTANCE);
    probe.expectTerminated(newer, Duration.ofSeconds(10));

    var older = spawn(partition, counter(version1));
    older.tell(append(2));

    for (int i = 0; i < 2; i++) {
      assertThat(reply(NotTaken.class).reason())
          .isEqualTo(
              "partition stopped: processor cannot read a state: partition="
                  + partition
                  + ", expected=code that reads it: deploy it and restart; nothing is lost"
                  + " meanwhile, cause=state cannot be decoded: key=\"k\", version=2,"
                  + " versions known=[1], cause=version is not known here, newer code wrote it");
      older.tell(append(2));
    }
    reply(NotTaken.class);
    var other = new PartitionId(partition.job(), 1);
    spawn(other, counter(version1)).tell(append(other, 1));
    assertThat(reply(Committed.class).partition()).isEqualTo(other);

    older.tell(HandOver.INSTANCE);
    probe.expectTerminated(older, Duration.ofSeconds(10));
    spawn(partition, counter(version2)).tell(append(2));
    assertThat(reply(Committed.class))
        .satisfies(c -> assertThat(c.last()).isEqualTo(2))
        .satisfies(c -> assertThat(c.duplicates()).isZero());
  }
}
