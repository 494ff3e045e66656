// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.gateway.TestNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields with types as the command line reads and prints them. */
class FieldsCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static TestNode node;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @BeforeAll
  static void start() {
    node = TestNode.start("");
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private record Run(int exit, String out, String err) {}

  private static Run run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--job", "latest", "--gateway", node.address()));
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Run(exit, out.toString(), err.toString());
  }

  private Run submit(String lines) throws IOException {
    Path input = Files.writeString(folder.resolve("in.jsonl"), lines);
    return run("submit", "--input", input.toString());
  }

  @Test
  void givenTypedFields_whenSubmitted_thenPrintedAndExportedWithTheirTypes() throws IOException {
    Run submitted =
        submit(
            """
            {"key":"typed","value":"v","fields":
             {"lang":"en","length":12,"score":1.0,"huge":-9223372036854775808,"kept":false}}
            """
                .replace("\n ", " "));
    Path export = folder.resolve("out.jsonl");

    Run json = run("get", "--key", "typed", "--output", "json");
    Run row = run("get", "--key", "typed");
    Run scan = run("scan", "--output", "json");
    Run exported = run("export", "--out", export.toString());

    assertThat(submitted.exit()).as(submitted.err()).isZero();
    String fields =
        "\"fields\":{\"huge\":-9223372036854775808,\"kept\":false,\"lang\":\"en\","
            + "\"length\":12,\"score\":1.0,\"seen\":true}";
    assertThat(json.out()).contains(fields);
    assertThat(scan.out()).contains(fields);
    assertThat(exported.exit()).as(exported.err()).isZero();
    assertThat(Files.readString(export)).contains(fields);
    assertThat(row.out())
        .contains(
            "{huge=-9223372036854775808, kept=false, lang=en, length=12, score=1.0, seen=true}");
  }

  @Test
  void givenFailedRecordWithFields_whenShown_thenTheyAreThereWithTheirTypes() throws IOException {
    submit("{\"key\":\"q\",\"value\":\"boom\",\"fields\":{\"n\":7,\"s\":\"x\"}}\n");
    JsonNode listed = JSON.readTree(run("quarantine", "list", "--output", "json").out());
    String id = listed.at("/id/partition").asText("0") + ":" + listed.at("/id/number").asText();

    Run shown = run("quarantine", "show", "--id", id);

    assertThat(shown.out()).contains("field      n=7").contains("field      s=x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"n":null}                 | field=n, expected=text, a number, true or false, actual=null
          {"ok":1,"n":[1]}           | field=n, expected=text, a number, true or false, actual=an array
          {"n":{"long":1}}           | field=n, expected=text, a number, true or false, actual=an object
          {"n":9223372036854775808}  | field=n, expected=a whole number from -2^63 to 2^63-1
          {"n":1e999}                | field n: Infinity (expected: a finite number)
          {"":1}                     | field name: empty (expected: 1 to 200 characters)
          [1]                        | field=fields, expected=an object of names and values
          """)
  void givenWrongFields_whenSubmitted_thenLineFieldAndExpectedAreNamed(
      String fields, String message) throws IOException {
    Run run =
        submit(
            "{\"key\":\"k\",\"value\":1}\n{\"key\":\"k\",\"value\":1,\"fields\":" + fields + "}\n");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("in.jsonl:2").contains(message).doesNotContain("\tat ");
  }
}
