// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static io.millrace.gateway.SubmitCall.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.millrace.v1.Answers;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.GetRequest;
import io.millrace.v1.Hello;
import io.millrace.v1.ListJobsRequest;
import io.millrace.v1.Partition;
import io.millrace.v1.Position;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Record;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.SubmitBatchRequest;
import io.millrace.v1.SubmitBatchResponse;
import io.millrace.v1.TailRequest;
import io.millrace.v1.Welcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatewayTest {
  private static TestNode node;

  @BeforeAll
  static void start() {
    // Tails do not look by themselves while a test lasts: owners must tell them.
    node =
        TestNode.start(
            "millrace.limits { key-bytes-max = 8, batch-records-max = 100 },"
                + " millrace.query { tail-wait = 60 s, poll-interval = 60 s }");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static SubmitCall open(String producer, ProducerMode mode) throws InterruptedException {
    return new SubmitCall(node.submit()).hello("latest", producer, mode);
  }

  @Test
  void givenProducer_whenBatchSubmitted_thenReceiptsCoverItAndKeysAnswer() throws Exception {
    SubmitCall call = open("p1", ProducerMode.PRODUCER_MODE_FRESH);
    Welcome welcome = call.welcome();

    call.batch(record(1, "a", "1"), record(2, "b", "2"), record(3, "a", "3"));
    Answers answers = call.answers(3);
    call.halfClose();

    assertThat(welcome.getProducerEpoch()).isEqualTo(1);
    assertThat(welcome.getHighestCommittedSequence()).isZero();
    assertThat(answers.getReceiptsList())
        .allSatisfy(
            r -> {
              assertThat(r.getBlock()).isPositive();
              assertThat(r.getEpoch()).isPositive();
              assertThat(r.getDuplicates()).isZero();
            });
    assertThat(call.end().getCode()).isEqualTo(Status.Code.OK);
    assertThat(node.get("a")).isEqualTo("3");
    assertThat(node.get("b")).isEqualTo("2");
  }

  @Test
  void givenCommittedRecords_whenSentAgain_thenTheyAreDuplicatesAndChangeNothing()
      throws Exception {
    SubmitCall first = open("p2", ProducerMode.PRODUCER_MODE_RESUME);
    first.welcome();
    first.batch(record(1, "p2-a", "1"), record(2, "p2-b", "2")).answers(2);
    first.halfClose();
    first.end();

    SubmitCall second = open("p2", ProducerMode.PRODUCER_MODE_RESUME);
    Welcome welcome = second.welcome();
    Answers answers =
        second
            .batch(record(1, "p2-a", "x"), record(2, "p2-b", "x"), record(3, "p2-a", "3"))
            .answers(3);
    second.halfClose();

    assertThat(welcome.getProducerEpoch()).isEqualTo(2);
    assertThat(welcome.getHighestCommittedSequence()).isEqualTo(2);
    assertThat(answers.getReceiptsList().stream().mapToInt(r -> r.getDuplicates()).sum())
        .isEqualTo(2);
    assertThat(node.get("p2-a")).isEqualTo("3");
    assertThat(node.get("p2-b")).isEqualTo("2");
  }

  @Test
  void givenOpenStream_whenProducerOpensAgain_thenOlderStreamIsAborted() throws Exception {
    SubmitCall old = open("p3", ProducerMode.PRODUCER_MODE_RESUME);
    old.welcome();
    SubmitCall young = open("p3", ProducerMode.PRODUCER_MODE_RESUME);
    young.welcome();

    old.batch(record(1, "p3", "old"));

    assertThat(old.end().getCode()).isEqualTo(Status.Code.ABORTED);
    young.batch(record(1, "p3", "young")).answers(1);
    young.halfClose();
    assertThat(node.get("p3")).isEqualTo("young");
  }

  @Test
  void givenFreshIncarnation_whenSequencesStartAgain_thenRecordsAreNew() throws Exception {
    SubmitCall first = open("p4", ProducerMode.PRODUCER_MODE_FRESH);
    first.welcome();
    first.batch(record(1, "p4", "first")).answers(1);
    first.halfClose();

    SubmitCall second = open("p4", ProducerMode.PRODUCER_MODE_FRESH);
    Welcome welcome = second.welcome();
    second.batch(record(1, "p4", "second")).answers(1);
    second.halfClose();

    assertThat(welcome.getHighestCommittedSequence()).isZero();
    assertThat(node.get("p4")).isEqualTo("second");
  }

  @Test
  void givenProcessorThatRefusesOrThrows_whenSubmitted_thenRefusalSaysWhyAndIsKept()
      throws Exception {
    SubmitCall call = open("p5", ProducerMode.PRODUCER_MODE_FRESH);
    call.welcome();

    Answers answers =
        call.batch(
                record(1, "p5", "bad"),
                record(2, "p5", "good"),
                record(3, "p5", "boom"),
                record(4, "p5", "late"))
            .answers(4);
    call.halfClose();

    assertThat(answers.getRefusalsList())
        .extracting(r -> r.getSequence() + " " + r.getReason())
        .containsExactly(
            "1 value is bad",
            "3 processor failed, quarantined as 1: java.lang.IllegalStateException: cannot work on"
                + " boom",
            "4 parked in quarantine behind 1");
    assertThat(node.get("p5")).isEqualTo("good");
    assertThat(scan("refused"))
        .filteredOn(r -> r.getKeyText().equals("p5"))
        .singleElement()
        .satisfies(r -> assertThat(r.getFieldsOrThrow("reason").getText()).endsWith("is bad"));
  }

  @Test
  void givenBrokenStream_whenSomebodyOpenedFreshMeanwhile_thenItMustNotGoOnUnderTheOthersName()
      throws Exception {
    SubmitCall broken = open("p6", ProducerMode.PRODUCER_MODE_FRESH);
    long incarnation = broken.welcome().getIncarnation();
    broken.batch(record(1, "p6", "mine")).answers(1);
    var goOn =
        Hello.newBuilder()
            .setJob("latest")
            .setProducer("p6")
            .setMode(ProducerMode.PRODUCER_MODE_RESUME)
            .setIncarnation(incarnation)
            .build();
    SubmitCall resumed = new SubmitCall(node.submit()).hello(goOn);
    assertThat(resumed.welcome().getIncarnation()).isEqualTo(incarnation);
    open("p6", ProducerMode.PRODUCER_MODE_FRESH).welcome();

    SubmitCall again = new SubmitCall(node.submit()).hello(goOn);

    assertThat(again.end().getCode()).isEqualTo(Status.Code.ABORTED);
    assertThat(again.end().getDescription()).contains("opened the producer afresh meanwhile");
  }

  private static List<Result> scan(String tag) {
    var results = new ArrayList<Result>();
    node.results()
        .scan(ScanRequest.newBuilder().setJob("latest").setTag(tag).setAsText(true).build())
        .forEachRemaining(page -> results.addAll(page.getResultsList()));
    return results;
  }

  @Test
  void givenResults_whenScannedWithLimit_thenPartitionOrderAndNoMore() {
    node.submitBlocking().submitBatch(batch("s1", "s2", "s3", "s4", "s5"));
    var limited = new ArrayList<Result>();

    node.results()
        .scan(ScanRequest.newBuilder().setJob("latest").setLimit(3).build())
        .forEachRemaining(page -> limited.addAll(page.getResultsList()));

    assertThat(limited).hasSize(3);
    assertThat(scan("")).extracting(r -> r.getPosition().getPartition()).isSorted();
    assertThat(scan("")).extracting(Result::getKeyText).contains("s1", "s2", "s3", "s4", "s5");
  }

  @Test
  void givenTail_whenMoreCommits_thenHistoryThenLiveWithoutGapOrRepeat() {
    node.submitBlocking().submitBatch(batch("t1", "t2"));
    var tail =
        node.results()
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .tail(TailRequest.newBuilder().setJob("latest").setAsText(true).build());
    var seen = new ArrayList<Result>();
    while (seen.stream().filter(r -> r.getKeyText().startsWith("t")).count() < 2) {
      seen.addAll(tail.next().getResultsList());
    }

    node.submitBlocking().submitBatch(batch("t3"));
    while (seen.stream().noneMatch(r -> r.getKeyText().equals("t3"))) {
      seen.addAll(tail.next().getResultsList());
    }

    assertThat(seen).extracting(Result::getPosition).doesNotHaveDuplicates();
    assertThat(seen)
        .extracting(Result::getKeyText)
        .filteredOn(key -> key.startsWith("t"))
        .containsExactlyInAnyOrder("t1", "t2", "t3");
    Position last = seen.get(seen.size() - 1).getPosition();
    var resumed =
        node.results()
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .tail(TailRequest.newBuilder().setJob("latest").setAsText(true).addAfter(last).build());
    node.submitBlocking().submitBatch(batch("t3"));
    Position next = null;
    while (next == null) {
      next =
          resumed.next().getResultsList().stream()
              .map(Result::getPosition)
              .filter(p -> p.getPartition() == last.getPartition())
              .findFirst()
              .orElse(null);
    }
    assertThat(next.getBlock()).isGreaterThanOrEqualTo(last.getBlock());
    assertThat(next).isNotEqualTo(last);
  }

  private static SubmitBatchRequest batch(String... keys) {
    var request = SubmitBatchRequest.newBuilder().setJob("latest");
    for (String key : keys) {
      request.addRecords(Record.newBuilder().setKeyText(key).setValueText("v-" + key));
    }
    return request.build();
  }

  @Test
  void givenNoProducer_whenBatchSubmitted_thenDurableAndRepeatMayDuplicate() {
    SubmitBatchResponse response = node.submitBlocking().submitBatch(batch("u1", "u2", "u1"));

    assertThat(response.getRepeatMayDuplicate()).isTrue();
    assertThat(response.getReceiptsList().stream().mapToInt(r -> r.getStepsCount() + 1).sum())
        .isEqualTo(3);
    assertThat(node.get("u1")).isEqualTo("v-u1");
  }

  @Test
  void givenJob_whenListedAndDescribed_thenPartitionsCoverAllTokensAndCount() {
    node.submitBlocking().submitBatch(batch("d1"));

    assertThat(node.jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList())
        .singleElement()
        .satisfies(job -> assertThat(job.getPartitions()).isEqualTo(4));
    List<Partition> partitions =
        node.jobs()
            .describeJob(DescribeJobRequest.newBuilder().setJob("latest").build())
            .getPartitionsList();
    assertThat(partitions).hasSize(4);
    assertThat(partitions.get(0).getFirstToken()).isZero();
    assertThat(partitions.get(3).getLastToken()).isEqualTo(-1);
    assertThat(partitions).allSatisfy(p -> assertThat(p.getOwner()).isNotEmpty());
    assertThat(partitions.stream().mapToLong(Partition::getRecords).sum()).isPositive();
    assertThat(partitions.stream().mapToLong(Partition::getStoredBytes).sum()).isPositive();
  }

  @Test
  void givenUnknownJob_whenAnythingAsked_thenNotFound() throws Exception {
    SubmitCall call =
        new SubmitCall(node.submit()).hello("nope", "p", ProducerMode.PRODUCER_MODE_RESUME);

    assertThat(call.end())
        .satisfies(s -> assertThat(s.getCode()).isEqualTo(Status.Code.NOT_FOUND))
        .satisfies(s -> assertThat(s.getDescription()).contains("job=nope"));
    assertThatThrownBy(
            () ->
                node.results().get(GetRequest.newBuilder().setJob("nope").setKeyText("k").build()))
        .hasMessageContaining("NOT_FOUND");
    assertThatThrownBy(
            () -> node.results().scan(ScanRequest.newBuilder().setJob("nope").build()).hasNext())
        .hasMessageContaining("NOT_FOUND");
  }

  @Test
  void givenWrongRecords_whenSubmitted_thenInvalidArgumentNamesFieldValueAndLimit()
      throws Exception {
    assertRefused(record(1, "", "v"), "records[0].key", "0 bytes", "1 to 8 bytes");
    assertRefused(record(1, "123456789", "v"), "records[0].key", "9 bytes", "1 to 8 bytes");
    Record large =
        Record.newBuilder()
            .setSequence(1)
            .setKeyText("k")
            .setValue(ByteString.copyFrom(new byte[(1 << 20) + 1]))
            .build();
    assertRefused(large, "records[0].value", "1048577 bytes", "at most 1048576 bytes");
    assertRefused(record(0, "k", "v"), "records[0].sequence", "value=0", "1 up");
    assertRefused(record(3, "k", "v"), "sequence", "value=3", "1 to 1");
  }

  private static void assertRefused(Record record, String field, String value, String expected)
      throws Exception {
    SubmitCall call = open("wrong", ProducerMode.PRODUCER_MODE_FRESH);
    call.welcome();

    call.batch(record);

    Status status = call.end();
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains(field, value, expected);
  }

  @Test
  void givenSequenceThatGoesBack_whenSubmitted_thenInvalidArgument() throws Exception {
    SubmitCall call = open("back", ProducerMode.PRODUCER_MODE_FRESH);
    call.welcome();

    call.batch(record(1, "k", "v"), record(2, "k", "v"), record(2, "k", "v"));

    assertThat(call.end())
        .satisfies(s -> assertThat(s.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .satisfies(
            s -> assertThat(s.getDescription()).contains("goes back", "value=2", "expected=3"));
  }

  @Test
  void givenTooManyRecordsOrNoProducer_whenSubmitted_thenInvalidArgument() throws Exception {
    var many = new Record[101];
    for (int i = 0; i < many.length; i++) {
      many[i] = record(i + 1, "k", "v");
    }
    SubmitCall call = open("many", ProducerMode.PRODUCER_MODE_FRESH);
    call.welcome();
    call.batch(many);
    SubmitCall nobody = open("", ProducerMode.PRODUCER_MODE_FRESH);
    SubmitCall silent = new SubmitCall(node.submit()).batch(record(1, "k", "v"));

    assertThat(call.end().getDescription()).contains("value=101", "1 to 100");
    assertThat(nobody.end())
        .satisfies(s -> assertThat(s.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .satisfies(s -> assertThat(s.getDescription()).contains("hello.producer"));
    assertThat(silent.end().getDescription()).contains("does not begin with a Hello");
  }

  @Test
  void givenHttpAndJson_whenRecordPosted_thenResultComesBackAsText() throws Exception {
    var http = HttpClient.newHttpClient();
    String base = "http://" + node.address() + "/v1/jobs/latest";

    HttpResponse<String> posted =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/records"))
                .header("content-type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"records\":[{\"keyText\":\"web\",\"valueText\":\"hello\"}]}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    HttpResponse<String> got =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/results/web")).build(),
            HttpResponse.BodyHandlers.ofString());
    HttpResponse<String> missing =
        http.send(
            HttpRequest.newBuilder(URI.create(base + "/results/none")).build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(posted.statusCode()).as(posted.body()).isEqualTo(200);
    assertThat(posted.body()).contains("receipts");
    assertThat(got.body()).contains("\"valueText\":\"hello\"");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body()).contains("key has no main result");
  }
}
