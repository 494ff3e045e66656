// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.aggregate.Aggregates.count;
import static io.millrace.aggregate.Aggregates.distinct;
import static io.millrace.aggregate.Aggregates.quantiles;
import static io.millrace.aggregate.Aggregates.sum;
import static io.millrace.aggregate.Aggregates.topK;
import static io.millrace.partition.CoreRig.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.Aggregates;
import io.millrace.block.Block;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.ProducerEpoch;
import io.millrace.processor.Processor;
import io.millrace.processor.TimePolicy;
import io.millrace.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Windows under a real partition: its watermark, its timers, its recovery. */
class WindowsInPartitionTest {
  private static final ProducerEpoch FIRST = new ProducerEpoch(1, 1);
  private static final TimePolicy TIME =
      new TimePolicy(Duration.ofMillis(10), Duration.ofMinutes(1));
  private static final int RECORDS = 400;
  private static final int SEEDS = 5;

  /** What a partition did so far, whichever owners it had. */
  private static final class Partition {
    private final Supplier<Processor> windows;
    private CoreRig core;
    private long epoch = 1;

    private Partition(Supplier<Processor> windows) {
      this.windows = windows;
      this.core = start(List.of());
    }

    private CoreRig start(List<Block> log) {
      return new CoreRig("", List.of(), log, epoch++, CoreRig.NO_RETRY, TIME, windows.get(), 1_000);
    }

    void append(DataRecord record) {
      core.append("c", "p", FIRST, record.sequence() - 1, List.of(record));
    }

    void commit() {
      while (!core.lingers.isEmpty() || !core.sealed.isEmpty()) {
        if (!core.lingers.isEmpty()) {
          core.linger();
        }
        core.commit(core.sealed.size());
      }
    }

    /** Another owner recovers from what was committed. */
    void crash() {
      core = start(List.copyOf(core.committed));
    }

    /** All results, in committed order. */
    List<String> results() {
      return core.committed.stream()
          .flatMap(block -> block.results().stream())
          .map(r -> r.tag() + r.key().toStringUtf8() + " " + r.value().toStringUtf8() + r.fields())
          .toList();
    }
  }

  private static DataRecord record(long sequence, String key, long timeMs, long n) {
    return new DataRecord(sequence, bytes(key), bytes("v"), timeMs, Fields.of("n", n));
  }

  @Test
  void givenOneBatch_whenItsRecordsMoveTheWatermark_thenWindowsEndBetweenThem() {
    var partition =
        new Partition(
            Windows.tumbling(Duration.ofMillis(100)).aggregate(Aggregates.of(count(), sum("n"))));

    partition.core.append(
        "c",
        "p",
        FIRST,
        0,
        List.of(record(1, "a", 5, 1), record(2, "b", 110, 2), record(3, "a", 50, 4)));
    partition.commit();

    assertThat(partition.results())
        .containsExactly(
            "a 1970-01-01T00:00:00Z/1970-01-01T00:00:00.100Z{count=1, sum.n=1,"
                + " window.end=1970-01-01T00:00:00.100Z, window.revision=1,"
                + " window.start=1970-01-01T00:00:00Z}",
            "latea v{n=4}");
  }

  static Stream<Arguments> kindsAndSeeds() {
    return Stream.of("tumbling", "sliding", "session")
        .flatMap(kind -> IntStream.range(0, SEEDS).mapToObj(seed -> Arguments.of(kind, seed)));
  }

  private static Supplier<Processor> windows(String kind) {
    Windows windows =
        switch (kind) {
          case "tumbling" -> Windows.tumbling(Duration.ofMillis(40));
          case "sliding" -> Windows.sliding(Duration.ofMillis(40), Duration.ofMillis(15));
          default -> Windows.session(Duration.ofMillis(12));
        };
    return windows
        .lateness(Duration.ofMillis(25))
        .aggregate(
            Aggregates.of(count(), sum("n"), distinct("n"), quantiles("n", 0.5), topK("n", 2)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndSeeds")
  void crashesAnywhere_leaveTheSameResultsInTheSameOrder(String kind, int seed) {
    var random = new Random(seed);
    var calm = new Partition(windows(kind));
    var crashing = new Partition(windows(kind));
    var records = new ArrayList<DataRecord>();
    long now = 0;
    for (int i = 1; i <= RECORDS; i++) {
      now += random.nextInt(8);
      long time = now - random.nextInt(random.nextInt(6) == 0 ? 90 : 12);
      records.add(record(i, "k" + random.nextInt(3), time, random.nextInt(50)));
    }

    for (DataRecord record : records) {
      calm.append(record);
      calm.commit();
    }
    int done = 0;
    while (done < RECORDS) {
      int more = Math.min(RECORDS - done, 1 + random.nextInt(5));
      records.subList(done, done + more).forEach(crashing::append);
      if (random.nextInt(3) == 0) {
        crashing.crash(); // what was under way is lost, and comes again
      } else {
        crashing.commit();
        done += more;
        if (random.nextInt(3) == 0) {
          crashing.crash();
        }
      }
    }

    assertThat(crashing.results()).isEqualTo(calm.results());
    assertThat(calm.results().size()).isGreaterThan(RECORDS / 20);
    assertThat(calm.results()).anyMatch(result -> result.startsWith("late"));
  }
}
