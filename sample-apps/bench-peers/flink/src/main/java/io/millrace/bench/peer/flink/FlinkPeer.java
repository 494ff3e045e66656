// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.flink;

import io.millrace.bench.peer.Peer;
import io.millrace.bench.peer.kafka.LocalBroker;
import io.millrace.bench.peer.kafka.TopicInlet;
import io.millrace.bench.peer.kafka.TopicInlets;
import io.millrace.bench.peer.kafka.TopicReader;
import io.millrace.bench.peer.stream.Inlets;
import io.millrace.bench.peer.stream.StreamLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * A Flink job in a local cluster, from and into topics of a Kafka broker: cluster, producers and
 * the reader of the results are in this JVM, the broker in another.
 */
final class FlinkPeer implements Peer {
  private static final String INPUT = "records";
  private static final String OUTPUT = "results";
  private static final int PARTITIONS = 4;
  private static final int PARALLELISM = 2;
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofMillis(500);
  private static final int POLL_RECORDS = 10_000;
  private static final Duration REST_MAX = Duration.ofMillis(LocalBroker.REST_MS_MAX);

  private final Program program;
  private final LocalBroker broker;
  private final JobClient job;
  private final TopicReader reader;
  private final TopicInlets inlets;

  /** What the job does, and how its results are understood. */
  interface Program extends TopicReader.Listener {
    /** Adds the job to the environment. */
    void build(StreamExecutionEnvironment environment, Topics topics);

    Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception;
  }

  /**
   * The job's topics.
   *
   * @param address of their broker
   */
  record Topics(String address) {
    /** A source of all records; give it a deserializer. */
    <T> KafkaSourceBuilder<T> source() {
      return KafkaSource.<T>builder()
          .setBootstrapServers(address)
          .setTopics(INPUT)
          .setGroupId("bench")
          .setStartingOffsets(OffsetsInitializer.earliest())
          .setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(POLL_RECORDS));
    }

    /** A sink whose results are committed with each checkpoint. */
    <T> KafkaSink<T> sink(KafkaRecordSerializationSchema<T> serializer) {
      return KafkaSink.<T>builder()
          .setBootstrapServers(address)
          .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
          .setTransactionalIdPrefix("bench")
          .setProperty(
              ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(REST_MAX.toMillis()))
          .setProperty(ProducerConfig.BATCH_SIZE_CONFIG, TopicInlet.BATCH_BYTES + "")
          .setProperty(ProducerConfig.LINGER_MS_CONFIG, "100")
          .setProperty(ProducerConfig.COMPRESSION_TYPE_CONFIG, TopicInlet.COMPRESSION)
          .setRecordSerializer(serializer)
          .build();
    }

    String output() {
      return OUTPUT;
    }
  }

  private FlinkPeer(Program program, LocalBroker broker, JobClient job, TopicReader reader) {
    this.program = program;
    this.broker = broker;
    this.job = job;
    this.reader = reader;
    this.inlets = new TopicInlets(broker.address(), INPUT);
  }

  /**
   * Starts all of it.
   *
   * @param folder new or empty
   */
  static FlinkPeer start(Program program, Path folder) throws Exception {
    LocalBroker broker = LocalBroker.start(folder.resolve("broker"), false);
    try {
      broker.create(PARTITIONS, INPUT, OUTPUT);
      var environment =
          StreamExecutionEnvironment.createLocalEnvironment(
              PARALLELISM, configuration(folder.resolve("checkpoints")));
      program.build(environment, new Topics(broker.address()));
      JobClient job = environment.executeAsync("bench");
      var reader = new TopicReader(broker.address(), OUTPUT, PARTITIONS, program);
      return new FlinkPeer(program, broker, job, reader);
    } catch (Exception e) {
      broker.close();
      throw e;
    }
  }

  private static Configuration configuration(Path checkpoints) {
    var configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY,
        checkpoints.toAbsolutePath().toUri().toString());
    configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, REST_MAX);
    return configuration;
  }

  @Override
  public Map<String, String> settings() {
    var all = new LinkedHashMap<String, String>();
    all.put("version", "Flink 2.3.0, flink-connector-kafka 5.0.0-2.2, Kafka 4.1.1");
    all.putAll(LocalBroker.settings(false));
    all.put("partitions", PARTITIONS + " (two a task)");
    all.put("parallelism", PARALLELISM + " (one a core)");
    all.put("execution.checkpointing.mode", "EXACTLY_ONCE, to files");
    all.put(
        "execution.checkpointing.interval",
        CHECKPOINT_INTERVAL.toMillis()
            + " ms (results are visible with a checkpoint: a longer one makes them later)");
    all.put(
        "state.backend.type",
        "hashmap (the state fits the heap; Flink's documentation names it the faster one then)");
    all.put("pipeline.object-reuse", "true (nothing here keeps or changes what it was given)");
    all.put("sink", "EXACTLY_ONCE: transactions that a checkpoint commits");
    all.put("heartbeat.timeout", REST_MAX + " (as session.timeout.ms)");
    all.put("linger.ms", "100 for the sink (as Kafka Streams has it; a checkpoint flushes)");
    all.put("batch.size", TopicInlet.BATCH_BYTES + " (fewer, larger requests)");
    all.put("compression.type", TopicInlet.COMPRESSION + " (records are text)");
    all.put("acks", "all, idempotent (default)");
    all.put("max.poll.records", POLL_RECORDS + " (larger batches)");
    all.put("isolation.level", "read_committed");
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
    job.cancel().join();
    broker.close();
  }
}
