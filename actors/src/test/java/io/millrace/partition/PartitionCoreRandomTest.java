// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.block.Block;
import io.millrace.model.DataRecord;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.CoreRig.Sent;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random batches, resends, openings, commits and crashes against {@link PlainModel}. A crash drops
 * every block that is not committed, and the cold keys, and replays the rest.
 */
class PartitionCoreRandomTest {
  private static final int STEPS = 400;
  private static final String SETTINGS =
      "block-bytes = 1 KiB, block-records = 4, busy-bytes = 60, in-flight-blocks-max = 3,"
          + " uncommitted-bytes-max = 1 KiB, output-bytes-max = 1 KiB";
  private static final String[] ORDERS = {"v", "v", "v", "bad", "boom", "forget", "side"};

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyCourseOfEvents_equalsThePlainModel(long seed) {
    var run = new Run(seed);
    for (int i = 0; i < STEPS; i++) {
      run.step();
    }
    run.settle();
    run.crash();
    run.checkAll();
  }

  /** A caller whose batch was taken or seen, and which of the model's entries answers it. */
  private record Asked(int entry, long last) {}

  private static final class Run {
    private final Random random;
    private final PlainModel model = new PlainModel();
    private final ProducerEpoch[] newest = new ProducerEpoch[3];
    private final ProducerEpoch[] older = new ProducerEpoch[3];
    private final Map<String, Asked> waiting = new HashMap<>();
    private final MemoryColdStore store = new MemoryColdStore();
    private final StateBudget budget;
    private StateShare share;
    private CoreRig rig;
    private long epoch = 1;
    private int sealedSeen;
    private int callers;

    private Run(long seed) {
      random = new Random(seed);
      // Every other partition has room for one to three of its five keys.
      long memory = seed % 2 == 0 ? 1 << 20 : 220L * (1 + random.nextInt(3));
      budget = new StateBudget(memory, 1 << 20, () -> store);
      share = budget.open();
      rig = new CoreRig(SETTINGS, List.of(), epoch, share);
      for (int p = 0; p < newest.length; p++) {
        newest[p] = ProducerEpoch.NONE.next(true);
        older[p] = newest[p];
      }
    }

    private void step() {
      int dice = random.nextInt(100);
      if (dice < 55) {
        batch();
      } else if (dice < 70) {
        commit();
      } else if (dice < 85) {
        if (!rig.lingers.isEmpty()) {
          rig.linger();
          noteSeals();
        }
      } else if (dice < 93) {
        open();
      } else if (dice < 96) {
        crash();
      } else {
        checkAll();
      }
    }

    private void open() {
      int p = random.nextInt(newest.length);
      older[p] = newest[p];
      newest[p] = newest[p].next(random.nextInt(3) == 0);
      if (random.nextBoolean()) {
        // Otherwise this partition learns of the opening from its first batch.
        rig.core.openProducer("p" + p, newest[p], "opener", rig);
        PlainModel.Progress known = model.meet("p" + p, newest[p]);
        assertThat(rig.only("opener", ProducerOpened.class))
            .isEqualTo(
                new ProducerOpened(CoreRig.PARTITION, model.committed("p" + p), known.applied()));
      }
    }

    private void batch() {
      int p = random.nextInt(newest.length);
      String producer = "p" + p;
      ProducerEpoch opening = random.nextInt(10) == 0 ? older[p] : newest[p];
      PlainModel.Progress known = model.meet(producer, opening);
      // This partition sees every third sequence of a producer: 3, 6, 9, …
      long applied = known.applied() / 3;
      long from = Math.max(1, applied + 1 - (random.nextInt(3) == 0 ? random.nextInt(4) : 0));
      from += random.nextInt(10) == 0 ? 1 + random.nextInt(2) : 0;
      var records = new ArrayList<DataRecord>();
      for (long i = from; i < from + 1 + random.nextInt(4); i++) {
        String order = ORDERS[random.nextInt(ORDERS.length)];
        records.add(CoreRig.record(i * 3, "k" + random.nextInt(5), order));
      }
      String caller = "c" + callers++;
      rig.append(caller, producer, opening, (from - 1) * 3, records);
      judge(caller, producer, opening, known, (from - 1) * 3, records);
      noteSeals();
    }

