// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Confirmation.Answer;
import io.millrace.gateway.TestNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** `millrace jobs` from a job's start to its end. */
@Timeout(60)
class JobsCommandTest {
  private final TestNode node = TestNode.start("millrace.jobs.refresh-interval = 50 ms");

  @AfterEach
  void stop() {
    node.close();
  }

  private record Run(int exit, String out, String err) {}

  private Run run(String... args) {
    return run(Main.commandLine(), Stream.concat(Stream.of("jobs"), Arrays.stream(args)));
  }

  private Run run(CommandLine line, Stream<String> args) {
    var out = new StringWriter();
    var err = new StringWriter();
    String[] all =
        Stream.concat(args, Stream.of("--gateway", node.address())).toArray(String[]::new);
    int exit = line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(all);
    return new Run(exit, out.toString(), err.toString());
  }

  @Test
  void givenJob_whenDrainedDeletedAndStarted_thenEachSaysSo() {
    Run drained = run("drain", "--job", "latest", "--wait");
    Run list = run("list");
    Run described = run("describe", "--job", "latest");
    Run deleted = run("delete", "--job", "latest", "--yes");
    Run gone = run("list");
    Run started = run("start", "--job", "latest");
    Run resumed = run("start", "--job", "latest", "--output", "json");

    assertThat(drained.exit()).isZero();
    assertThat(drained.out()).isEqualToNormalizingNewlines("latest: drained\n");
    assertThat(list.out()).contains("drained");
    assertThat(described.out())
        .contains("state: drained", "version in force: 1", ": version 1")
        .doesNotContain("too old");
    assertThat(deleted.out()).isEqualToNormalizingNewlines("latest: deleted\n");
    assertThat(gone.out()).doesNotContain("latest");
    assertThat(started.out()).isEqualToNormalizingNewlines("latest: running\n");
    assertThat(resumed.out()).contains("JOB_PHASE_RUNNING");
  }

  @Test
  void givenRunningJob_whenDeleted_thenRefusedSayingHowUnlessForced() {
    Run refused = run("delete", "--job", "latest", "--yes");
    Run forced = run("delete", "--job", "latest", "--yes", "--force");

    assertThat(refused.exit()).isNotZero();
    assertThat(refused.err()).contains("job is not drained", "millrace jobs drain --job latest");
    assertThat(forced.exit()).isZero();
  }

  @Test
  void givenNoTerminalAndNoYes_whenDeleted_thenExitTwoAndNothingHappens() {
    Run run =
        run(
            new CommandLine(new DeleteCommand(new Confirmation(q -> Optional.empty()))),
            Stream.of("--job", "latest", "--force"));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("say --yes");
    assertThat(run("list").out()).contains("latest");
  }

  @Test
  void givenTerminal_whenAsked_thenOnlyTheNameDeletes() {
    Run wrong =
        run(
            new CommandLine(new DeleteCommand(new Confirmation(q -> Optional.of("yes")))),
            Stream.of("--job", "latest", "--force"));
    Run right =
        run(
            new CommandLine(new DeleteCommand(new Confirmation(q -> Optional.of(" latest ")))),
            Stream.of("--job", "latest", "--force"));

    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.err()).contains("latest: not deleted");
    assertThat(right.exit()).isZero();
    assertThat(right.out()).contains("latest: deleted");
  }

  @Test
  void givenQuestion_whenAnswered_thenYesNoOrNobodyThere() {
    assertThat(new Confirmation(q -> Optional.of("x")).typed("?", "x")).isEqualTo(Answer.YES);
    assertThat(new Confirmation(q -> Optional.of("")).typed("?", "x")).isEqualTo(Answer.NO);
    assertThat(new Confirmation(q -> Optional.empty()).typed("?", "x"))
        .isEqualTo(Answer.NO_TERMINAL);
  }
}
