// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.gateway.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An export in a process of its own, killed without warning. */
@Timeout(300)
class ExportKillTest {
  private static final int RECORDS = 8_000;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private static List<String> names(Path of) throws IOException {
    if (!Files.exists(of)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(of)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static Map<String, String> hashes(Path of) throws IOException {
    var hashes = new TreeMap<String, String>();
    for (String name : names(of)) {
      hashes.put(name, Sha256.of(of.resolve(name)));
    }
    return hashes;
  }

  private static String[] export(String address, Path out, String... more) {
    var args = new ArrayList<>(List.of("export", "--job", "latest", "--gateway", address));
    args.addAll(List.of("--out", out + "/", "--format", "jsonl.zst", "--file-records", "10"));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private Path errors() {
    return folder.resolve("errors.txt");
  }

  private Process start(String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(errors().toFile())
        .start();
  }

  @Test
  void givenExport_whenKilledInTheMiddleAndResumed_thenEqualToAnUndisturbedOne()
      throws IOException, InterruptedException {
    try (TestNode node = TestNode.start("")) {
      String generate = String.valueOf(RECORDS);
      Printed submit =
          Printed.run(
              "submit", "--job", "latest", "--gateway", node.address(), "--generate", generate);
      assertThat(submit.exit()).as(submit.err()).isZero();
      Path killed = folder.resolve("killed");

      int before = 0;
      for (int kill = 1; kill <= 2; kill++) {
        int enough = before + 5;
        Process process = start(export(node.address(), killed, "--resume"));
        try {
          await()
              .pollInterval(Duration.ofMillis(5))
              .atMost(Duration.ofMinutes(2))
              .until(() -> names(killed).size() > enough || !process.isAlive());
        } finally {
          process.destroyForcibly();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        before = names(killed).size();
        assertThat(names(killed))
            .as(Files.readString(errors()))
            .contains("_progress.json")
            .doesNotContain("_manifest.json");
      }
      Printed refused = Printed.run(export(node.address(), killed));
      assertThat(refused.err()).contains("an export was begun in this folder", "--resume");
      Printed more =
          Printed.run("submit", "--job", "latest", "--gateway", node.address(), "--generate", "99");
      assertThat(more.exit()).isZero();
      Printed resumed = Printed.run(export(node.address(), killed, "--resume"));

      assertThat(resumed.exit()).as(resumed.err()).isZero();
      Path undisturbed = folder.resolve("undisturbed");
      String positions = killed.resolve("_manifest.json").toString();
      Printed whole = Printed.run(export(node.address(), undisturbed, "--positions", positions));
      assertThat(whole.exit()).as(whole.err()).isZero();
      assertThat(resumed.out()).startsWith(RECORDS + " results");
      assertThat(hashes(killed)).isEqualTo(hashes(undisturbed));
    }
  }
}
