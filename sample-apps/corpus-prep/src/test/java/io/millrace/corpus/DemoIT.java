// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.corpus.read.InputFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo against the real Cassandra, stopped and started again on its own data. */
@Timeout(300)
class DemoIT {
  private final Path temp;

  DemoIT(@TempDir Path temp) {
    this.temp = temp;
  }

  private record Run(int exitCode, String out, String err) {}

  private Run demo(Path input) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        new CommandLine(new DemoCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                "--input",
                input.toString(),
                "--recipe",
                "none",
                "--folder",
                temp.resolve("demo").toString(),
                "--output",
                "json");
    return new Run(exitCode, out.toString(), err.toString());
  }

  @Test
  void givenSmallInput_whenDemoRunsTwice_thenReportsAndTheSecondChangesNothing()
      throws IOException {
    Path root = temp.resolve("in");
    String twin = "A licence that comes twice, as licences do.";
    InputFiles.write(root.resolve("a.jar"), InputFiles.zip("LICENSE", twin, "B.class", "code"));
    InputFiles.write(root.resolve("b.jar"), InputFiles.zip("LICENSE", twin));
    InputFiles.write(root.resolve("c.txt.gz"), InputFiles.gzip(InputFiles.utf8("x".repeat(100))));
    InputFiles.write(root.resolve("d.txt.gz"), "damaged");

    Run first = demo(root);
    Run second = demo(root);

    assertThat(first.err()).contains("data kept in " + temp.resolve("demo"));
    assertThat(first.exitCode()).isZero();
    JsonNode one = new ObjectMapper().readTree(first.out());
    assertThat(one.at("/run/committed_now").asInt()).isEqualTo(3);
    assertThat(one.at("/run/skipped/unreadable").asInt()).isEqualTo(1);
    assertThat(one.at("/job/kept").asInt()).isEqualTo(2);
    assertThat(one.at("/job/removed/duplicate").asInt()).isEqualTo(1);
    assertThat(second.exitCode()).isZero();
    JsonNode two = new ObjectMapper().readTree(second.out());
    assertThat(two.at("/run/nothing_changed").asBoolean()).isTrue();
    assertThat(two.at("/job")).isEqualTo(one.at("/job"));
  }
}
