// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.PackedRecords;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.store.JobEntry;
import io.millrace.v1.Answers;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to lanes, pumping what was touched does what pumping all of them would do. */
class LanesTest {
  private static final UUID JOB = new UUID(7, 7);
  private static final int PARTITIONS = 6;
  private static final IngestSettings SETTINGS =
      IngestSettings.from(
          ConfigFactory.parseString(
                  "millrace.ingest { batch-records = 4, batch-bytes = 1 KiB,"
                      + " partition-bytes-max = 2 KiB, client-bytes-max = 6 KiB }")
              .withFallback(ConfigFactory.defaultReference()));

  private final long[] lastSent = new long[PARTITIONS];
  private int sent;
  private final Lanes lanes =
      new Lanes(
          new JobEntry("job", JOB, 1, PartitionMap.even(PARTITIONS)),
          SETTINGS,
          (partition, previous, attempt, records) -> {
            sent++;
            lastSent[partition.number()] = records.get(records.size() - 1).sequence();
          });

  private static PackedRecords records(Random random, long first) {
    int count = 1 + random.nextInt(5);
    return PackedRecords.copyOf(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new DataRecord(
                        first + i,
                        ByteString.copyFromUtf8("key-" + random.nextInt(40)),
                        ByteString.copyFrom(new byte[random.nextInt(300)]),
                        DataRecord.NO_EVENT_TIME,
                        Fields.EMPTY))
            .toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void givenAnythingThatHappens_whenPumped_thenAsIfAllLanesWere(int seed) {
    var random = new Random(seed);
    long next = 1;
    int full = 0;
    int lingering = 0;
    for (int step = 0; step < 3_000; step++) {
      int number = random.nextInt(PARTITIONS);
      var partition = new PartitionId(JOB, number);
      switch (random.nextInt(8)) {
        case 0 -> lanes.of(partition).open(0);
        case 1 -> lanes.of(partition).notTaken(NotTaken.ANY_ATTEMPT);
        case 2 -> lanes.of(partition).resume(step);
        case 3 -> lanes.forgetUnsent(next - 3, next);
        case 4, 5 -> {
          PackedRecords some = records(random, next);
          next += some.size();
          lanes.add(some);
        }
        default -> {
          var all = new Committed(partition, new Epoch(1), 1, lastSent[number], 0, List.of());
          lanes.of(partition).committed(all, step, Answers.newBuilder());
        }
      }
      boolean lingerOver = random.nextInt(4) == 0;
      Lanes.Load load = lanes.pump(step, lingerOver);
      int before = sent;

      lanes.all().forEach(lane -> lane.pump(0, lingerOver));

      assertThat(sent).as("batches that were left").isEqualTo(before);
      long bytes = lanes.all().stream().mapToLong(PartitionLane::bytes).sum();
      boolean tooMuch = bytes >= SETTINGS.clientBytesMax();
      boolean lingers = lanes.all().stream().anyMatch(PartitionLane::lingers);
      assertThat(load)
          .isEqualTo(
              new Lanes.Load(
                  bytes,
                  tooMuch
                      || lanes.all().stream()
                          .anyMatch(lane -> lane.bytes() >= SETTINGS.partitionBytesMax()),
                  lingers));
      full += load.full() ? 1 : 0;
      lingering += lingers ? 1 : 0;
    }
    assertThat(full).isBetween(30, 2_970);
    assertThat(lingering).isBetween(30, 2_999);
    assertThat(sent).isGreaterThan(300);
  }
}
