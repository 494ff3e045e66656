// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.bench.peer.BenchRecords;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class IngestRoundTest {
  private static final BenchRecords RECORDS = new BenchRecords(10, 100);

  @Test
  void givenThreeProducers_whenRun_thenEachRecordIsHandedOverOnceAsItIs() throws Exception {
    var seen = new ConcurrentHashMap<Long, byte[]>();
    var flushes = new AtomicInteger();
    var round = new IngestRound(new IngestLoad(100, 100, 10, 3, 0), 1_000);

    Map<String, Double> results =
        round.run(
            new RecordSink() {
              @Override
              public void send(long place, byte[] key, byte[] value) {
                assertThat(key).isEqualTo(RECORDS.key(1_000 + place));
                assertThat(seen.put(place, value)).isNull();
                round.acknowledged(place);
              }

              @Override
              public void flush() {
                flushes.incrementAndGet();
              }
            },
            1,
            TimeUnit.MINUTES);

    assertThat(seen).hasSize(100);
    assertThat(seen.get(57L)).isEqualTo(RECORDS.value(1_057));
    assertThat(results).containsEntry("records", 100.0).containsOnlyKeys("records", "seconds");
    assertThat(flushes).hasPositiveValue();
  }

  @Test
  void givenRate_whenFirstRecordBlocksItsProducer_thenThoseBehindItCountTheWait() throws Exception {
    long blockedNs = TimeUnit.MILLISECONDS.toNanos(200);
    var round = new IngestRound(new IngestLoad(100, 100, 10, 1, 1_000), 0);

    Map<String, Double> results =
        round.run(
            new Sink() {
              @Override
              public void send(long place, byte[] key, byte[] value) {
                long until = System.nanoTime() + blockedNs;
                while (place == 0 && System.nanoTime() < until) {
                  LockSupport.parkNanos(until - System.nanoTime());
                }
                round.acknowledged(place);
              }
            },
            1,
            TimeUnit.MINUTES);

    // Record 50 was due at 50 ms and handed over at 200 ms at the soonest.
    assertThat(results.get("p50-ms")).isGreaterThanOrEqualTo(149.0);
    assertThat(results.get("max-ms")).isGreaterThanOrEqualTo(200.0);
    assertThat(results.get("p99.9-ms")).isLessThanOrEqualTo(results.get("max-ms"));
  }

  @Test
  void givenRefusedRecord_whenRun_thenFailsWithItsReason() {
    var round = new IngestRound(new IngestLoad(100, 100, 10, 2, 0), 0);

    assertThatThrownBy(
            () ->
                round.run(
                    new Sink() {
                      @Override
                      public void send(long place, byte[] key, byte[] value) {
                        if (place == 41) {
                          round.failed(new IllegalArgumentException("too long"));
                        } else {
                          round.acknowledged(place);
                        }
                      }
                    },
                    1,
                    TimeUnit.MINUTES))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void givenLostAcknowledgement_whenTimeIsUp_thenFailsTellingHowManyAreMissing() {
    var round = new IngestRound(new IngestLoad(10, 100, 10, 2, 0), 0);

    assertThatThrownBy(
            () ->
                round.run(
                    new Sink() {
                      @Override
                      public void send(long place, byte[] key, byte[] value) {
                        if (place != 3) {
                          round.acknowledged(place);
                        }
                      }
                    },
                    50,
                    TimeUnit.MILLISECONDS))
        .hasMessageContaining("1 of 10 records not acknowledged");
  }

  @Test
  void givenSlowRound_whenAcknowledgementsGoOn_thenItMayTakeLongerThanTheTimeout()
      throws InterruptedException {
    var round = new IngestRound(new IngestLoad(13, 100, 10, 1, 8), 0);

    Map<String, Double> results =
        round.run(
            new Sink() {
              @Override
              public void send(long place, byte[] key, byte[] value) {
                round.acknowledged(place);
              }
            },
            1,
            TimeUnit.SECONDS);

    assertThat(results.get("seconds")).isGreaterThan(1.0);
  }

  @Test
  void givenToldLoadWithoutKeys_whenParsed_thenNamesThem() {
    assertThatThrownBy(
            () -> IngestLoad.from(Map.of("records", "5", "value-bytes", "100", "producers", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("keys");
  }

  private abstract static class Sink implements RecordSink {
    @Override
    public void flush() {}
  }
}
