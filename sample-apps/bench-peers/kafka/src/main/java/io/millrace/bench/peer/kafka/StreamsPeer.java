// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.kafka;

import io.millrace.bench.peer.Peer;
import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * Kafka Streams over a broker of its own: producers, the application and the reader of its results
 * are in this JVM, the broker in another.
 */
final class StreamsPeer implements Peer {
  private static final String INPUT = "records";
  private static final String OUTPUT = "results";
  private static final int PARTITIONS = 4;
  private static final int THREADS = 2;
  private static final int COMMIT_MS = 100;
  private static final int POLL_RECORDS = 10_000;
  private static final long CACHE_BYTES = 64L << 20;
  private static final long START_SECONDS_MAX = 60;

  private final LocalBroker broker;
  private final KafkaStreams streams;
  private final TopicReader reader;
  private final TopicInlets inlets;
  private final Program program;
  private final boolean synced;

  /** What the application does, and how its results are understood. */
  interface Program extends TopicReader.Listener {
    /** Reads one topic and writes the other. */
    Topology topology(String input, String output);

    /** Whether each of its results counts, so that none may be held back by a newer one. */
    boolean isEveryUpdateShown();

    /** Adds what else it needs. */
    default void configure(Properties properties) {}

    /** Its own settings, each with its reason. */
    Map<String, String> settings();

    Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception;
  }

  private StreamsPeer(
      Program program,
      boolean synced,
      LocalBroker broker,
      KafkaStreams streams,
      TopicReader reader) {
    this.program = program;
    this.synced = synced;
    this.broker = broker;
    this.streams = streams;
    this.reader = reader;
    this.inlets = new TopicInlets(broker.address(), INPUT);
  }

  /**
   * Starts all of it.
   *
   * @param folder new or empty
   * @param synced whether the broker forces each append to the disk
   */
  static StreamsPeer start(Program program, Path folder, boolean synced) throws Exception {
    LocalBroker broker = LocalBroker.start(folder.resolve("broker"), synced);
    try {
      broker.create(PARTITIONS, INPUT, OUTPUT);
      var running = new CountDownLatch(1);
      var streams =
          new KafkaStreams(
              program.topology(INPUT, OUTPUT),
              properties(program, broker.address(), folder.resolve("state")));
      streams.setStateListener(
          (now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
              running.countDown();
            }
          });
      streams.start();
      if (!running.await(START_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException("streams: " + streams.state() + " (expected: RUNNING)");
      }
      var reader = new TopicReader(broker.address(), OUTPUT, PARTITIONS, program);
      return new StreamsPeer(program, synced, broker, streams, reader);
    } catch (Exception e) {
      broker.close();
      throw e;
    }
  }

  private static Properties properties(Program program, String address, Path state) {
    var properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, address);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_MS);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, THREADS);
    properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
    properties.put(
        StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
        program.isEveryUpdateShown() ? 0 : CACHE_BYTES);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), POLL_RECORDS);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
        LocalBroker.REST_MS_MAX);
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
        LocalBroker.REST_MS_MAX);
    properties.put(StreamsConfig.REQUEST_TIMEOUT_MS_CONFIG, LocalBroker.REST_MS_MAX);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        LocalBroker.REST_MS_MAX);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), TopicInlet.BATCH_BYTES);
    properties.put(
        StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG),
        TopicInlet.COMPRESSION);
    program.configure(properties);
    return properties;
  }

  @Override
  public Map<String, String> settings() {
    var all = new LinkedHashMap<String, String>();
    all.put("version", "Kafka 4.1.1");
    all.putAll(LocalBroker.settings(synced));
    all.put("partitions", PARTITIONS + " (two a thread)");
    all.put("processing.guarantee", "exactly_once_v2");
    all.put("num.stream.threads", THREADS + " (one a core)");
    all.put("commit.interval.ms", COMMIT_MS + " (default with exactly_once_v2)");
    all.put(
        "statestore.cache.max.bytes",
        program.isEveryUpdateShown()
            ? "0 (a result for each record: the cache would hold back all but the newest of a key)"
            : CACHE_BYTES
                + " (updates of a window within a commit go to the store and its changelog once)");
    all.put(
        "state store",
        "in memory, with its changelog topic (default: RocksDB; the state fits the heap)");
    all.put("batch.size", TopicInlet.BATCH_BYTES + " (fewer, larger requests)");
    all.put("compression.type", TopicInlet.COMPRESSION + " (records are text)");
    all.put("acks", "all, idempotent (default)");
    all.put("max.poll.records", POLL_RECORDS + " (larger batches)");
    all.put("isolation.level", "read_committed");
    all.putAll(program.settings());
    return all;
  }

  @Override
  public Map<String, Double> round(Map<String, String> load) throws Exception {
    StreamLoad asked = StreamLoad.parse(load);
    return broker.withBytesOnDisk(() -> program.round(asked, inlets));
  }

  @Override
  public void close() {
    inlets.close();
    reader.close();
    streams.close(Duration.ofSeconds(START_SECONDS_MAX));
    broker.close();
  }
}
