// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static io.millrace.gateway.Outage.answers;
import static io.millrace.gateway.Outage.assertRetryable;
import static io.millrace.gateway.Outage.batch;
import static io.millrace.gateway.SubmitCall.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import io.millrace.store.cassandra.CassandraSettings;
import io.millrace.store.cassandra.CassandraStores;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import io.millrace.v1.Answers;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.SubmitResponse;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What clients see while a real Cassandra stands still (SIGSTOP), and after it goes on. */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class CassandraDownIT {
  private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(5);
  private static TestNode node;

  @BeforeAll
  static void start() {
    var settings =
        CassandraSettings.of(
            SharedCassandra.get().contactPoint(),
            EmbeddedCassandra.DATACENTER,
            "cassandra_down_it");
    node =
        TestNode.start(
            "millrace.ingest { open-timeout = 5 s, answer-timeout = 2 s }",
            CassandraStores.connect(settings));
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void goOn() {
    signal("CONT");
  }

  private static void signal(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(SharedCassandra.get().pid()))
              .inheritIO()
              .start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void givenFrozenCassandra_whenHelloSent_thenUnavailableWithRetryInfoInTime() throws Exception {
    node.submitBlocking().submitBatch(batch("c1", "before"));
    signal("STOP");
    long start = System.nanoTime();

    var call =
        new SubmitCall(node.submit()).hello("latest", "c1", ProducerMode.PRODUCER_MODE_FRESH);

    assertRetryable(call.failure());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(OPEN_TIMEOUT.plusSeconds(5));
    signal("CONT");
    var again =
        new SubmitCall(node.submit()).hello("latest", "c1", ProducerMode.PRODUCER_MODE_FRESH);
    assertThat(again.welcome().getProducerEpoch()).isPositive();
    again.halfClose();
  }

  @Test
  void givenOpenStream_whenCassandraFreezesAndGoesOn_thenStalledThenAnsweredOnce()
      throws Exception {
    var call =
        new SubmitCall(node.submit()).hello("latest", "c2", ProducerMode.PRODUCER_MODE_FRESH);
    call.welcome();
    call.batch(record(1, "c2", "before"));
    answers(call, 1);
    signal("STOP");

    call.batch(record(2, "c2", "during"));

    SubmitResponse first = call.next();
    assertThat(first.hasStalled()).as("response: %s", first).isTrue();
    assertThat(first.getStalled().getRetryAfter().getSeconds()).isPositive();
    signal("CONT");
    call.batch(record(3, "c2", "after"));
    Answers answers = answers(call, 2);
    call.halfClose();
    assertThat(call.end().getCode()).isEqualTo(Status.Code.OK);
    assertThat(answers.getReceiptsList().get(answers.getReceiptsCount() - 1).getLastSequence())
        .isEqualTo(3);
    assertThat(node.get("c2")).isEqualTo("after");
  }

  @Test
  void givenFrozenCassandra_whenSingleBatchSubmitted_thenUnavailableAndItMayStillCommit()
      throws Exception {
    node.submitBlocking().submitBatch(batch("c3", "before"));
    signal("STOP");

    assertRetryable(catchThrowable(() -> node.submitBlocking().submitBatch(batch("c3", "during"))));

    signal("CONT");
    node.submitBlocking().submitBatch(batch("c3", "after"));
    assertThat(node.get("c3")).isEqualTo("after");
  }
}
