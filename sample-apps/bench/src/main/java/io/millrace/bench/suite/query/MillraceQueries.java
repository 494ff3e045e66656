// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.query;

import com.google.protobuf.ByteString;
import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.bench.peer.data.QueryRecords;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.client.Answer;
import io.millrace.client.AnswerRow;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.model.Fields;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.v1.ProducerMode;
import java.util.List;
import java.util.Map;

/** The records as results of a job on a node in this JVM. */
final class MillraceQueries extends HeldRecords {
  private static final String JOB = "bench-query";
  private static final byte[] NOTHING = {};

  private final Millrace millrace;

  /** Starts the node. */
  MillraceQueries(BenchDatabase database) {
    super(database);
    Job job =
        Job.of(
                JOB,
                () ->
                    (record, context) ->
                        Effect.builder().emit(record.value(), record.fields()).build())
            .withIndexed("session");
    this.millrace =
        Millrace.embedded(
            EmbeddedSettings.of(job)
                .withCassandra(
                    List.of(database.contactPoint()), database.datacenter(), keyspace()));
  }

  @Override
  public String name() {
    return MILLRACE;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "job",
        "passes each record on, three fields of its own; session is declared as indexed",
        "node",
        "embedded in the bench, over the database of all; all settings are the defaults");
  }

  @Override
  public String promises() {
    return "acknowledged = durable and once in its partition's order; answers are of one moment;"
        + " records can go on coming in";
  }

  @Override
  String keyspace() {
    return "bench_query";
  }

  @Override
  void fill(long records) {
    try (ProducerSession session =
        millrace
            .client()
            .openProducer(JOB, "bench", ProducerMode.PRODUCER_MODE_FRESH, ProducerListener.NONE)) {
      for (long i = 0; i < records; i++) {
        session.submit(
            ByteString.copyFromUtf8(QueryRecords.key(i)),
            ByteString.copyFrom(QueryRecords.value(i)),
            QueryRecords.timeMs(i),
            Fields.builder()
                .put("amount", QueryRecords.amount(i))
                .put("country", QueryRecords.country(i))
                .put("session", QueryRecords.session(i))
                .build());
      }
      session.finish();
    }
  }

  @Override
  public byte[] lookUp(String key) {
    return millrace.get(JOB, key).map(result -> result.getValue().toByteArray()).orElse(NOTHING);
  }

  @Override
  public long filter(String session) {
    long count = 0;
    try (Answer answer =
        millrace.query(
            "SELECT key, value, amount FROM \"" + JOB + "\" WHERE session = '" + session + "'")) {
      while (answer.hasNext()) {
        AnswerRow row = answer.next();
        count += row.bytes("value").isPresent() && row.whole("amount").isPresent() ? 1 : 0;
      }
    }
    return count;
  }

  @Override
  public Totals aggregate() {
    long countries = 0;
    long records = 0;
    double amounts = 0;
    try (Answer answer =
        millrace.query(
            "SELECT country, count(*) AS records, sum(amount) AS amounts FROM \""
                + JOB
                + "\" GROUP BY country")) {
      while (answer.hasNext()) {
        AnswerRow row = answer.next();
        countries++;
        records += row.whole("records").orElse(0L);
        amounts += row.whole("amounts").orElse(0L);
      }
    }
    return new Totals(countries, records, amounts);
  }

  @Override
  public void close() {
    millrace.close();
  }
}
