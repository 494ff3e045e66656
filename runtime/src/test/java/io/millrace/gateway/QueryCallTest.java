// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.Millrace;
import io.millrace.client.OutgoingRecord;
import io.millrace.v1.QueryRequest;
import io.millrace.v1.QueryResponse;
import io.millrace.v1.Receipt;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a query does when its caller stops waiting, or waits for what is to come. */
@Timeout(120)
class QueryCallTest {
  private static final String ONE_QUERY =
      "millrace.query { running-max = 1, reads-in-flight = 2, page-bytes = 1 KiB }";
  private static final String ALL = "SELECT key, value FROM latest";

  private final HeldStores stores = new HeldStores();
  private final TestNode node = TestNode.start(ONE_QUERY, stores);
  private final Millrace millrace = Millrace.connect(List.of(node.address()));

  @AfterEach
  void stop() {
    stores.letGo();
    millrace.close();
    node.close();
  }

  private Receipt submit(String key, String value) {
    return millrace.submit("latest", OutgoingRecord.of(key, value)).toCompletableFuture().join();
  }

  private Iterator<QueryResponse> ask(QueryRequest.Builder request) {
    return millrace.client().queries().query(request.build());
  }

  /** Reads no block, so it is answered while reads are held, if only its place is free. */
  private void awaitFreePlace() {
    await()
        .ignoreExceptionsMatching(e -> String.valueOf(e.getMessage()).contains("too many queries"))
        .untilAsserted(
            () ->
                assertThat(ask(QueryRequest.newBuilder().setSql(ALL + " LIMIT 0")))
                    .toIterable()
                    .hasSize(2));
  }

  private void assertNoMoreReads(int reads) {
    awaitFreePlace();
    stores.letGo();
    // A query that reads is through: a read of the one before would have been begun by then.
    assertThat(ask(QueryRequest.newBuilder().setSql(ALL + " WHERE key = 'k0'")))
        .toIterable()
        .isNotEmpty();
    assertThat(stores.reads.get())
        .as("reads of the query that ended")
        .isLessThanOrEqualTo(reads + 1);
  }

  @Test
  void givenCallersDeadline_whenTheStoreIsSlow_thenDeadlineExceededAndTheWorkEnds() {
    for (int i = 0; i < 60; i++) {
      submit("k" + i, "v" + i);
    }
    stores.hold();
    int before = stores.reads.get();

    var late =
        millrace
            .client()
            .queries()
            .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
            .query(QueryRequest.newBuilder().setSql(ALL).build());

    assertThatThrownBy(() -> late.forEachRemaining(response -> {}))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
    assertThat(stores.reads.get()).isBetween(before + 1, before + 2);
    assertNoMoreReads(before + 2);
  }

  @Test
  void givenCancelledCall_whenTheStoreIsSlow_thenTheWorkEnds() throws Exception {
    for (int i = 0; i < 60; i++) {
      submit("k" + i, "v" + i);
    }
    stores.hold();
    int before = stores.reads.get();
    Context.CancellableContext context = Context.current().withCancellation();
    Iterator<QueryResponse> running =
        context.call(() -> ask(QueryRequest.newBuilder().setSql(ALL)));
    await().until(() -> stores.reads.get() > before);

    context.cancel(null);

    assertThatThrownBy(() -> running.forEachRemaining(response -> {}))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.CANCELLED));
    assertNoMoreReads(before + 2);
  }

  @Test
  void givenReceiptOfWhatIsToCome_whenQueried_thenItWaitsAndReflectsIt() {
    Receipt first = submit("k", "first");
    Receipt next = first.toBuilder().setBlock(first.getBlock() + 1).build();
    int before = stores.heads.get();
    var waiting =
        CompletableFuture.supplyAsync(
            () -> {
              var values = new StringBuilder();
              ask(QueryRequest.newBuilder()
                      .setSql("SELECT value FROM latest WHERE key = 'k'")
                      .addAtLeast(next))
                  .forEachRemaining(
                      response ->
                          response
                              .getRows()
                              .getRowsList()
                              .forEach(
                                  row ->
                                      values
                                          .append(row.getValues(0).getBytes().toStringUtf8())
                                          .append(row.getValues(0).getText())
                                          .append(' ')));
              return values.toString();
            });
    await().until(() -> stores.heads.get() > before + 3);
    assertThat(waiting).isNotDone();

    Receipt second = submit("k", "second");

    assertThat(second.getBlock()).isEqualTo(next.getBlock());
    assertThat(waiting.join()).isEqualTo("first second ");
  }
}
