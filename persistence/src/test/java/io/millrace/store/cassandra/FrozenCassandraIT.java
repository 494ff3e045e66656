// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.store.Head;
import io.millrace.store.LogStart;
import io.millrace.store.SnapshotRef;
import io.millrace.store.Stages;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Unknown outcomes, made by a server that stops in its tracks (SIGSTOP) and goes on later. */
@DisabledOnOs(OS.WINDOWS)
class FrozenCassandraIT {
  private final CassandraStores stores = CassandraStores.connect(settings());
  private final PartitionId partition = new PartitionId(UUID.randomUUID(), 0);

  private static CassandraSettings settings() {
    var server = SharedCassandra.get().contactPoint();
    return CassandraSettings.from(
        ConfigFactory.parseString(
                """
                millrace.cassandra {
                  contact-points = ["%s:%d"]
                  local-datacenter = %s
                  keyspace = frozen_cassandra_it
                  payload-timeout = 400 ms
                  cas-timeout = 400 ms
                  read-timeout = 400 ms
                }"""
                    .formatted(
                        server.getHostString(), server.getPort(), EmbeddedCassandra.DATACENTER))
            .withFallback(ConfigFactory.defaultReference()));
  }

  private static void signal(String name) {
    try {
      var kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(SharedCassandra.get().pid()))
              .inheritIO()
              .start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void warmUp() {
    // The timeouts are short; what a server does for the first time may take longer.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> Stages.outcome(stores.blocks().claim(partition)).kind() == null);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                Stages.outcome(stores.producers().open(partition.job(), "warm", false)).kind()
                    == null);
  }

  @AfterEach
  void goOn() {
    signal("CONT");
    stores.close();
  }

  @Test
  void givenFrozenServer_whenItGoesOn_thenTheClaimHoldsForOneOwner() {
    long before = Stages.get(stores.blocks().head(partition)).epoch().value();
    signal("STOP");
    var claim = stores.blocks().claim(partition).toCompletableFuture();
    await()
        .pollDelay(Duration.ofMillis(900)) // over two timeouts: some attempts are unanswered
        .untilAsserted(() -> assertThat(claim).isNotDone());

    signal("CONT");
    var head = Stages.get(claim);

    assertThat(head.epoch().value()).isGreaterThan(before);
    assertThat(Stages.get(stores.blocks().head(partition))).isEqualTo(head);
    var moved = settle(head, head.extend(1, ByteString.copyFromUtf8("c")));
    assertThat(moved.sequence()).isEqualTo(1);
  }

  @Test
  void givenFrozenServer_whenCommitted_thenUnknownUntilRepeated() {
    var head = Stages.get(stores.blocks().claim(partition));
    var start = LogStart.GENESIS.withSnapshot(new SnapshotRef(1, UUID.randomUUID()));
    var next = head.extend(1, ByteString.copyFromUtf8("c"), start);
    signal("STOP");
    var unknown = Stages.outcome(stores.blocks().compareAndSet(head, next));

    signal("CONT");
    var settled = settle(head, next);

    assertThat(unknown.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(settled).isEqualTo(next);
    assertThat(Stages.get(stores.blocks().head(partition))).isEqualTo(next);
  }

  @Test
  void givenFrozenServer_whenProducerWasOpened_thenTheNextNumberIsNew() {
    var first = open();
    signal("STOP");
    var unknown = Stages.outcome(stores.producers().open(partition.job(), "p", false));

    signal("CONT");
    var later = open();

    assertThat(unknown.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(later.number()).isGreaterThan(first.number());
    assertThat(later.incarnation()).isEqualTo(first.incarnation());
  }

  private ProducerEpoch open() {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> Stages.outcome(stores.producers().open(partition.job(), "p", false)),
            outcome -> outcome.kind() == null)
        .get();
  }

  /** Repeats the identical call until there is a definite answer, as an owner has to. */
  private Head settle(Head expected, Head next) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> Stages.outcome(stores.blocks().compareAndSet(expected, next)),
            outcome -> outcome.kind() == null)
        .get()
        .head();
  }
}
