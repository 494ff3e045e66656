// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.kafka;

import io.millrace.bench.peer.ParentWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/**
 * One Kafka broker that is its own controller (KRaft), in a process of its own, with its data in a
 * new folder. Not thread-safe.
 */
public final class LocalBroker implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(1);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);
  private static final long POLL_MS = 100;

  /** Longer than a peer stands still between two of its rounds. Unit: milliseconds. */
  public static final int REST_MS_MAX = 1_200_000;

  private final Process process;
  private final String address;
  private final Path data;

  private LocalBroker(Process process, String address, Path data) {
    this.process = process;
    this.address = address;
    this.data = data;
  }

  /**
   * Formats its storage and starts it; returns once it answers.
   *
   * @param folder holds its data and log; the data of an earlier broker must be gone
   * @param synced whether each append is forced to the disk before it is acknowledged
   */
  public static LocalBroker start(Path folder, boolean synced)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = freePort();
    int controllerPort = freePort();
    Path data = folder.resolve("data");
    Path file = folder.resolve("server.properties");
    Files.write(file, lines(properties(port, controllerPort, data, synced)));
    Path log = folder.resolve("broker.log");
    Process format =
        java(
            log,
            List.of("-Xmx256m"),
            "kafka.tools.StorageTool",
            List.of("format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()));
    if (format.waitFor() != 0) {
      throw new IOException("broker's storage was not formatted (expected: done; see " + log + ")");
    }
    Process process = java(log, options(), BrokerMain.class.getName(), List.of(file.toString()));
    var broker = new LocalBroker(process, "127.0.0.1:" + port, data);
    try {
      broker.awaitStart(log);
    } catch (IOException | InterruptedException | RuntimeException e) {
      broker.close();
      throw e;
    }
    return broker;
  }

  /** As kafka-server-start.sh starts it. */
  private static List<String> options() {
    return List.of(
        "-Xms1g",
        "-Xmx1g",
        "-XX:+UseG1GC",
        "-XX:MaxGCPauseMillis=20",
        "-XX:InitiatingHeapOccupancyPercent=35",
        "-XX:+ExplicitGCInvokesConcurrent");
  }

  private static Map<String, String> properties(
      int port, int controllerPort, Path data, boolean synced) {
    var all = new LinkedHashMap<String, String>();
    all.put("process.roles", "broker,controller");
    all.put("node.id", "1");
    all.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    all.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    all.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    all.put("controller.listener.names", "CONTROLLER");
    all.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    all.put("log.dirs", data.toAbsolutePath().toString());
    all.put("offsets.topic.replication.factor", "1");
    all.put("transaction.state.log.replication.factor", "1");
    all.put("transaction.state.log.min.isr", "1");
    all.put("share.coordinator.state.topic.replication.factor", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("auto.create.topics.enable", "false");
    all.put("broker.session.timeout.ms", Integer.toString(REST_MS_MAX));
    all.put("transaction.max.timeout.ms", Integer.toString(REST_MS_MAX));
    if (synced) {
      all.put("log.flush.interval.messages", "1");
    }
    return all;
  }

  /** What differs from the defaults, each with its reason. */
  public static Map<String, String> settings(boolean synced) {
    var all = new LinkedHashMap<String, String>();
    all.put(
        "broker",
        "one, KRaft, in a process of its own, replication factor 1: there is one machine");
    all.put("broker-jvm", String.join(" ", options()) + " (as kafka-server-start.sh)");
    all.put(
        "log.flush.interval.messages",
        synced
            ? "1 (each append is forced to the disk before it is acknowledged, as Millrace's are)"
            : "default, never: an acknowledged append is in the page cache");
    all.put("group.initial.rebalance.delay.ms", "0 (nothing to wait for; outside the rounds)");
    all.put(
        "broker.session.timeout.ms, session.timeout.ms, request.timeout.ms, transaction.timeout.ms",
        REST_MS_MAX + " (all stands still between rounds, which must not look like a crash)");
    all.put(
        "retention.ms",
        "-1 (default: a week by event time, which lies further back here, so records could go unread)");
    return all;
  }

  private static List<String> lines(Map<String, String> properties) {
    return properties.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private static Process java(Path log, List<String> options, String main, List<String> arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main);
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitStart(Path log) throws IOException, InterruptedException {
    long end = System.nanoTime() + START_MAX.toNanos();
    try (Admin admin = admin()) {
      while (process.isAlive() && System.nanoTime() < end) {
        if (isUp(admin)) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(POLL_MS);
      }
    }
    throw new IOException(
        "broker did not start in %s (expected: it answers; see %s)".formatted(START_MAX, log));
  }

  private static boolean isUp(Admin admin) throws InterruptedException {
    try {
      return !admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      return false;
    }
  }

  /** Host and port for clients. */
  public String address() {
    return address;
  }

  /** What a round finds, with {@code bytes-on-disk}: how much more the broker has after it. */
  public Map<String, Double> withBytesOnDisk(Callable<Map<String, Double>> round) throws Exception {
    long before = bytesOnDisk();
    var figures = new LinkedHashMap<>(round.call());
    figures.put("bytes-on-disk", (double) bytesOnDisk() - before);
    return figures;
  }

  /** Bytes of its data files. */
  private long bytesOnDisk() throws IOException {
    return FolderSize.of(data);
  }

  private Admin admin() {
    var properties = new Properties();
    properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address);
    return Admin.create(properties);
  }

  /** Makes topics of so many partitions each. */
  public void create(int partitions, String... topics)
      throws ExecutionException, InterruptedException {
    List<NewTopic> all =
        List.of(topics).stream()
            .map(name -> new NewTopic(name, Optional.of(partitions), Optional.of((short) 1)))
            .map(topic -> topic.configs(Map.of("retention.ms", "-1")))
            .collect(Collectors.toList());
    try (Admin admin = admin()) {
      admin.createTopics(all).all().get();
    }
  }

  @Override
  public void close() {
    ParentWatch.release(process, STOP_MAX);
  }
}
