// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.flink;

import io.millrace.bench.peer.stream.StreamInput;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a job needs of a record: key and amount. Its time is the record's own. */
final class Amounts implements KafkaRecordDeserializationSchema<Tuple2<Long, Long>> {
  private static final long serialVersionUID = 1;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Tuple2<Long, Long>> out)
      throws IOException {
    out.collect(Tuple2.of(Bytes.longAt(record.key(), 0), StreamInput.amount(record.value())));
  }

  @Override
  public TypeInformation<Tuple2<Long, Long>> getProducedType() {
    return Types.TUPLE(Types.LONG, Types.LONG);
  }
}
