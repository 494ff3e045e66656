// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.export.Manifest;
import io.millrace.gateway.TestNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an export behind an earlier one refuses. */
@Timeout(180)
class ExportSinceTest {
  private static TestNode node;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @BeforeAll
  static void start() {
    node = TestNode.start("millrace.partition { retain-blocks = 4, snapshot-blocks = 4 }");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static Printed run(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--job", "latest", "--gateway", node.address()));
    return Printed.run(all.toArray(String[]::new));
  }

  private static void submit(int records) {
    Printed run = run("submit", "--generate", String.valueOf(records));
    assertThat(run.exit()).as(run.err()).isZero();
  }

  private Printed export(String out, String... more) {
    var all = new ArrayList<>(List.of("export", "--out", folder.resolve(out) + "/"));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  private void assertRefused(Path since, String... expected) {
    Printed run = export("refused", "--since", since.toString());
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains(expected);
    assertThat(folder.resolve("refused/_manifest.json")).doesNotExist();
  }

  private Path changed(String text, String from, String to) throws IOException {
    assertThat(text).containsPattern(from);
    return Files.writeString(folder.resolve("changed.json"), text.replaceFirst(from, to));
  }

  @Test
  void givenManifestThatDoesNotFit_whenSince_thenRefusedWithWhatDoes() throws IOException {
    submit(20);
    assertThat(export("a", "--format", "jsonl").exit()).isZero();
    String good = Files.readString(folder.resolve("a/_manifest.json"));

    assertRefused(folder.resolve("none.json"), "no such manifest", "none.json");
    assertRefused(
        changed(good, "\"jobId\" : \"[^\"]{8}", "\"jobId\" : \"00000000"),
        "manifest is of another job or stage",
        "expected=job id");
    assertRefused(
        changed(
            good,
            "\"stage\" : \"[^\"]*\",\\s*\"positions\"",
            "\"stage\" : \"other\", \"positions\""),
        "manifest is of another job or stage",
        "stage other");
    assertRefused(
        changed(good, "\"upToBlock\" : \\d+", "\"upToBlock\" : 123456789"),
        "partition is not seen to reach so far",
        "block=123456789");
    assertRefused(
        changed(good, "\"complete\" : true", "\"complete\" : false"),
        "export is not whole",
        "--resume");
  }

  @Test
  void givenRetention_whenBlocksSinceThenAreGone_thenRefusedNamingTheFirst() throws IOException {
    submit(20);
    assertThat(export("a", "--format", "jsonl").exit()).isZero();
    Path since = folder.resolve("a/_manifest.json");

    await()
        .atMost(Duration.ofSeconds(100))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              submit(20);
              Printed late = export("late", "--since", since.toString(), "--overwrite");
              assertThat(late.err())
                  .contains("blocks were truncated since that export", "export all anew");
              assertThat(late.exit()).isEqualTo(1);
            });
    assertThat(export("all", "--format", "jsonl").exit()).isZero();
    assertThat(Manifest.read(folder.resolve("all/_manifest.json")).complete()).isTrue();
  }

  @Test
  void givenExportBegunSinceAnother_whenResumedSinceAThird_thenRefused() throws IOException {
    submit(5);
    assertThat(export("a", "--format", "jsonl").exit()).isZero();
    submit(5);
    assertThat(export("b", "--format", "jsonl").exit()).isZero();
    submit(5);
    String a = folder.resolve("a/_manifest.json").toString();
    String b = folder.resolve("b/_manifest.json").toString();
    assertThat(export("c", "--format", "jsonl", "--since", a).exit()).isZero();

    Printed same = export("c", "--format", "jsonl", "--since", a, "--resume");
    Printed other = export("c", "--format", "jsonl", "--since", b, "--resume");

    assertThat(same.exit()).as(same.err()).isZero();
    assertThat(other.exit()).isEqualTo(1);
    assertThat(other.err()).contains("begun otherwise", "option=--since");
  }
}
