// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Small runs in the heap: the commands work and their figures add up. */
class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new BenchCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private JsonNode runJson(String... arguments) throws IOException {
    assertThat(run(arguments)).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void givenPartitions_whenCommitsAreMeasured_thenOneRowForEachLoad() throws IOException {
    JsonNode rows =
        runJson(
            "commit",
            "--store",
            "memory",
            "--partitions",
            "1,2",
            "--seconds",
            "2",
            "--warm-up-seconds",
            "0.3",
            "--output",
            "json");

    assertThat(rows.findValuesAsText("load"))
        .containsExactly("turns", "each", "full", "turns", "each", "full");
    assertThat(rows.findValuesAsText("partitions")).containsExactly("1", "1", "1", "2", "2", "2");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.get("commits-per-s").asDouble()).isPositive();
              assertThat(row.get("p50-ms").asDouble()).isPositive();
              assertThat(row.get("p50-ms").asDouble())
                  .isLessThanOrEqualTo(row.get("max-ms").asDouble());
            });
    assertThat(rows.get(0).get("records-per-commit").asDouble()).isBetween(0.9, 1.1);
    assertThat(rows.get(2).get("records-per-commit").asDouble()).isGreaterThan(10);
  }

  @Test
  void givenFigures_whenPrintedForPeople_thenColumnsAlign() {
    var table = new Table("blocks", "p50-ms");
    table.add(1_000, 1.25);
    table.add(100_000, 1234.5);

    table.print(new PrintWriter(out), false);

    assertThat(out.toString().lines())
        .containsExactly("BLOCKS  P50-MS", "  1000     1.3", "100000    1235");
  }

  @Test
  void givenTypedAndRaw_whenMeasured_thenEachHasARow() throws IOException {
    JsonNode rows =
        runJson("typed", "--records", "100", "--keys", "10", "--rounds", "1", "--output", "json");

    assertThat(rows.findValuesAsText("layout"))
        .containsExactly("int64", "int64", "json", "json", "json, kryo state");
    assertThat(rows.findValues("p50-ns")).allSatisfy(ns -> assertThat(ns.asDouble()).isPositive());
  }

  @Test
  void givenNoRecords_whenTypedIsMeasured_thenUsage() {
    assertThat(run("typed", "--records", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("--records 0 --keys 1000 --rounds 7 (expected: 1 up)");
  }

  @Test
  void givenItems_whenMapIsMeasured_thenItsSpeedUpIsThatOfItsTimes() throws IOException {
    JsonNode rows =
        runJson(
            "map",
            "--stores",
            "memory",
            "--items",
            "300",
            "--hashes",
            "2",
            "--rounds",
            "1",
            "--output",
            "json");

    assertThat(rows).hasSize(1);
    JsonNode row = rows.get(0);
    assertThat(row.get("store").asText()).isEqualTo("memory");
    assertThat(row.get("map-speed-up").asDouble())
        .isEqualTo(row.get("loop-seconds").asDouble() / row.get("map-seconds").asDouble());
  }

  @Test
  void givenUnknownStore_whenMapIsMeasured_thenTheKnownAreTold() {
    assertThat(run("map", "--stores", "tape", "--items", "1")).isEqualTo(2);
    assertThat(err.toString()).contains("--stores: 'tape' (expected: memory, embedded)");
  }

  @Test
  void givenPrograms_whenMeasured_thenEachCountsAllAndTheCounterIsTheMeasure() throws IOException {
    JsonNode rows =
        runJson(
            "programs",
            "--store",
            "memory",
            "--records",
            "3000",
            "--keys",
            "50",
            "--value-bytes",
            "20",
            "--rounds",
            "1",
            "--producers",
            "3",
            "--output",
            "json");

    assertThat(rows.findValuesAsText("program")).containsExactly("counter", "two-stage", "windows");
    assertThat(rows.findValuesAsText("store")).containsOnly("memory");
    assertThat(rows.get(0).get("counter-to-this").asDouble()).isEqualTo(1);
    assertThat(rows)
        .allSatisfy(
            row -> {
              double median = row.get("p50-records-per-s").asDouble();
              assertThat(median).isPositive();
              assertThat(row.get("min-records-per-s").asDouble()).isEqualTo(median);
              assertThat(row.get("max-records-per-s").asDouble()).isEqualTo(median);
              assertThat(row.get("counter-to-this").asDouble())
                  .isEqualTo(rows.get(0).get("p50-records-per-s").asDouble() / median);
              assertThat(row.get("cpu-s-per-million").asDouble()).isPositive();
            });
  }

  @Test
  void givenValuesWithoutRoomForAKey_whenProgramsAreMeasured_thenUsage() {
    assertThat(run("programs", "--value-bytes", "7")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("--value-bytes: 7 (expected: 8 to 65536)");
  }

  @Test
  void givenUnknownStore_whenProgramsAreMeasured_thenTheKnownAreTold() {
    assertThat(run("programs", "--store", "tape")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("--store: 'tape' (expected: memory, embedded)");
  }

  @Test
  void givenMadeRecords_whenBlocksAreMeasured_thenColumnsAreSmallerThanRows() throws IOException {
    JsonNode rows =
        runJson("block", "--records", "300", "--blocks", "2", "--rounds", "1", "--output", "json");

    assertThat(rows.findValuesAsText("data"))
        .containsExactly("json", "access-log", "class-names", "text-lines");
    for (int i = 0; i < 2; i++) {
      JsonNode row = rows.get(i);
      assertThat(row.get("columns-bytes").asLong())
          .as(row.toString())
          .isLessThan(row.get("rows-bytes").asLong() * 2 / 3);
    }
  }

  @Test
  void givenTexts_whenACorpusIsMeasured_thenItsFiguresAddUp(@TempDir Path temp) throws IOException {
    Path input = Files.createDirectories(temp.resolve("in"));
    for (int i = 0; i < 5; i++) {
      String name = "word" + i;
      Files.writeString(
          input.resolve(i + ".txt"),
          IntStream.range(0, 200).mapToObj(n -> name + letters(n)).collect(joining(" ")));
    }

    JsonNode rows =
        runJson(
            "corpus",
            "--input",
            input.toString(),
            "--documents",
            "60,120",
            "--warm-up-documents",
            "30",
            "--near-share",
            "0.3",
            "--store",
            "memory",
            "--folder",
            temp.toString(),
            "--output",
            "json");

    assertThat(rows.findValuesAsText("documents")).containsExactly("60", "120");
    assertThat(rows)
        .allSatisfy(
            row -> {
              double seconds = row.get("receipts-s").asDouble() + row.get("settled-s").asDouble();
              assertThat(row.get("mb-per-s").asDouble())
                  .isEqualTo(row.get("mb").asDouble() / seconds);
              assertThat(row.get("node-cpu-s").asDouble()).isPositive();
              assertThat(row.get("stored-bytes-per-document").asDouble()).isPositive();
              assertThat(row.get("near-duplicates").asInt())
                  .isBetween(
                      row.get("documents").asInt() / 10, row.get("documents").asInt() * 6 / 10);
            });
  }

  private static String letters(int n) {
    return Integer.toString(n, Character.MAX_RADIX).replaceAll("[0-9]", "q");
  }

  @Test
  void givenSeveralNodesInTheHeap_whenACorpusIsMeasured_thenUsage() {
    assertThat(run("corpus", "--store", "memory", "--nodes", "2")).isEqualTo(2);
    assertThat(err.toString()).contains("--nodes: 2 (expected: 1 to 1)");
  }
}
