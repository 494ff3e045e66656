// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.ProducerSession;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.ResultRecord;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.DrainJobRequest;
import io.millrace.v1.GetRequest;
import io.millrace.v1.JobPhase;
import io.millrace.v1.ListQuarantineRequest;
import io.millrace.v1.ListQuarantineResponse;
import io.millrace.v1.Partition;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.ScanResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job of two stages on a real node over the in-memory store: documents in, words counted. */
@Timeout(240)
class GraphJobTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String JOB = "words";

  /** Tiny limits: blocks, batches and outbox are full again and again. */
  private static final String HOCON =
      """
      millrace.node { store = memory, gateway.port = 0, cluster.port = 0 }
      millrace.partition { block-records = 16, outbox-bytes-max = 2 KiB }
      millrace.exchange { batch-records = 5, batch-bytes = 256 B, in-flight-bytes-max = 512 B }
      """;

  private static final Job WORDS =
      Job.named(JOB)
          .source()
          .stage("split", () -> GraphJobTest::split)
          .partitions(3)
          .keyBy(ResultRecord::value)
          .stage("count", () -> counting())
          .partitions(4)
          .errors(ErrorPolicy.DEFAULT.withRetries(0, Duration.ZERO))
          .sink();

  private static Effect split(DataRecord document, Context context) {
    var effect = Effect.builder();
    for (String word : document.value().toStringUtf8().split(" ")) {
      effect.emit(ByteString.copyFromUtf8(word));
    }
    effect.emitTo("seen", document.value());
    return effect.build();
  }

  private static Processor counting() {
    return (word, context) -> {
      if (word.key().toStringUtf8().equals("boom")) {
        throw new IllegalStateException("cannot count boom");
      }
      long before = context.state().map(s -> Long.parseLong(s.toStringUtf8())).orElse(0L);
      ByteString count = ByteString.copyFromUtf8(Long.toString(before + 1));
      return Effect.builder().setState(count).emit(count).build();
    };
  }

  private static Node node(InMemoryStores stores) {
    return Node.start(NodeSettings.parse(HOCON), List.of(WORDS), () -> stores);
  }

  private static Millrace client(Node node) {
    return Millrace.connect(List.of(node.gatewayAddress()));
  }

  private static List<Result> scan(Millrace millrace, String stage, String tag) {
    var request = ScanRequest.newBuilder().setJob(JOB).setStage(stage).setTag(tag).build();
    var results = new ArrayList<Result>();
    millrace
        .client()
        .resultStreams()
        .scan(request)
        .forEachRemaining((ScanResponse page) -> results.addAll(page.getResultsList()));
    return results;
  }

  /** The newest count of each word, as the sink's results show it. */
  private static Map<String, Long> counts(List<Result> results) {
    var counts = new HashMap<String, Long>();
    for (Result result : results) {
      counts.merge(
          result.getKey().toStringUtf8(),
          Long.parseLong(result.getValue().toStringUtf8()),
          Math::max);
    }
    return counts;
  }

  @Test
  void givenTwoStages_whenNodesComeAndGo_thenEveryWordCountsOnce() {
    var stores = new InMemoryStores();
    var random = new Random(11);
    var expected = new HashMap<String, Long>();
    long words = 0;
    for (int run = 0; run < 3; run++) {
      try (Node node = node(stores);
          Millrace millrace = client(node);
          ProducerSession producer = millrace.producer(JOB, "documents-" + run)) {
        for (int i = 0; i < 150; i++) {
          var document = new ArrayList<String>();
          for (int w = random.nextInt(8); w >= 0; w--) {
            document.add("w" + random.nextInt(25));
          }
          document.forEach(word -> expected.merge(word, 1L, Long::sum));
          words += document.size();
          producer.submit(
              ByteString.copyFromUtf8("d" + run + "-" + i),
              ByteString.copyFromUtf8(String.join(" ", document)));
        }
        producer.finish();
      }
    }

    try (Node node = node(stores);
        Millrace millrace = client(node)) {
      long total = words;
      await().atMost(PATIENCE).until(() -> scan(millrace, "", ResultRecord.MAIN).size() >= total);

      List<Result> results = scan(millrace, "", ResultRecord.MAIN);
      assertThat(results).hasSize(Math.toIntExact(total));
      assertThat(counts(results)).isEqualTo(expected);
      assertThat(millrace.get(JOB, "w3").orElseThrow().getValue().toStringUtf8())
          .isEqualTo(String.valueOf(expected.get("w3")));
      assertThat(scan(millrace, "split", ResultRecord.MAIN))
          .as("what travels on is no result")
          .isEmpty();
      assertThat(scan(millrace, "split", "seen")).hasSize(450);
    }
  }

  @Test
  void givenRecordsBetweenStages_whenDrained_thenTheSinkHasAllOfThem() {
    try (Node node = node(new InMemoryStores());
        Millrace millrace = client(node);
        ProducerSession producer = millrace.producer(JOB, "documents")) {
      var expected = new HashMap<String, Long>();
      for (int i = 0; i < 300; i++) {
        String word = "w" + i % 7;
        expected.merge(word, 3L, Long::sum);
        producer.submit(
            ByteString.copyFromUtf8("d" + i),
            ByteString.copyFromUtf8(String.join(" ", word, word, word)));
      }
      producer.finish();

      var drain = DrainJobRequest.newBuilder().setJob(JOB).build();
      await()
          .atMost(PATIENCE)
          .until(
              () -> millrace.client().jobs().drainJob(drain).getJob().getPhase(),
              JobPhase.JOB_PHASE_DRAINED::equals);

      assertThat(counts(scan(millrace, "", ResultRecord.MAIN))).isEqualTo(expected);
    }
  }

  @Test
  void givenTwoStages_whenDescribed_thenEachShowsItsPartitions() {
    try (Node node = node(new InMemoryStores());
        Millrace millrace = client(node)) {
      submit(millrace, "a", "x y z");
      await().atMost(PATIENCE).until(() -> scan(millrace, "count", ResultRecord.MAIN).size() == 3);

      DescribeJobResponse job =
          millrace.client().jobs().describeJob(DescribeJobRequest.newBuilder().setJob(JOB).build());

      assertThat(job.getJob().getPartitions()).isEqualTo(7);
      assertThat(job.getJob().getStagesList())
          .extracting(stage -> stage.getName() + stage.getPartitions() + stage.getSink())
          .containsExactly("split3false", "count4true");
      assertThat(job.getPartitionsList())
          .extracting(p -> p.getNumber() + p.getStage())
          .containsExactly("0split", "1split", "2split", "3count", "4count", "5count", "6count");
      assertThat(job.getPartitionsList().stream().mapToLong(Partition::getRecords).sum())
          .isEqualTo(4);
    }
  }

  @Test
  void givenWordOnWhichTheSecondStageFails_whenListed_thenItLiesInThatStagesQuarantine() {
    try (Node node = node(new InMemoryStores());
        Millrace millrace = client(node)) {
      submit(millrace, "a", "good boom better");
      await().atMost(PATIENCE).until(() -> quarantine(millrace, "count").getRecordsCount() == 1);

      assertThat(quarantine(millrace, "count").getRecords(0))
          .satisfies(r -> assertThat(r.getKeyText()).isEqualTo("boom"))
          .satisfies(r -> assertThat(r.getProducer()).matches("@[012]"))
          .satisfies(r -> assertThat(r.getReason()).contains("cannot count boom"));
      assertThat(quarantine(millrace, "split").getRecordsCount()).isZero();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(counts(scan(millrace, "count", ResultRecord.MAIN)))
                      .isEqualTo(Map.of("good", 1L, "better", 1L)));
    }
  }

  @Test
  void givenStageThatIsNotThere_whenRead_thenRefusedWithTheStages() {
    try (Node node = node(new InMemoryStores());
        Millrace millrace = client(node)) {
      var request = GetRequest.newBuilder().setJob(JOB).setStage("sum").setKeyText("a").build();

      assertThatThrownBy(() -> millrace.client().results().get(request))
          .isInstanceOf(StatusRuntimeException.class)
          .hasMessageContainingAll("INVALID_ARGUMENT", "no such stage", "sum", "split", "count");
    }
  }

  @Test
  void givenClientThatCallsItselfLikeAPartition_whenItOpens_thenRefused() {
    try (Node node = node(new InMemoryStores());
        Millrace millrace = client(node)) {
      assertThatThrownBy(
              () -> {
                try (ProducerSession producer = millrace.producer(JOB, "@0")) {
                  producer.submit(ByteString.copyFromUtf8("a"), ByteString.copyFromUtf8("b"));
                  producer.finish();
                }
              })
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("no @ at its start");
    }
  }

  private static void submit(Millrace millrace, String key, String value) {
    var unused = millrace.submit(JOB, OutgoingRecord.of(key, value)).toCompletableFuture().join();
  }

  private static ListQuarantineResponse quarantine(Millrace millrace, String stage) {
    return millrace
        .client()
        .quarantine()
        .listQuarantine(ListQuarantineRequest.newBuilder().setJob(JOB).setStage(stage).build());
  }
}
