// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.Millrace;
import io.millrace.client.Answer;
import io.millrace.client.OutgoingRecord;
import io.millrace.v1.PositionsRequest;
import io.millrace.v1.QueryRequest;
import io.millrace.v1.Receipt;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pages of a query whose blocks retention has deleted meanwhile. */
@Timeout(120)
class TruncatedReadsTest {
  private static Receipt submit(Millrace millrace, String value) {
    return millrace.submit("latest", OutgoingRecord.of("k", value)).toCompletableFuture().join();
  }

  private static Answer page(Millrace millrace, String order, String token) {
    return millrace
        .client()
        .query(
            QueryRequest.newBuilder()
                .setSql("SELECT value FROM latest" + order)
                .setPageRows(1)
                .setPageToken(token)
                .build());
  }

  private static String next(Millrace millrace, String order, String token) {
    try (Answer answer = page(millrace, order, token)) {
      while (answer.hasNext()) {
        answer.next();
      }
      return answer.end().orElseThrow().getNextPageToken();
    }
  }

  @Test
  void givenPages_whenTheirBlocksAreTruncated_thenNotFoundSaysToAskAnew() {
    try (var node =
            TestNode.start("millrace.partition { retain-blocks = 3, snapshot-blocks = 4 }");
        Millrace millrace = Millrace.connect(List.of(node.address()))) {
      Receipt last = submit(millrace, "v0");
      for (int i = 1; i < 6; i++) {
        last = submit(millrace, "v" + i);
      }
      int partition = last.getPartition();
      long end = last.getBlock();
      String byLog = next(millrace, "", "");
      String byTime = next(millrace, " ORDER BY event_time", "");
      assertThat(next(millrace, "", byLog)).as("not truncated yet").isNotEmpty();

      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                submit(millrace, "more");
                return node
                    .results()
                    .positions(PositionsRequest.newBuilder().setJob("latest").build())
                    .getRangesList()
                    .stream()
                    .anyMatch(r -> r.getPartition() == partition && r.getAfterBlock() >= end);
              });

      for (var paged : List.of(List.of("", byLog), List.of(" ORDER BY event_time", byTime))) {
        assertThatThrownBy(() -> next(millrace, paged.get(0), paged.get(1)))
            .hasMessageContaining("NOT_FOUND")
            .hasMessageContaining("blocks of the pages before were truncated")
            .hasMessageContaining("query anew");
      }
      assertThat(next(millrace, "", "")).isNotEmpty();
    }
  }
}
