// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.block.Block;
import io.millrace.block.SnapshotManifest;
import io.millrace.block.SnapshotPart;
import io.millrace.exchange.ExchangeSettings;
import io.millrace.exchange.StageExchange;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.processor.TimePolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Two partitions of one stage that send to two of the next, with clients, over a network that
 * loses, repeats and reorders, and owners that crash at any step. All by chance from one seed, in
 * one thread.
 */
final class TwoStages {
  private static final UUID JOB = new UUID(5, 6);
  static final int SOURCES = SpreadJob.SOURCES;
  static final int OWNERS = SpreadJob.OWNERS;
  static final int OUTBOX_BYTES_MAX = 1_024;

  private static final PartitionSettings SETTINGS =
      CoreRig.settings(
          "block-records = 4, in-flight-blocks-max = 3, snapshot-blocks = 5, outbox-bytes-max = "
              + OUTBOX_BYTES_MAX);

  private static final ExchangeSettings EXCHANGE =
      ExchangeSettings.from(
          ConfigFactory.parseString(
                  "millrace.exchange { batch-records = 3, batch-bytes = 200 B,"
                      + " in-flight-bytes-max = 500 B }")
              .withFallback(ConfigFactory.defaultReference()));

  private static final ProducerEpoch OPENING = new ProducerEpoch(1, 1);

  /** Whoever gets replies. */
  interface Caller {
    void heard(PartitionReply reply);
  }

  /** Something that will happen; a message may be lost, or happen twice. */
  private record Event(Runnable body, boolean isMessage) {}

  private final Random random;
  private final List<Event> events = new ArrayList<>();
  final List<List<Block>> logs = new ArrayList<>();
  final Owner[] owners = new Owner[OWNERS];
  final List<Client> clients = new ArrayList<>();
  private final List<Optional<Snapshot>> snapshots = new ArrayList<>();
  private boolean faults;
  private long nowMs = 1_000;

  private record Snapshot(List<SnapshotPart> parts, SnapshotManifest manifest) {}

  TwoStages(long seed, long recordsEach) {
    random = new Random(seed);
    for (int number = 0; number < OWNERS; number++) {
      logs.add(new ArrayList<>());
      snapshots.add(Optional.empty());
      owners[number] = new Owner(number, 1);
    }
    for (int source = 0; source < SOURCES; source++) {
      clients.add(new Client(source, recordsEach));
    }
  }

  /** One partition's owner during one term. */
  final class Owner implements PartitionCore.Effects<Caller>, Carrier.Road, Caller {
    private final PartitionId id;
    private final long epoch;
    final PartitionCore<Caller> core;
    private final StageExchange exchange;
    private final ArrayDeque<Block> sealed = new ArrayDeque<>();
    private @Nullable SnapshotCut cut;
    private List<SnapshotPart> parts = List.of();
    private boolean dead;

    private Owner(int number, long epoch) {
      this.id = new PartitionId(JOB, number);
      this.epoch = epoch;
      String stage = number < SOURCES ? "spread" : "note";
      this.core =
          new PartitionCore<>(
              id,
              SpreadJob.GRAPH.stage(stage).orElseThrow().processor().get(),
              CoreRig.NO_RETRY,
              TimePolicy.DEFAULT,
              SETTINGS,
              SpreadJob.routes(stage),
              CallWatch.OFF,
              StateBudget.unbounded().open());
      snapshots
          .get(number)
          .ifPresent(
              taken -> {
                taken.parts().forEach(core.state()::restore);
                core.state().restored(taken.manifest());
              });
      List<Block> log = logs.get(number);
      for (Block block : log.subList((int) core.committedBlock(), log.size())) {
        core.state().replay(block, CoreRig.RAW_BYTES, CoreRig.STORED_BYTES);
      }
      core.begin(new Epoch(epoch), 0);
      this.exchange = new StageExchange(id, EXCHANGE, this);
      exchange.carry(core.owed());
    }

    boolean isIdle() {
      return core.idle() && core.owed().isEmpty();
    }

    long outboxBytes() {
      return core.state().outbox.bytes();
    }

    /** The log takes the next block; the owner may not live to hear of it. */
    void commit() {
      if (sealed.isEmpty()) {
        return;
      }
      Block block = sealed.removeFirst();
      logs.get(id.number()).add(block);
      if (faults && random.nextInt(20) == 0) {
        crash(id.number());
        return;
      }
      core.committed(block.sequence(), CoreRig.RAW_BYTES, CoreRig.STORED_BYTES, nowMs, this);
      SnapshotCut taken = cut;
      if (taken != null && taken.isCommitted()) {
        var manifest =
            taken.manifest(
                new UUID(1, block.sequence()), ByteString.copyFrom(new byte[32]), parts.size());
        snapshots.set(id.number(), Optional.of(new Snapshot(parts, manifest)));
        cut = null;
        core.snapshotEnded(true, 0);
      }
    }

    @Override
    public void reply(Caller caller, PartitionReply reply) {
      events.add(new Event(() -> caller.heard(reply), true));
    }

    @Override
    public void heard(PartitionReply reply) {
      if (!dead) {
        exchange.answered(reply);
      }
    }

