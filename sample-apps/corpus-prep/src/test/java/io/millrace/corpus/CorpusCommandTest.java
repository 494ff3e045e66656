// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.CliCommand;
import io.millrace.cli.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CorpusCommandTest {
  private final Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  CorpusCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private int execute(CliCommand command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void givenMissingInput_whenRun_thenWrongUsageBeforeAnythingStarts() {
    assertThat(execute(new CorpusCommand(), "--input", "no/such/file")).isEqualTo(2);
    assertThat(execute(new DemoCommand(), "--input", "no/such/file")).isEqualTo(2);

    assertThat(err.toString()).contains("--input: no/such/file (expected: a file or folder)");
  }

  @Test
  void givenNoNode_whenRun_thenItSaysAtOnceWhatIsMissing() throws IOException {
    Path input = Files.writeString(folder.resolve("a.txt"), "text");
    int port = FreePorts.find(1).get(0);

    int exit =
        execute(new CorpusCommand(), "--input", input.toString(), "--gateway", "127.0.0.1:" + port);

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString())
        .contains("job cannot be reached", "status=UNAVAILABLE, ", "expected=a node that runs");
  }

  @Test
  void givenServices_whenLoaded_thenBothCommandsAreThereWithHelp() {
    var commands = ServiceLoader.load(CliCommand.class).stream().map(p -> p.get()).toList();

    assertThat(commands).anyMatch(CorpusCommand.class::isInstance);
    assertThat(commands).anyMatch(DemoCommand.class::isInstance);
    assertThat(execute(new DemoCommand(), "--help")).isZero();
    assertThat(out.toString()).contains("millrace demo --fresh", "Exit codes:", "--keep");
  }
}
