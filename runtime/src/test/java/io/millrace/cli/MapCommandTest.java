// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.gateway.TestNode;
import io.millrace.map.MapFunction;
import io.millrace.processor.ErrorPolicy;
import io.millrace.serde.Serdes;
import io.millrace.store.memory.InMemoryStores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace map} through the gateway of a node over the in-memory store. */
@Timeout(120)
class MapCommandTest {
  private static final Map<String, Integer> CALLS = new ConcurrentHashMap<>();

  private static TestNode node;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private static String square(String item) {
    CALLS.merge(item, 1, Integer::sum);
    if (item.equals("two lines")) {
      return "a\nb";
    }
    int number = Integer.parseInt(item.trim());
    return Long.toString((long) number * number);
  }

  @BeforeAll
  static void start() {
    var square =
        MapFunction.of("square", Serdes.utf8(), Serdes.utf8(), MapCommandTest::square)
            .withErrors(ErrorPolicy.DEFAULT.withRetries(0, Duration.ZERO));
    node = TestNode.start("", new InMemoryStores(), square.job());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private record Run(int exit, String out, String err) {}

  private static Run run(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    var all = new ArrayList<>(List.of("map"));
    all.addAll(List.of(args));
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return new Run(exit, out.toString(), err.toString());
  }

  private Run square(Path input, Path output, String... more) {
    var args =
        new ArrayList<>(
            List.of("--job", "square", "--gateway", node.address(), "--input", input.toString()));
    args.addAll(List.of("--output", output.toString()));
    args.addAll(List.of(more));
    return run(args.toArray(String[]::new));
  }

  private Path input(String text) throws IOException {
    return Files.writeString(folder.resolve("in.txt"), text);
  }

  @Test
  void givenLines_whenMapped_thenResultsInTheirOrderAndAReport() throws IOException {
    String lines =
        IntStream.range(0, 2_000).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
    Path output = folder.resolve("out.txt");

    Run run = square(input(lines), output);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Files.readAllLines(output))
        .isEqualTo(IntStream.range(0, 2_000).mapToObj(i -> Integer.toString(i * i)).toList());
    assertThat(run.out())
        .matches("(?s)\\s*2000 items \\(0 failed\\) in [\\d.]+ s: \\d+ items/s\\s*");
    assertThat(run.err()).contains("after a break, go on with --run run-");
  }

  @Test
  void givenRun_whenMadeAgainUnderItsName_thenTheSameOutputAndNothingIsComputed()
      throws IOException {
    Path input = input("900001\r\n900002\r\n");
    Path first = folder.resolve("first.txt");
    Path second = folder.resolve("second.txt");

    Run before = square(input, first, "--run", "june");
    Run after = square(input, second, "--run", "june");

    assertThat(before.exit()).as(before.err()).isZero();
    assertThat(after.exit()).as(after.err()).isZero();
    assertThat(second).hasSameTextualContentAs(first);
    assertThat(CALLS).containsEntry("900001", 1).containsEntry("900002", 1);
  }

  @Test
  void givenRunOverAnotherInput_whenMadeAgain_thenRefused() throws IOException {
    square(input("1\n2\n3\n"), folder.resolve("first.txt"), "--run", "july");

    Run run = square(input("1\n5\n3\n"), folder.resolve("second.txt"), "--run", "july");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("run was over another input").contains("item=1");
  }

