// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.millrace.v1.LogRange;
import io.millrace.v1.PositionsRequest;
import io.millrace.v1.Record;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.SubmitBatchRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scans of a log of which the first blocks are gone. */
@Timeout(120)
class TruncatedScanTest {
  private static List<Result> scan(TestNode node, ScanRequest.Builder request) {
    var results = new ArrayList<Result>();
    node.results()
        .scan(request.setJob("latest").setAsText(true).build())
        .forEachRemaining(page -> results.addAll(page.getResultsList()));
    return results;
  }

  private static LogRange range(TestNode node, int partition) {
    return node
        .results()
        .positions(PositionsRequest.newBuilder().setJob("latest").build())
        .getRangesList()
        .stream()
        .filter(range -> range.getPartition() == partition)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givenBlocksThatAreGone_whenAllIsScanned_thenWhatIsLeft_whenTheyAreNamed_thenRefused() {
    try (var node =
        TestNode.start("millrace.partition { retain-blocks = 3, snapshot-blocks = 4 }")) {
      var last = new AtomicInteger();
      int[] partition = new int[1];
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                var record =
                    Record.newBuilder().setKeyText("k").setValueText("v" + last.incrementAndGet());
                var receipt =
                    node.submitBlocking()
                        .submitBatch(
                            SubmitBatchRequest.newBuilder()
                                .setJob("latest")
                                .addRecords(record)
                                .build())
                        .getReceipts(0);
                partition[0] = receipt.getPartition();
                return range(node, partition[0]).getAfterBlock() > 0;
              });

      List<Result> left = scan(node, ScanRequest.newBuilder());

      assertThat(left).isNotEmpty().hasSizeLessThan(last.get());
      assertThat(left.get(left.size() - 1).getValueText()).isEqualTo("v" + last.get());
      var whole = LogRange.newBuilder().setPartition(partition[0]);
      assertThatThrownBy(() -> scan(node, ScanRequest.newBuilder().addRanges(whole)))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("block has been truncated");
      var negative = LogRange.newBuilder().setPartition(partition[0]).setAfterBlock(-1);
      assertThatThrownBy(() -> scan(node, ScanRequest.newBuilder().addRanges(negative)))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContaining("ranges.after_block")
          .hasMessageContaining("18446744073709551615");
    }
  }
}