    private void judge(
        String caller,
        String producer,
        ProducerEpoch opening,
        PlainModel.Progress known,
        long previous,
        List<DataRecord> records) {
      long last = records.get(records.size() - 1).sequence();
      if (known.epoch().number() > opening.number()) {
        rig.only(caller, ProducerFenced.class);
      } else if (last <= known.applied()) {
        waiting.put(caller, new Asked(model.entryOf(producer, opening, last), last));
        answers();
      } else if (previous > known.applied()) {
        assertThat(rig.only(caller, Expected.class).applied()).isEqualTo(known.applied());
      } else if (!rig.replies.isEmpty() && rig.replies.getLast().reply() instanceof NotTaken) {
        // Taken up to somewhere, or not at all: the model learns how far from the next opening.
        rig.only(caller, NotTaken.class);
        rig.core.openProducer(producer, opening, "asker", rig);
        long reached = rig.only("asker", ProducerOpened.class).applied();
        model.take(producer, opening, records, reached);
      } else {
        model.take(producer, opening, records, last);
        waiting.put(caller, new Asked(model.entryOf(producer, opening, last), last));
        assertThat(rig.replies).isEmpty();
      }
    }

    private void commit() {
      if (rig.sealed.isEmpty()) {
        return;
      }
      int blocks = 1 + random.nextInt(rig.sealed.size());
      for (Block block : List.copyOf(rig.sealed).subList(0, blocks)) {
        model.commit(block.recordCount());
      }
      sealedSeen -= blocks;
      rig.commit(blocks);
      answers();
      noteSeals();
    }

    /** Every answer speaks of records that are committed, and answers a caller that waits. */
    private void answers() {
      for (Sent sent : rig.replies) {
        Asked asked = waiting.remove(sent.caller());
        assertThat(asked).as("answered once: %s", sent).isNotNull();
        var committed = (Committed) sent.reply();
        assertThat(asked.entry()).as("committed: %s", sent).isLessThan(model.committedCount());
        assertThat(committed.last()).isEqualTo(asked.last());
        assertThat(committed.block()).isLessThanOrEqualTo(rig.committed.size());
      }
      rig.replies.clear();
    }

    /** Blocks sealed since the last look: the model notes their marks and checks their effects. */
    private void noteSeals() {
      List<Block> sealed = List.copyOf(rig.sealed);
      for (Block block : sealed.subList(sealedSeen, sealed.size())) {
        PlainModel.Sealed expected = model.seal(block.recordCount());
        assertThat(block.results()).isEqualTo(expected.results());
        assertThat(block.changes()).containsExactlyInAnyOrderElementsOf(expected.changes());
        assertThat(block.marks()).containsExactlyInAnyOrderElementsOf(expected.marks());
      }
      sealedSeen = sealed.size();
    }

    private void crash() {
      share.close();
      assertThat(store.open()).as("cold keys go with the term").isZero();
      share = budget.open();
      rig = new CoreRig(SETTINGS, rig.committed, ++epoch, share);
      model.crash();
      waiting.clear();
      sealedSeen = 0;
    }

    private void settle() {
      while (!rig.sealed.isEmpty() || !rig.lingers.isEmpty()) {
        if (!rig.lingers.isEmpty()) {
          rig.linger();
          noteSeals();
        }
        commit();
      }
      assertThat(waiting).as("nobody is left waiting").isEmpty();
      assertThat(model.committedCount()).isEqualTo(model.count());
    }

    private void checkAll() {
      model
          .places()
          .forEach(
              (key, place) -> {
                var found = rig.find(key.toStringUtf8());
                assertThat(found.block()).as("block of %s", key).isEqualTo(place.block());
                assertThat(found.index()).as("index of %s", key).isEqualTo(place.index());
              });
      assertThat(rig.core.figures().records()).isEqualTo(model.committedCount());
      assertThat(rig.core.figures().results()).isEqualTo(model.committedResults());
      if (model.committedCount() == model.count()) {
        assertThat(rig.core.figures().keys()).isEqualTo(model.keys());
      }
    }
  }
}