  @Test
  void givenFolder_whenMappedToJson_thenALinePerFile() throws IOException {
    Path inputs = folder.resolve("inputs");
    Files.createDirectories(inputs.resolve("deep"));
    Files.writeString(inputs.resolve("b.txt"), "4");
    Files.writeString(inputs.resolve("deep/a.txt"), "5\n");
    Files.writeString(inputs.resolve("a.txt"), "3");
    Path output = folder.resolve("out.jsonl");

    Run run = square(inputs, output);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Files.readAllLines(output))
        .containsExactly(
            "{\"item\":\"a.txt\",\"value\":\"9\"}",
            "{\"item\":\"b.txt\",\"value\":\"16\"}",
            "{\"item\":\"deep/a.txt\",\"value\":\"25\"}");
  }

  @Test
  void givenLineThatFails_whenMapped_thenErrorNamesItAndNoOutputAppears() throws IOException {
    Path output = folder.resolve("out.txt");

    Run run = square(input("1\n2\nthree\n4\n"), output);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .contains("function failed on an item")
        .contains("item=3")
        .contains("NumberFormatException")
        .contains("or --keep-going");
    assertThat(output).doesNotExist();
    assertThat(folder.resolve("out.txt.part")).doesNotExist();
  }

  @Test
  void givenLineThatFails_whenGoingOn_thenItsLineIsEmptyAndTheExitCodeTells() throws IOException {
    Path output = folder.resolve("out.txt");

    Run run = square(input("1\nthree\n4\n"), output, "--keep-going");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(Files.readString(output)).isEqualTo("1\n\n16\n");
    assertThat(run.out()).contains("3 items (1 failed)");
    assertThat(run.err()).contains("item 2 failed: java.lang.NumberFormatException");
  }

  @Test
  void givenNoLines_whenMapped_thenAnEmptyOutput() throws IOException {
    Path output = folder.resolve("out.txt");

    Run run = square(input(""), output);

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(output).isEmptyFile();
  }

  @Test
  void givenResultOfTwoLines_whenWrittenAsText_thenRefusedWithTheWayOut() throws IOException {
    Run run = square(input("two lines\n"), folder.resolve("out.txt"));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("result is no line of text").contains("*.jsonl");
  }

  @Test
  void givenStandardOutput_whenMapped_thenResultsThereAndTheReportBeside() throws IOException {
    Run run = square(input("7\n"), Path.of("-"));

    assertThat(run.out()).isEqualTo("49\n");
    assertThat(run.err()).contains("1 items (0 failed)");
  }

  @Test
  void givenLineThatIsTooLong_whenMapped_thenErrorNamesIt() throws IOException {
    Path input = folder.resolve("in.txt");
    Files.write(input, ("1\n" + "x".repeat(3 << 20)).getBytes(StandardCharsets.UTF_8));

    Run run = square(input, folder.resolve("out.txt"));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("item is too large").contains("in.txt:2");
  }

  @Test
  void givenWrongArguments_whenMapped_thenEachIsNamed() throws IOException {
    Path input = input("1\n");
    Path output = folder.resolve("out.txt");
    Path there = Files.writeString(folder.resolve("there.txt"), "mine");

    Run missing = square(folder.resolve("nope.txt"), output);
    Run exists = square(input, there);
    Run noFolder = square(input, folder.resolve("nope/out.txt"));
    Run badRun = square(input, output, "--run", "a/b");
    Run badWindow = square(input, output, "--window", "0");

    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err()).contains("input cannot be read").contains("nope.txt");
    assertThat(exists.exit()).isEqualTo(1);
    assertThat(exists.err()).contains("file exists").contains("--overwrite");
    assertThat(there).hasContent("mine");
    assertThat(noFolder.exit()).isEqualTo(1);
    assertThat(noFolder.err()).contains("output cannot be written").contains("nope");
    assertThat(badRun.exit()).isEqualTo(2);
    assertThat(badRun.err()).contains("run: 'a/b' (expected: 1 to 100 of");
    assertThat(badWindow.exit()).isEqualTo(2);
    assertThat(badWindow.err()).contains("windowItemsMax: 0 (expected: 1 to 1000000)");
  }

  @Test
  void givenUnknownJob_whenMapped_thenItsNameIsTold() throws IOException {
    Run run =
        run(
            "--job",
            "nope",
            "--gateway",
            node.address(),
            "--input",
            input("1\n").toString(),
            "--output",
            folder.resolve("out.txt").toString());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("nope");
  }

  @Test
  void givenHelp_whenAsked_thenAnExampleIsShown() {
    Run run = run("--help");

    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("millrace map --job digest --run june");
  }
}
