// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import io.millrace.store.Stages;
import io.millrace.store.StoredBlock;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** More than may be on its way to Cassandra at a time. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InFlightIT {
  private CassandraStores stores;

  @BeforeAll
  void connect() {
    stores = CassandraStores.connect(settings());
  }

  @AfterAll
  void disconnect() {
    stores.close();
  }

  private static CassandraSettings settings() {
    var server = SharedCassandra.get().contactPoint();
    return CassandraSettings.of(server, EmbeddedCassandra.DATACENTER, "in_flight_it");
  }

  private static CassandraSettings withInFlight(CassandraSettings s, long bytes, int waiting) {
    return new CassandraSettings(
        s.contactPoints(),
        s.schema(),
        s.createSchema(),
        s.username(),
        s.password(),
        s.consistency(),
        s.serialConsistency(),
        s.payloadTimeout(),
        s.casTimeout(),
        s.readTimeout(),
        bytes,
        s.inFlightWritesMax(),
        s.inFlightCommitsMax(),
        waiting);
  }

  @Test
  void givenMoreBytesThanTheBudget_whenWritten_thenAllArriveInTurn() {
    try (var small = CassandraStores.connect(withInFlight(settings(), 1 << 20, 100))) {
      var claimed = Stages.get(small.blocks().claim(new PartitionId(UUID.randomUUID(), 0)));
      var body = ByteString.copyFrom(new byte[700_000]);

      var writes =
          LongStream.rangeClosed(1, 40)
              .mapToObj(
                  sequence ->
                      small
                          .blocks()
                          .write(
                              new StoredBlock(
                                  claimed.partition(),
                                  sequence,
                                  claimed.epoch(),
                                  ByteString.EMPTY,
                                  body))
                          .toCompletableFuture())
              .toArray(CompletableFuture<?>[]::new);
      Stages.get(CompletableFuture.allOf(writes));

      var next = claimed.extend(40, ByteString.EMPTY);
      assertThat(Stages.get(small.blocks().compareAndSet(claimed, next)).applied()).isTrue();
      assertThat(Stages.get(small.blocks().read(next, 0, Long.MAX_VALUE))).hasSize(40);
    }
  }

  @Test
  void givenMoreBlocksThanAConnectionTakes_whenWrittenAtOnce_thenAllArriveInTurn() {
    int count = 12_000; // fewer may be answered as fast as they are sent
    try (var patient = CassandraStores.connect(withInFlight(settings(), 32 << 20, count))) {
      var claimed = Stages.get(patient.blocks().claim(new PartitionId(UUID.randomUUID(), 0)));

      var writes =
          LongStream.rangeClosed(1, count)
              .mapToObj(
                  sequence ->
                      new StoredBlock(
                          claimed.partition(),
                          sequence,
                          claimed.epoch(),
                          ByteString.EMPTY,
                          ByteString.copyFromUtf8("small")))
              .map(block -> patient.blocks().write(block).toCompletableFuture())
              .toArray(CompletableFuture<?>[]::new);

      Stages.get(CompletableFuture.allOf(writes));
      var next = claimed.extend(count, ByteString.EMPTY);
      assertThat(Stages.get(patient.blocks().compareAndSet(claimed, next)).applied()).isTrue();
      assertThat(Stages.get(patient.blocks().read(next, 0, Long.MAX_VALUE))).hasSize(count);
    }
  }

  @Test
  void givenMoreCommitsThanAConnectionTakes_whenMadeAtOnce_thenEachHasItsAnswer() {
    var job = UUID.randomUUID();

    var answers =
        IntStream.range(0, 3_000)
            .mapToObj(number -> Head.unclaimed(new PartitionId(job, number)))
            .map(head -> stores.blocks().compareAndSet(head, head.extend(1, ByteString.EMPTY)))
            .toList();

    for (var answer : answers) {
      assertThat(Stages.get(answer).applied()).isFalse(); // nobody claimed them
    }
  }
}
