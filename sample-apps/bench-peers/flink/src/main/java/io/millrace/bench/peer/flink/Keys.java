// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.flink;

import io.millrace.bench.peer.stream.StreamInput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a job needs of a record: its key, as the number whose eight bytes it is. */
final class Keys implements KafkaRecordDeserializationSchema<Long> {
  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Long> out)
      throws IOException {
    out.collect(Bytes.longAt(record.key(), 0));
  }

  @Override
  public TypeInformation<Long> getProducedType() {
    return Types.LONG;
  }

  /** A key as the suites count them. */
  static int number(byte[] key) {
    return StreamInput.keyNumber(key, 0);
  }
}
