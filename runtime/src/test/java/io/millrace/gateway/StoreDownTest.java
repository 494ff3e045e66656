// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static io.millrace.gateway.Outage.answers;
import static io.millrace.gateway.Outage.assertRetryable;
import static io.millrace.gateway.Outage.batch;
import static io.millrace.gateway.SubmitCall.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.SubmitResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients see while the store fails every call, and after it is back. */
@Timeout(60)
class StoreDownTest {
  private static final ValveStores STORES = new ValveStores();
  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start("millrace.ingest.open-timeout = 5 s", STORES);
  }

  @AfterEach
  void storeIsBack() {
    STORES.open();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @Test
  void givenStoreDown_whenHelloSent_thenUnavailableWithRetryInfo() throws Exception {
    STORES.down();
    long start = System.nanoTime();

    var call =
        new SubmitCall(node.submit()).hello("latest", "d1", ProducerMode.PRODUCER_MODE_FRESH);

    assertRetryable(call.failure());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
  }

  @Test
  void givenOpenStream_whenStoreGoesDownAndComesBack_thenStalledNothingAnsweredThenGoesOn()
      throws Exception {
    var call =
        new SubmitCall(node.submit()).hello("latest", "d2", ProducerMode.PRODUCER_MODE_FRESH);
    call.welcome();
    call.batch(record(1, "d2", "before")).answers(1);
    STORES.down();

    call.batch(record(2, "d2", "during"));

    SubmitResponse first = call.next();
    SubmitResponse second = call.next();
    assertThat(first.hasStalled()).as("response: %s", first).isTrue();
    assertThat(first.getStalled().getReason()).contains("store");
    assertThat(first.getStalled().getRetryAfter().getSeconds()).isPositive();
    assertThat(second.hasStalled()).as("response: %s", second).isTrue();
    STORES.open();
    call.batch(record(3, "d2", "after"));
    assertThat(answers(call, 2).getReceiptsList())
        .allSatisfy(r -> assertThat(r.getDuplicates()).isZero());
    call.halfClose();
    assertThat(call.end().getCode()).isEqualTo(Status.Code.OK);
    assertThat(node.get("d2")).isEqualTo("after");
  }

  @Test
  void givenStoreDown_whenBatchSubmitted_thenUnavailableWithRetryInfoAndWorksLater()
      throws Exception {
    STORES.down();

    assertRetryable(catchThrowable(() -> node.submitBlocking().submitBatch(batch("d3", "a"))));

    STORES.open();
    node.submitBlocking().submitBatch(batch("d3", "b"));
    assertThat(node.get("d3")).isEqualTo("b");
  }

  @Test
  void givenSubmitterAtWork_whenStoreGoesDown_thenUnavailableWithRetryInfoAtTheDeadline()
      throws Exception {
    node.submitBlocking().submitBatch(batch("d4", "before"));
    STORES.down();

    assertRetryable(catchThrowable(() -> node.submitBlocking().submitBatch(batch("d4", "during"))));

    STORES.open();
    // It was taken before the deadline, and UNAVAILABLE says that it may still happen.
    await().untilAsserted(() -> assertThat(node.get("d4")).isEqualTo("during"));
  }
}
