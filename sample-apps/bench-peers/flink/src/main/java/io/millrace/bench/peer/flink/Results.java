// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.flink;

import java.util.function.Function;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Results as records of a topic.
 *
 * @param key of a result
 * @param value of a result
 */
record Results<T>(String topic, Part<T> key, Part<T> value)
    implements KafkaRecordSerializationSchema<T> {
  /** A part of a result, as bytes. */
  interface Part<T> extends Function<T, byte[]>, java.io.Serializable {}

  @Override
  public ProducerRecord<byte[], byte[]> serialize(T result, KafkaSinkContext context, Long timeMs) {
    return new ProducerRecord<>(topic, key.apply(result), value.apply(result));
  }
}
