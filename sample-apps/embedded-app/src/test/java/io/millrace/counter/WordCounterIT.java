// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the sample as its user does: a process each time. */
@Timeout(300)
class WordCounterIT {
  private static final String JARS = "millrace.embedded-cassandra.jars";
  private static final int MINUTES_MAX = 2;

  private static List<String> run(Path folder, String... args)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Path errors = folder.resolve("errors.txt");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=2");
    command.add("-D" + JARS + "=" + System.getProperty(JARS));
    command.add("-Xmx512m");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(WordCounter.class.getName());
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(MINUTES_MAX, TimeUnit.MINUTES)).as("ended in time").isTrue();
      assertThat(process.exitValue()).as("exit; errors:%n%s", Files.readString(errors)).isZero();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(output);
  }

  @Test
  void givenDataFolder_whenRunTwice_thenCountsGoOn(@TempDir Path folder) throws Exception {
    String data = folder.resolve("data").toString();

    assertThat(run(folder, "--data", data, "the", "cat", "the")).containsExactly("cat 1", "the 2");
    assertThat(run(folder, "--data", data, "the", "dog")).containsExactly("dog 1", "the 3");
  }

  @Test
  void givenMemory_whenRunTwice_thenEachStartsAtNothing(@TempDir Path folder) throws Exception {
    for (int i = 0; i < 2; i++) {
      assertThat(run(folder, "--memory", "the", "cat", "the")).containsExactly("cat 1", "the 2");
    }
  }
}
