// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import io.millrace.node.LatestValue;
import io.millrace.v1.ProducerMode;
import java.util.List;
import java.util.Map;

/** Records through a node of this JVM, which keeps them as blocks with their index. */
final class StoredBlocks extends StoreSide {
  StoredBlocks(BenchDatabase database, CodecData data) {
    super(database, data);
  }

  @Override
  public String name() {
    return MILLRACE;
  }

  @Override
  public Map<String, String> settings() {
    return CodecSuite.MILLRACE_SETTINGS;
  }

  @Override
  public String promises() {
    return CodecSuite.MILLRACE_PROMISES;
  }

  @Override
  long store(String keyspace, List<ResultRecord> results) {
    var settings =
        EmbeddedSettings.of(new LatestValue().job())
            .withCassandra(List.of(database().contactPoint()), database().datacenter(), keyspace);
    try (var millrace = Millrace.embedded(settings)) {
      long start = System.nanoTime();
      try (ProducerSession session =
          millrace
              .client()
              .openProducer(
                  LatestValue.NAME,
                  "bench",
                  ProducerMode.PRODUCER_MODE_FRESH,
                  ProducerListener.NONE)) {
        for (ResultRecord result : results) {
          session.submit(result.key(), result.value(), result.eventTimeMs(), Fields.EMPTY);
        }
        session.finish();
      }
      return System.nanoTime() - start;
    }
  }

  @Override
  public void close() {}
}
