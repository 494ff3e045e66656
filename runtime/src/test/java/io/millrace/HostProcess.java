// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs {@link HostMain} in a JVM of its own, on a class path with settings of the host's. */
final class HostProcess {
  /** Before what the host has to say; logging may say more. */
  static final String MARK = "host: ";

  private static final int MINUTES_MAX = 2;

  /** What an application may have there; any of it would break a node that took it for its own. */
  private static final String APPLICATION_CONF =
      """
      pekko {
        loglevel = ERROR
        log-dead-letters = 77
        loggers = ["org.apache.pekko.event.Logging$DefaultLogger"]
        logging-filter = "org.apache.pekko.event.DefaultLoggingFilter"
        actor.provider = local
        actor.default-dispatcher.throughput = 77
        actor.serialization-bindings = {}
        remote.artery.canonical.port = 1
        cluster.seed-node-timeout = 1 ms
        cluster.split-brain-resolver.active-strategy = down-all
        coordinated-shutdown.exit-jvm = on
      }
      datastax-java-driver {
        basic.contact-points = ["192.0.2.1:1"]
        basic.load-balancing-policy.local-datacenter = nowhere
        basic.request.timeout = 1 ms
        advanced.control-connection.timeout = 1 ms
        advanced.connection.init-query-timeout = 1 ms
      }
      millrace.node { store = disk, gateway.port = 1 }
      """;

  private HostProcess() {}

  /** What it had to say, line by line. */
  static List<String> run(Path folder, String... args) throws IOException, InterruptedException {
    Files.writeString(folder.resolve("application.conf"), APPLICATION_CONF);
    Path errors = folder.resolve("errors.txt");
    Path output = folder.resolve("output.txt");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    command.add("-Xmx512m");
    command.add("-cp");
    command.add(folder + File.pathSeparator + System.getProperty("java.class.path"));
    command.add(HostMain.class.getName());
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
      assertThat(ended).as("host ended; errors:%n%s", Files.readString(errors)).isTrue();
      assertThat(process.exitValue()).as("exit; errors:%n%s", Files.readString(errors)).isZero();
    } finally {
      process.destroyForcibly();
    }
    try (Stream<String> lines = Files.lines(output, StandardCharsets.UTF_8)) {
      return lines
          .filter(line -> line.startsWith(MARK))
          .map(line -> line.substring(MARK.length()))
          .toList();
    }
  }
}
