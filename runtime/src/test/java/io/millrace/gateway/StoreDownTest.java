// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static io.millrace.gateway.SubmitCall.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import io.millrace.v1.Answers;
import io.millrace.v1.GetRequest;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Record;
import io.millrace.v1.SubmitBatchRequest;
import io.millrace.v1.SubmitResponse;
import java.time.Duration;
import java.util.ArrayList;
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

  private static SubmitBatchRequest batch(String key, String value) {
    return SubmitBatchRequest.newBuilder()
        .setJob("latest")
        .addRecords(Record.newBuilder().setKeyText(key).setValueText(value))
        .build();
  }

  private static String get(String key) {
    return node.results()
        .get(GetRequest.newBuilder().setJob("latest").setKeyText(key).build())
        .getResult()
        .getValueText();
  }

  /** Checks that the failure is UNAVAILABLE and says when to try again. */
  static void assertRetryable(Throwable failure) throws InvalidProtocolBufferException {
    Status status = StatusProto.fromThrowable(failure);
    assertThat(status).as("status of %s", failure).isNotNull();
    assertThat(status.getCode()).as(status.getMessage()).isEqualTo(Code.UNAVAILABLE_VALUE);
    Any details =
        status.getDetailsList().stream()
            .filter(d -> d.is(RetryInfo.class))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no RetryInfo in " + status));
    assertThat(details.unpack(RetryInfo.class).getRetryDelay().getSeconds()).isPositive();
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
    assertThat(call.end().getCode()).isEqualTo(io.grpc.Status.Code.OK);
    assertThat(get("d2")).isEqualTo("after");
  }

  /** Gathers answers among what else comes. */
  static Answers answers(SubmitCall call, int records) throws InterruptedException {
    var all = Answers.newBuilder();
    var others = new ArrayList<SubmitResponse>();
    while (all.getReceiptsList().stream().mapToInt(r -> r.getStepsCount() + 1).sum() < records) {
      SubmitResponse next = call.next();
      if (next.hasAnswers()) {
        all.mergeFrom(next.getAnswers());
      } else {
        others.add(next);
      }
    }
    assertThat(others).allMatch(SubmitResponse::hasStalled);
    return all.build();
  }

  @Test
  void givenStoreDown_whenBatchSubmitted_thenUnavailableWithRetryInfoAndWorksLater()
      throws Exception {
    STORES.down();

    assertRetryable(catchThrowable(() -> node.submitBlocking().submitBatch(batch("d3", "a"))));

    STORES.open();
    node.submitBlocking().submitBatch(batch("d3", "b"));
    assertThat(get("d3")).isEqualTo("b");
  }

  @Test
  void givenSubmitterAtWork_whenStoreGoesDown_thenUnavailableWithRetryInfoAtTheDeadline()
      throws Exception {
    node.submitBlocking().submitBatch(batch("d4", "before"));
    STORES.down();

    assertRetryable(catchThrowable(() -> node.submitBlocking().submitBatch(batch("d4", "during"))));

    STORES.open();
    // It was taken before the deadline, and UNAVAILABLE says that it may still happen.
    await().untilAsserted(() -> assertThat(get("d4")).isEqualTo("during"));
  }
}
