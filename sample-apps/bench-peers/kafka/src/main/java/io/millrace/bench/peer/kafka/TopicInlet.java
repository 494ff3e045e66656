// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.kafka;

import io.millrace.bench.peer.stream.Inlet;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer into a topic: idempotent, each record acknowledged by all replicas. */
public final class TopicInlet implements Inlet, AutoCloseable {
  /** Larger than the default of 16 KiB. */
  public static final int BATCH_BYTES = 128 << 10;

  /** The first choice of Kafka's own documentation for speed. */
  public static final String COMPRESSION = "lz4";

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /**
   * @param address of the broker
   */
  public TopicInlet(String address, String topic) {
    var properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, COMPRESSION);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
  }

  @Override
  public void send(byte[] key, byte[] value, long eventTimeMs) throws Exception {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, null, eventTimeMs, key, value),
            (metadata, e) -> {
              if (e != null) {
                failure.compareAndSet(null, e);
              }
            });
    throwFailure();
  }

  @Override
  public void awaitAcknowledged() throws Exception {
    producer.flush();
    throwFailure();
  }

  private void throwFailure() throws Exception {
    Exception e = failure.get();
    if (e != null) {
      throw e;
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
