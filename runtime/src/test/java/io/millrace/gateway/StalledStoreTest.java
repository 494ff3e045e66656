// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.millrace.v1.GetRequest;
import io.millrace.v1.ListJobsRequest;
import io.millrace.v1.Record;
import io.millrace.v1.SubmitBatchRequest;
import io.millrace.v1.SubmitBatchResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes to the store that never come back, under clients that would send for ever. */
@Timeout(60)
class StalledStoreTest {
  private static final int VALUE_BYTES = 64 << 10;
  private static final int GIB_RECORDS = (1 << 30) / VALUE_BYTES;
  private static final int ACCEPTED_BYTES_MAX = 32 << 20;
  private static final long HEAP_GROWTH_MAX = 256L << 20;

  private final ValveStores stores = new ValveStores();
  private TestNode node;

  @BeforeEach
  void start() {
    // A short answer-timeout, so that the gateway sends again while the store hangs.
    node = TestNode.start("millrace.ingest.answer-timeout = 1 s", stores);
  }

  @AfterEach
  void stop() {
    stores.open();
    node.close();
  }

  private static long heapAfterGc() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void givenStalledStore_whenClientPushesAGibibyte_thenBoundedAndItGoesOnLater() throws Exception {
    node.submitBlocking().submitBatch(batch("warm", 1));
    stores.stall();
    long heapBefore = heapAfterGc();
    var push = new Push(node.submit(), "latest", "pusher", VALUE_BYTES, GIB_RECORDS);

    await().atMost(Duration.ofSeconds(20)).until(() -> push.sent() > 10);
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(30))
        .until(push::sent, sent -> sent == push.sentWhenLastAsked());

    assertThat((long) push.sent() * VALUE_BYTES).isLessThan(ACCEPTED_BYTES_MAX);
    assertThat(stores.bodyBytes()).isLessThan(ACCEPTED_BYTES_MAX);
    assertThat(heapAfterGc() - heapBefore).isLessThan(HEAP_GROWTH_MAX);
    assertThat(push.acknowledged()).isZero();
    // Other calls of the same connection are not held up: jobs and results are still served.
    assertThat(node.jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsCount())
        .isEqualTo(1);
    assertThat(
            node.results()
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .get(GetRequest.newBuilder().setJob("latest").setKeyText("warm").build())
                .getAsOf()
                .getBlock())
        .isPositive();
    int target = push.sent() + 200;
    push.stopAt(target);
    stores.open();

    assertThat(push.end(Duration.ofSeconds(30)).getCode()).isEqualTo(Status.Code.OK);
    assertThat(push.sent()).isEqualTo(target);
    assertThat(push.acknowledged()).isEqualTo(target);
  }

  private static SubmitBatchRequest batch(String key, int valueBytes) {
    return SubmitBatchRequest.newBuilder()
        .setJob("latest")
        .addRecords(
            Record.newBuilder().setKeyText(key).setValue(ByteString.copyFrom(new byte[valueBytes])))
        .build();
  }

  @Test
  void givenStalledStore_whenManySingleBatchesCome_thenEachIsAnsweredInTime() {
    stores.stall();
    var answers = new ArrayList<CompletableFuture<Status.Code>>();
    for (int i = 0; i < 24; i++) {
      var answer = new CompletableFuture<Status.Code>();
      answers.add(answer);
      node.submit().submitBatch(batch("k" + i, 1_000_000), new CodeOf(answer));
    }

    // The gateway waits ten seconds for durability, or less where the caller says so.
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .orTimeout(20, TimeUnit.SECONDS)
        .join();

    List<Status.Code> codes = answers.stream().map(CompletableFuture::join).toList();
    assertThat(codes).containsOnly(Status.Code.UNAVAILABLE, Status.Code.RESOURCE_EXHAUSTED);
    stores.open();
    assertThat(
            node.submitBlocking()
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .submitBatch(batch("later", 10))
                .getReceiptsCount())
        .isEqualTo(1);
  }

  /** Completes with the code that ends a unary call. */
  private record CodeOf(CompletableFuture<Status.Code> code)
      implements StreamObserver<SubmitBatchResponse> {
    @Override
    public void onNext(SubmitBatchResponse response) {}

    @Override
    public void onError(Throwable failure) {
      code.complete(Status.fromThrowable(failure).getCode());
    }

    @Override
    public void onCompleted() {
      code.complete(Status.Code.OK);
    }
  }
}