    @Override
    public void seal(Block block) {
      sealed.add(block);
    }

    @Override
    public void owes(List<OutboxRecord> committed) {
      exchange.carry(committed);
    }

    @Override
    public void startLinger(Duration wait) {
      later(wait, () -> core.lingered(nowMs, this));
    }

    @Override
    public void startTimers(Duration wait) {
      throw new AssertionError("no timers here");
    }

    @Override
    public boolean isPaused() {
      return false;
    }

    @Override
    public void startRetry(Duration wait) {
      throw new AssertionError("nothing fails here");
    }

    @Override
    public void snapshot(SnapshotCut frozen) {
      var all = new ArrayList<SnapshotPart>();
      var uuid = new UUID(1, frozen.sequence());
      Optional<SnapshotPart> next = frozen.next(uuid, 1, 300);
      while (next.isPresent()) {
        all.add(next.get());
        next = frozen.next(uuid, all.size() + 1, 300);
      }
      parts = all;
      cut = frozen;
    }

    @Override
    public void open(int target) {
      events.add(
          new Event(
              () -> {
                Owner owner = owners[target];
                owner.core.openProducer(id.producer(), opening(), this, owner);
              },
              true));
    }

    @Override
    public void append(int target, long previous, int attempt, List<DataRecord> records) {
      events.add(
          new Event(
              () -> {
                Owner owner = owners[target];
                owner.core.append(
                    id.producer(), opening(), previous, attempt, records, this, nowMs, owner);
              },
              true));
    }

    private ProducerEpoch opening() {
      return new ProducerEpoch(epoch, 1);
    }

    @Override
    public void later(Duration wait, Runnable task) {
      events.add(
          new Event(
              () -> {
                if (!dead) {
                  task.run();
                }
              },
              false));
    }

    @Override
    public void delivered(int target, long sequence) {
      core.delivered(target, sequence);
    }

    @Override
    public void failed(MillraceException cause) {
      if (cause.kind() != Kind.FENCED || owners[id.number()] == this) {
        throw new AssertionError("term failed", cause);
      }
    }
  }

  /** Submits records to one source and sends again what is not acknowledged. */
  final class Client implements Caller {
    private final int source;
    private final long last;
    private long next = 1;
    long acknowledged;
    int busy;

    private Client(int source, long last) {
      this.source = source;
      this.last = last;
    }

    void act() {
      if (next > last || random.nextInt(4) == 0) {
        next = acknowledged + 1;
      }
      if (next > last) {
        return;
      }
      var records = new ArrayList<DataRecord>();
      long previous = next - 1;
      for (int i = random.nextInt(3); i >= 0 && next <= last; i--) {
        records.add(CoreRig.record(next, "k" + next % 5, source + "-" + next));
        next++;
      }
      events.add(
          new Event(
              () -> {
                Owner owner = owners[source];
                owner.core.append("client", OPENING, previous, 0, records, this, nowMs, owner);
              },
              true));
    }

    @Override
    public void heard(PartitionReply reply) {
      if (reply instanceof PartitionReply.Committed m) {
        acknowledged = Math.max(acknowledged, m.last());
      } else if (reply instanceof PartitionReply.NotTaken m) {
        busy += m.reason().contains("outbox") ? 1 : 0;
      }
    }

    boolean isDone() {
      return acknowledged == last;
    }
  }

  private void crash(int number) {
    owners[number].dead = true;
    owners[number] = new Owner(number, owners[number].epoch + 1);
  }

  /** Something by chance. */
  private void step() {
    nowMs++;
    int what = random.nextInt(100);
    if (what < 15) {
      clients.get(random.nextInt(SOURCES)).act();
    } else if (what < 35) {
      owners[random.nextInt(OWNERS)].commit();
    } else if (faults && what < 38) {
      crash(random.nextInt(OWNERS));
    } else if (!events.isEmpty()) {
      happen(events.remove(random.nextInt(events.size())));
    }
    for (Owner owner : owners) {
      // The last record that was taken may have put out as much as one can.
      if (owner.outboxBytes() > OUTBOX_BYTES_MAX + 300) {
        throw new AssertionError(owner.id + " owes " + owner.outboxBytes() + " bytes");
      }
    }
  }

  private void happen(Event event) {
    if (faults && event.isMessage()) {
      int fate = random.nextInt(10);
      if (fate == 0) {
        return;
      }
      if (fate == 1) {
        events.add(event);
      }
    }
    event.body().run();
  }

  /** So many steps, with faults. */
  void suffer(int steps) {
    faults = true;
    for (int i = 0; i < steps; i++) {
      step();
    }
  }

  /** Goes on without faults until all is where it belongs. */
  void settle() {
    faults = false;
    for (int i = 0; i < 200_000; i++) {
      if (isSettled()) {
        return;
      }
      step();
    }
    throw new AssertionError("does not come to an end");
  }

  private boolean isSettled() {
    for (Client client : clients) {
      if (!client.isDone()) {
        return false;
      }
    }
    for (Owner owner : owners) {
      if (!owner.isIdle()) {
        return false;
      }
    }
    return true;
  }
}
