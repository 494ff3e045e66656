// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.Millrace;
import io.millrace.client.OutgoingRecord;
import io.millrace.gateway.TestNode;
import io.millrace.model.Fields;
import io.millrace.v1.Receipt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** `millrace query`, and `millrace tail` with a filter and a position file. */
@Timeout(60)
class QueryCommandTest {
  private static TestNode node;
  private static Millrace millrace;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @BeforeAll
  static void start() {
    node = TestNode.start("");
    millrace = Millrace.connect(List.of(node.address()));
    for (int i = 0; i < 6; i++) {
      submit("k" + i, Fields.of("lang", i % 2 == 0 ? "de" : "en", "words", i));
    }
  }

  @AfterAll
  static void stop() {
    millrace.close();
    node.close();
  }

  private static Receipt submit(String key, Fields fields) {
    var record = OutgoingRecord.of(key, "v-" + key).withFields(fields);
    return millrace.submit("latest", record).toCompletableFuture().join();
  }

  private record Run(int exit, String out, String err) {}

  private static Run run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    String[] all =
        Stream.concat(Arrays.stream(args), Stream.of("--gateway", node.address()))
            .toArray(String[]::new);
    int exit =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(all);
    return new Run(exit, out.toString(), err.toString());
  }

  @Test
  void givenRows_whenQueried_thenTableJsonAndLines() throws Exception {
    String sql =
        "SELECT lang, count(*) AS n, sum(words) FROM latest WHERE key LIKE 'k%' GROUP BY lang";

    Run table = run("query", sql);
    Run json = run("query", sql, "--output", "json");
    Run lines = run("query", sql, "--output", "jsonl");

    assertThat(table.exit()).as(table.err()).isZero();
    assertThat(table.out())
        .isEqualToNormalizingNewlines(
            """
            lang  n  sum(words)
            de    3           6
            en    3           9
            2 rows
            """);
    var object = new ObjectMapper().readTree(json.out());
    assertThat(object.path("columns").toString()).isEqualTo("[\"lang\",\"n\",\"sum(words)\"]");
    assertThat(object.path("rows").toString()).isEqualTo("[[\"de\",3,6],[\"en\",3,9]]");
    assertThat(object.path("snapshot").size()).isEqualTo(4);
    assertThat(lines.out())
        .isEqualToNormalizingNewlines(
            """
            {"lang":"de","n":3,"sum(words)":6}
            {"lang":"en","n":3,"sum(words)":9}
            """);
  }

  @Test
  void givenExplainAnalyze_whenQueried_thenThePlanInLines() {
    Run run = run("query", "EXPLAIN ANALYZE SELECT key FROM latest WHERE key = 'k1'");

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("partitions  1 of 4; pruned 3 by key", "1 matched, 1 returned", "time  ");
  }

  @Test
  void givenWrongText_whenQueried_thenExitTwoAndACaretUnderThePlace() {
    Run run = run("query", "SELECT key\nFROM latest WHERE key = \"a\"");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            """
            millrace query: query text is wrong at line 2, column 25: found "a", expected a value:\
             text goes in single quotes, double quotes are for names
              FROM latest WHERE key = "a"
                                      ^
            """);
  }

  @Test
  void givenUnknownJob_whenQueried_thenExitOne() {
    Run run = run("query", "SELECT key FROM nothing");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("NOT_FOUND", "job=nothing");
  }

  @Test
  void givenPages_whenQueried_thenTheNextTokenGoesOn() {
    String sql = "SELECT key FROM latest WHERE key LIKE 'k%'";

    Run first = run("query", sql, "--page-rows", "4", "--output", "jsonl");
    String token = first.err().strip().replace("next page: --page-token ", "");
    Run second = run("query", sql, "--page-rows", "4", "--page-token", token, "--output", "jsonl");

    assertThat(first.out().lines()).hasSize(4);
    assertThat(second.out().lines())
        .hasSize(2)
        .doesNotContainAnyElementsOf(first.out().lines().toList());
    assertThat(second.err()).isEmpty();
  }

  @Test
  void givenPositionFile_whenTailedAgain_thenItGoesOnWithoutRepeat() throws Exception {
    Path file = folder.resolve("seen");
    String[] tail = {
      "tail", "--job", "latest", "--where", "lang = 'pos'", "--position", file.toString(), "--limit"
    };
    for (int i = 0; i < 4; i++) {
      submit("p" + i, Fields.of("lang", "pos"));
    }

    Run first = run(Stream.concat(Arrays.stream(tail), Stream.of("3")).toArray(String[]::new));
    Run second = run(Stream.concat(Arrays.stream(tail), Stream.of("1")).toArray(String[]::new));

    assertThat(first.out().lines()).hasSize(3);
    assertThat(second.out().lines()).hasSize(1);
    assertThat(Stream.concat(first.out().lines(), second.out().lines()).distinct()).hasSize(4);
    assertThat(Files.readAllLines(file)).allMatch(line -> line.matches("\\d+:\\d+:\\d+"));
    Files.writeString(file, "here\n");
    Run damaged = run(Stream.concat(Arrays.stream(tail), Stream.of("1")).toArray(String[]::new));
    assertThat(damaged.exit()).isEqualTo(1);
    assertThat(damaged.err()).contains("is no position", "value=here");
  }

  @Test
  void givenWrongFilter_whenTailed_thenExitTwoAndACaret() {
    Run run = run("tail", "--job", "latest", "--where", "lang == 'x'");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .contains("millrace tail: --where: query text is wrong at line 1, column 7");
  }
}
