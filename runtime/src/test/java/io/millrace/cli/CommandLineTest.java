// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.gateway.TestNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@Timeout(60)
class CommandLineTest {
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

  private record Run(int exit, String out, String err) {
    List<JsonNode> json() throws IOException {
      var nodes = new ArrayList<JsonNode>();
      for (String line : out.lines().toList()) {
        nodes.add(JSON.readTree(line));
      }
      return nodes;
    }
  }

  private static Run run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    return new Run(exit, out.toString(), err.toString());
  }

  private static Run onNode(String... args) {
    return run(
        Stream.concat(Arrays.stream(args), Stream.of("--gateway", node.address()))
            .toArray(String[]::new));
  }

  /** Every command and subcommand, as it is typed. */
  static Stream<String> commands() {
    return Stream.concat(Stream.of(""), below("", Main.commandLine()));
  }

  private static Stream<String> below(String prefix, CommandLine line) {
    return line.getSubcommands().entrySet().stream()
        .flatMap(
            sub -> {
              String name = (prefix + " " + sub.getKey()).strip();
              return Stream.concat(Stream.of(name), below(name, sub.getValue()));
            });
  }

  private static String[] words(String command, String option) {
    return (command + " " + option).strip().split(" ");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void givenEveryCommand_whenAskedForHelp_thenExitZeroAndItExplainsItself(String command) {
    Run run = run(words(command, "--help"));

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("Usage: ", "--help");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void givenEveryCommand_whenOptionIsWrongOrMissing_thenExitTwoAndItIsNamed(String command) {
    Run run = run(words(command, "--no-such-option"));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .containsPattern("--no-such-option|Missing required (option.* '--|parameter)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jobs", "schema", "quarantine"})
  void givenGroup_whenCalledWithoutCommand_thenExitTwoAndItsUsage(String group) {
    Run run = run(group);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: millrace " + group);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void givenCommands_whenListed_thenAllOfTheRuntimeAreFound() {
    assertThat(Main.commandLine().getSubcommands().keySet())
        .contains("node", "cluster", "submit", "get", "scan", "tail", "export", "jobs", "schema")
        .contains("map", "quarantine", "verify", "compact");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get --job nope --key a",
        "scan --job nope",
        "tail --job nope",
        "jobs describe --job nope",
        "jobs pause --job nope",
        "jobs resume --job nope",
        "quarantine list --job nope",
        "quarantine show --job nope --id 0:1",
        "quarantine redrive --job nope --all",
        "quarantine drop --job nope --id 0:1",
        "submit --job nope --generate 1"
      })
  void givenUnknownJob_whenAnythingAsked_thenExitOneAndTheJobIsNamed(String command) {
    Run run = onNode(command.split(" "));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("unknown job", "nope").doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void givenNoNode_whenAsked_thenExitOneAndAHint() {
    Run run = run("jobs", "list", "--gateway", "127.0.0.1:1");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("UNAVAILABLE", "is a node running there?");
  }

  @Test
  void givenNodeCommand_whenConfigurationIsMissingOrWrong_thenExitOneNamingIt() throws IOException {
    Path wrong = Files.writeString(folder.resolve("wrong.conf"), "millrace.node.store = disk");

    Run missing = run("node", "--config", folder.resolve("none.conf").toString());
    Run refused = run("node", "--config", wrong.toString());

    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err()).contains("none.conf");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err())
        .contains("millrace.node.store: disk (expected: cassandra, embedded, memory)");
  }

  @Test
  void givenRecords_whenSubmittedTwice_thenTheSecondTimeChangesNothingAndSaysSo()
      throws IOException {
    Path input =
        Files.writeString(
            folder.resolve("in.jsonl"),
            """
            {"key":"cli-a","value":"1"}

            {"key":"cli-b","value":{"x":2},"eventTimeMs":5,"fields":{"h":"i"}}
            """);
    String[] submit = {
      "submit",
      "--job",
      "latest",
      "--producer",
      "cli",
      "--input",
      input.toString(),
      "--output",
      "json"
    };

    JsonNode first = onNode(submit).json().get(0);
    JsonNode second = onNode(submit).json().get(0);

    assertThat(first.get("records").asInt()).isEqualTo(2);
    assertThat(first.get("duplicates").asInt()).isZero();
    assertThat(second.get("records").asInt()).isEqualTo(2);
    assertThat(second.get("duplicates").asInt()).isEqualTo(2);
    Run got = onNode("get", "--job", "latest", "--key", "cli-b", "--output", "json");
    assertThat(got.exit()).isZero();
    assertThat(got.json().get(0).get("value").asText()).isEqualTo("{\"x\":2}");
    assertThat(onNode("get", "--job", "latest", "--key", "cli-a").out()).contains("cli-a", "1");
    Run none = onNode("get", "--job", "latest", "--key", "cli-none");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err()).contains("key has no main result");
  }

  @Test
  void givenRefusedRecord_whenSubmitted_thenExitOneAndTheReason() throws IOException {
    Path input =
        Files.writeString(folder.resolve("bad.jsonl"), "{\"key\":\"k\",\"value\":\"bad\"}\n");

    Run run = onNode("submit", "--job", "latest", "--input", input.toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("record 1 refused: value is bad");
    assertThat(run.out()).contains("1 refused");
  }

  @Test
  void givenLineThatIsNoRecord_whenSubmitted_thenExitOneNamingTheLine() throws IOException {
    Path input = Files.writeString(folder.resolve("no.jsonl"), "{\"key\":\"k\"}\n{\"value\":1}\n");

    Run run = onNode("submit", "--job", "latest", "--input", input.toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("no.jsonl:2", "no \"key\"").doesNotContain("\tat ");
  }

  @Test
  void givenResults_whenScannedAndExported_thenEveryLineIsJson() throws IOException {
    onNode("submit", "--job", "latest", "--generate", "200", "--keys", "50");
    Path file = folder.resolve("out.jsonl");

    Run scan = onNode("scan", "--job", "latest", "--output", "json");
    Run limited = onNode("scan", "--job", "latest", "--limit", "3");
    Run export = onNode("export", "--job", "latest", "--out", file.toString(), "--output", "json");

    assertThat(scan.json()).hasSizeGreaterThanOrEqualTo(200);
    assertThat(scan.json()).allSatisfy(r -> assertThat(r.hasNonNull("key")).isTrue());
    assertThat(limited.out().lines()).hasSize(3);
    assertThat(export.exit()).as(export.err()).isZero();
    assertThat(export.json().get(0).get("results").asInt())
        .isEqualTo(Files.readAllLines(file).size());
    for (String line : Files.readAllLines(file)) {
      assertThat(JSON.readTree(line).hasNonNull("position")).isTrue();
    }
    Run again = onNode("export", "--job", "latest", "--out", file.toString());
    assertThat(again.exit()).isEqualTo(1);
    assertThat(again.err()).contains("file exists");
  }

  @Test
  void givenUnknownJob_whenExported_thenNoFileIsLeft() throws IOException {
    Run run = onNode("export", "--job", "nope", "--out", folder.resolve("o.jsonl").toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("unknown job");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void givenFullDisk_whenExported_thenExitOneAndNoHalfFile() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs /dev/full, which this system does not have");
    onNode("submit", "--job", "latest", "--generate", "10");
    Files.createSymbolicLink(folder.resolve("o.jsonl.part"), full);

    Run run = onNode("export", "--job", "latest", "--out", folder.resolve("o.jsonl").toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("was not written", "No space left on device");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void givenTailWithLimit_whenRun_thenItEndsThere() throws IOException {
    onNode("submit", "--job", "latest", "--generate", "20");

    Run run = onNode("tail", "--job", "latest", "--limit", "5", "--output", "json");

    assertThat(run.exit()).isZero();
    assertThat(run.json()).hasSize(5);
    Run wrong = onNode("tail", "--job", "latest", "--after", "here");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.err()).contains("--after", "PARTITION:BLOCK:INDEX");
  }

  @Test
  void givenJobs_whenListedAndDescribed_thenBothFormsTell() throws IOException {
    assertThat(onNode("jobs", "list").out()).contains("JOB", "latest");
    assertThat(onNode("jobs", "list", "--output", "json").json().get(0).get("jobs")).hasSize(1);
    assertThat(onNode("jobs", "describe", "--job", "latest").out())
        .contains("PARTITION", "OWNER", "STORED BYTES");
    assertThat(
            onNode("jobs", "describe", "--job", "latest", "--output", "json")
                .json()
                .get(0)
                .get("partitions"))
        .hasSize(4);
  }

  @Test
  void givenSchema_whenPrinted_thenItIsTheTables() {
    assertThat(run("schema", "print", "--keyspace", "k1", "--replication-factor", "2").out())
        .contains("CREATE KEYSPACE", "k1", "CREATE TABLE");
  }

  @Test
  void givenFailedRecords_whenQuarantineIsListedShownRedrivenAndDropped_thenBothFormsTell()
      throws IOException {
    Path input =
        Files.writeString(
            folder.resolve("boom.jsonl"),
            """
            {"key":"cli-q","value":"boom"}
            {"key":"cli-q","value":"later"}
            """);
    Run submitted = onNode("submit", "--job", "latest", "--input", input.toString());
    assertThat(submitted.err()).contains("processor failed, quarantined as");

    Run table = onNode("quarantine", "list", "--job", "latest");
    List<JsonNode> rows =
        onNode("quarantine", "list", "--job", "latest", "--output", "json").json();

    assertThat(table.out()).contains("ID", "REASON", "cli-q", "cannot work on boom", "parked");
    JsonNode failed = rows.stream().filter(r -> !r.path("parked").asBoolean()).findFirst().get();
    String partition = failed.at("/id/partition").asText("0");
    String id = partition + ":" + failed.at("/id/number").asText();
    assertThat(table.out()).contains(id);
    Run shown = onNode("quarantine", "show", "--job", "latest", "--id", id);
    assertThat(shown.exit()).isZero();
    assertThat(shown.out()).contains("boom", "IllegalStateException", "\tat ", "sequence   1");
    Run redriven = onNode("quarantine", "redrive", "--job", "latest", "--all");
    assertThat(redriven.exit()).isEqualTo(1);
    assertThat(redriven.out()).contains("0 took effect, 1 failed again, 0 dropped");
    Run careless = onNode("quarantine", "drop", "--job", "latest", "--all");
    assertThat(careless.exit()).isEqualTo(2);
    assertThat(careless.err()).contains("--yes");
    Run dropped = onNode("quarantine", "drop", "--job", "latest", "--id", id);
    assertThat(dropped.exit()).isZero();
    assertThat(dropped.out()).contains("1 took effect, 0 failed again, 1 dropped");
    assertThat(onNode("get", "--job", "latest", "--key", "cli-q").out()).contains("later");
    Run gone = onNode("quarantine", "drop", "--job", "latest", "--id", id);
    assertThat(gone.exit()).isEqualTo(1);
    assertThat(gone.err()).contains("not there", id);
    assertThat(onNode("quarantine", "drop", "--job", "latest", "--all", "--yes").exit()).isZero();
    Run wrong = onNode("quarantine", "show", "--job", "latest", "--id", "here");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.err()).contains("'here' (expected: PARTITION:ID");
  }

  @Test
  void givenJob_whenPausedAndResumed_thenListAndDescribeSaySo() throws IOException {
    Run paused = onNode("jobs", "pause", "--job", "latest", "--reason", "inventory");
    Run list = onNode("jobs", "list");
    Run described = onNode("jobs", "describe", "--job", "latest");
    Run resumed = onNode("jobs", "resume", "--job", "latest", "--output", "json");

    assertThat(paused.out()).isEqualToNormalizingNewlines("latest: paused: inventory\n");
    assertThat(list.out()).contains("STATE", "paused: inventory");
    assertThat(described.out()).contains("QUARANTINED", "state: paused: inventory");
    assertThat(resumed.json().get(0).has("paused")).isFalse();
    assertThat(onNode("jobs", "list").out()).contains("running");
  }

  @Test
  void givenVerify_whenUsedWrongly_thenExitTwoAndWhy() throws IOException {
    Path memory = Files.writeString(folder.resolve("m.conf"), "millrace.node.store = memory");

    Run nothing = run("verify", "--config", memory.toString(), "--job", "latest");
    Run missing =
        run("verify", "--config", folder.resolve("none.conf").toString(), "--job", "latest");

    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.err()).contains("nothing is stored", "cassandra, embedded");
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err()).contains("none.conf");
  }
}
