// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import io.millrace.v1.LogRange;
import io.millrace.v1.PositionsRequest;
import io.millrace.v1.PositionsResponse;
import io.millrace.v1.Record;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.SubmitBatchRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scans that begin and end where they are told to. */
@Timeout(120)
class ScanRangeTest {
  private static final int BATCHES = 20;

  private static TestNode node;

  @BeforeAll
  static void start() {
    node = TestNode.start("");
    for (int i = 0; i < BATCHES; i++) {
      submit(i);
    }
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static void submit(int number) {
    var batch = SubmitBatchRequest.newBuilder().setJob("latest");
    for (int i = 0; i < 8; i++) {
      batch.addRecords(
          Record.newBuilder().setKeyText("k" + (number * 8 + i)).setValueText("v" + number));
    }
    node.submitBlocking().submitBatch(batch.build());
  }

  private static List<Result> scan(ScanRequest.Builder request) {
    var results = new ArrayList<Result>();
    node.results()
        .scan(request.setJob("latest").setAsText(true).build())
        .forEachRemaining(page -> results.addAll(page.getResultsList()));
    return results;
  }

  private static PositionsResponse positions() {
    return node.results().positions(PositionsRequest.newBuilder().setJob("latest").build());
  }

  @Test
  void givenPositions_whenMoreCommits_thenAScanOfThemStaysTheSame() {
    PositionsResponse then = positions();
    List<Result> before = scan(ScanRequest.newBuilder().addAllRanges(then.getRangesList()));

    submit(100);

    assertThat(then.getRangesList()).extracting(LogRange::getPartition).containsExactly(0, 1, 2, 3);
    assertThat(then.getJobId().size()).isEqualTo(16);
    assertThat(then.getStage()).isNotEmpty();
    assertThat(before).hasSizeGreaterThanOrEqualTo(BATCHES * 8);
    assertThat(scan(ScanRequest.newBuilder().addAllRanges(then.getRangesList()))).isEqualTo(before);
    assertThat(scan(ScanRequest.newBuilder())).hasSizeGreaterThan(before.size());
  }

  @Test
  void givenAnyResult_whenScannedBehindIt_thenExactlyTheRestOfItsPartition() {
    LogRange range = positions().getRanges(1);
    List<Result> all = scan(ScanRequest.newBuilder().addRanges(range));
    assertThat(all).hasSizeGreaterThan(3);

    for (int i = 0; i < all.size(); i++) {
      var at = all.get(i).getPosition();
      LogRange rest =
          range.toBuilder().setAfterBlock(at.getBlock() - 1).setSkip(at.getIndex() + 1).build();

      assertThat(scan(ScanRequest.newBuilder().addRanges(rest)))
          .isEqualTo(all.subList(i + 1, all.size()));
    }
  }

  @Test
  void givenEndInTheMiddle_whenScanned_thenItsBlockIsTheLast() {
    LogRange range = positions().getRanges(2);
    List<Result> all = scan(ScanRequest.newBuilder().addRanges(range));
    long middle = all.get(all.size() / 2).getPosition().getBlock();

    List<Result> front =
        scan(ScanRequest.newBuilder().addRanges(range.toBuilder().setUpToBlock(middle)));
    List<Result> back =
        scan(ScanRequest.newBuilder().addRanges(range.toBuilder().setAfterBlock(middle)));

    assertThat(front).isNotEmpty();
    assertThat(back).isNotEmpty();
    assertThat(front)
        .last()
        .satisfies(r -> assertThat(r.getPosition().getBlock()).isEqualTo(middle));
    front.addAll(back);
    assertThat(front).isEqualTo(all);
  }

  @Test
  void givenOutline_whenScanned_thenAllButWhatKeysAndValuesHold() {
    var ranges = ScanRequest.newBuilder().addAllRanges(positions().getRangesList());
    List<Result> whole = scan(ranges.clone());

    List<Result> outline = scan(ranges.clone().setOutline(true));

    assertThat(outline)
        .isEqualTo(
            whole.stream()
                .map(r -> r.toBuilder().setKeyText("").setValueText("").build())
                .toList());
  }

  @Test
  void givenWrongRanges_whenScanned_thenRefusedWithFieldAndWhatWasExpected() {
    LogRange right = positions().getRanges(0);
    assertThatThrownBy(() -> scan(ScanRequest.newBuilder().addRanges(right).addRanges(right)))
        .hasMessageContainingAll("INVALID_ARGUMENT", "two ranges of one partition");
    assertThatThrownBy(
            () -> scan(ScanRequest.newBuilder().addRanges(right.toBuilder().setPartition(9))))
        .hasMessageContainingAll("INVALID_ARGUMENT", "no such partition", "value=9", "0, 1, 2, 3");
    assertThatThrownBy(
            () -> scan(ScanRequest.newBuilder().addRanges(right.toBuilder().setAfterBlock(-1))))
        .hasMessageContainingAll("INVALID_ARGUMENT", "ranges.after_block");
    assertThatThrownBy(
            () ->
                scan(
                    ScanRequest.newBuilder()
                        .addRanges(right.toBuilder().setAfterBlock(2).setUpToBlock(1))))
        .hasMessageContainingAll("INVALID_ARGUMENT", "ranges.up_to_block", "after_block, 2");
    assertThatThrownBy(
            () ->
                scan(ScanRequest.newBuilder().addRanges(right.toBuilder().setUpToBlock(1L << 40))))
        .hasMessageContainingAll("UNAVAILABLE", "not seen to reach so far", "try again");
  }

  @Test
  void givenHttp_whenAskedForPositions_thenTheSameAsJson() throws Exception {
    var uri = URI.create("http://" + node.address() + "/v1/jobs/latest/positions");

    String body =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
            .body();

    var message = PositionsResponse.newBuilder();
    JsonFormat.parser().merge(body, message);
    assertThat(message.getRangesList())
        .extracting(LogRange::getPartition)
        .containsExactly(0, 1, 2, 3);
  }
}
