// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.client.Answer;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.QueryStats;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queries over blocks and a skip index in a real Cassandra, before and after a restart. */
@Timeout(240)
class QueryIT {
  private static final String NAME = "questions";
  private static final int RECORDS = 20_000;

  private static final Job JOB =
      Job.of(
              NAME,
              () ->
                  (record, context) ->
                      Effect.builder().emit(record.value(), record.fields()).build())
          .withPartitions(4)
          .withIndexed("session");

  private static EmbeddedSettings settings() {
    InetSocketAddress address = SharedCassandra.get().contactPoint();
    return EmbeddedSettings.of(JOB)
        .withCassandra(
            List.of(address.getHostString() + ":" + address.getPort()),
            EmbeddedCassandra.DATACENTER,
            "query_it");
  }

  private static void submit(Millrace millrace) {
    try (ProducerSession session =
        millrace
            .client()
            .openProducer(NAME, "test", ProducerMode.PRODUCER_MODE_FRESH, ProducerListener.NONE)) {
      for (int i = 0; i < RECORDS; i++) {
        session.submit(
            ByteString.copyFromUtf8("key-" + i),
            ByteString.copyFromUtf8("value " + i),
            DataRecord.NO_EVENT_TIME,
            Fields.builder().put("lang", "l" + i % 3).put("session", "s" + i / 10).build());
      }
      session.finish();
    }
  }

  @Test
  void givenRecordsInCassandra_whenAskedBeforeAndAfterARestart_thenTheSameAnswers() {
    try (var millrace = Millrace.embedded(settings())) {
      submit(millrace);
      assertAnswers(millrace);
    }
    try (var millrace = Millrace.embedded(settings())) {
      assertAnswers(millrace);
    }
  }

  private static void assertAnswers(Millrace millrace) {
    Map<String, Long> counts = new TreeMap<>();
    try (var answer = millrace.query("SELECT lang, count(*) AS n FROM questions GROUP BY lang")) {
      answer.forEachRemaining(
          row -> counts.put(row.text("lang").orElseThrow(), row.whole("n").orElseThrow()));
    }
    assertThat(counts).isEqualTo(Map.of("l0", 6_667L, "l1", 6_667L, "l2", 6_666L));

    try (Answer answer =
        millrace.query("SELECT value FROM questions WHERE key = 'key-" + (RECORDS - 1) + "'")) {
      assertThat(answer.next().bytes("value").map(ByteString::toStringUtf8))
          .contains("value " + (RECORDS - 1));
      assertThat(answer.hasNext()).isFalse();
      QueryStats stats = answer.end().orElseThrow().getStats();
      assertThat(stats.getPartitionsPrunedMap().values()).containsExactly(3L);
    }

    try (Answer answer = millrace.query("SELECT key FROM questions WHERE session = 's7'")) {
      int rows = 0;
      while (answer.hasNext()) {
        assertThat(answer.next().bytes("key").orElseThrow().toStringUtf8()).matches("key-7\\d");
        rows++;
      }
      assertThat(rows).isEqualTo(10);
      QueryStats stats = answer.end().orElseThrow().getStats();
      assertThat(stats.getBlocksUnindexed()).isZero();
      assertThat(stats.getBlocksRead()).isLessThan(stats.getBlocksConsidered());
    }
  }
}
