// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.parquet;

import static io.millrace.parquet.DuckDb.parquet;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.cli.Main;
import io.millrace.client.OutgoingRecord;
import io.millrace.export.Manifest;
import io.millrace.model.Fields;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.v1.Receipt;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Exports of a job's results, end to end, read by another reader. */
@Timeout(180)
class ParquetExportTest {
  private static final int RECORDS = 600;
  private static final Job JOB =
      Job.of(
              "shop",
              () ->
                  (record, context) ->
                      Effect.builder().emit(record.value(), record.fields()).build())
          .withPartitions(4);

  private static Millrace millrace;
  private static DuckDb duck;
  private static int submitted;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @BeforeAll
  static void start() throws SQLException {
    duck = DuckDb.open();
    millrace = Millrace.embedded(EmbeddedSettings.of(JOB));
    submit(RECORDS);
  }

  @AfterAll
  static void stop() throws SQLException {
    millrace.close();
    duck.close();
  }

  /** Sizes are whole numbers for some, text for others; some have no fields at all. */
  private static Fields fields(int i) {
    return switch (i % 4) {
      case 0 -> Fields.builder().put("size", i).put("seen", i % 8 == 0).build();
      case 1 -> Fields.of("size", "XL", "price", i / 4.0);
      case 2 -> Fields.of("at", Instant.ofEpochMilli(1_700_000_000_000L + i), "key", "own");
      default -> Fields.EMPTY;
    };
  }

  private static void submit(int records) {
    var receipts = new ArrayList<CompletionStage<Receipt>>();
    for (int i = submitted; i < submitted + records; i++) {
      var record = OutgoingRecord.of("k" + i, "{\"n\":" + i + "}").withFields(fields(i));
      receipts.add(
          millrace.submit(JOB.name(), i % 2 == 0 ? record.withEventTimeMs(i * 1_000L) : record));
    }
    receipts.forEach(receipt -> receipt.toCompletableFuture().join());
    submitted += records;
  }

  private record Run(int exit, String out, String err) {}

  private Run export(String out, String... more) {
    var printed = new StringWriter();
    var errors = new StringWriter();
    var args = new ArrayList<>(List.of("export", "--job", JOB.name()));
    args.addAll(List.of("--gateway", millrace.gatewayAddress(), "--out", folder + "/" + out));
    args.addAll(List.of(more));
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(printed))
            .setErr(new PrintWriter(errors))
            .execute(args.toArray(String[]::new));
    return new Run(exit, printed.toString(), errors.toString());
  }

  private Map<String, byte[]> bytes(String out) throws IOException {
    var bytes = new TreeMap<String, byte[]>();
    try (Stream<Path> files = Files.list(folder.resolve(out))) {
      for (Path file : files.toList()) {
        bytes.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return bytes;
  }

  private void assertSame(String one, String other) throws IOException {
    Map<String, byte[]> expected = bytes(one);
    Map<String, byte[]> actual = bytes(other);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void givenResults_whenExported_thenTypedColumnsHoldEachOfThem() throws SQLException, IOException {
    Run run = export("a/", "--format", "parquet", "--file-records", "100");

    assertThat(run.exit()).as(run.err()).isZero();
    String table = parquet(folder.resolve("a/*.parquet"));
    assertThat(duck.types(table))
        .hasToString(
            "{key=VARCHAR, value=VARCHAR, event_time=TIMESTAMP WITH TIME ZONE, tag=VARCHAR,"
                + " partition=INTEGER, block=BIGINT, index=INTEGER, at=TIMESTAMP WITH TIME ZONE,"
                + " key_text=VARCHAR, price=DOUBLE, seen=BOOLEAN, size_text=VARCHAR,"
                + " size_long=BIGINT}");
    var expected = new ArrayList<List<@Nullable String>>();
    for (int i = 0; i < submitted; i++) {
      var row = new ArrayList<@Nullable String>(List.of("k" + i, "{\"n\":" + i + "}"));
      row.add(i % 2 == 0 ? String.valueOf(i * 1_000L) : null);
      row.add(i % 4 == 2 ? String.valueOf(1_700_000_000_000L + i) : null);
      row.add(i % 4 == 2 ? "own" : null);
      row.add(i % 4 == 1 ? String.valueOf(i / 4.0) : null);
      row.add(i % 4 == 0 ? String.valueOf(i % 8 == 0) : null);
      row.add(i % 4 == 1 ? "XL" : null);
      row.add(i % 4 == 0 ? String.valueOf(i) : null);
      expected.add(row);
    }
    assertThat(
            duck.rows(
                "SELECT key, value, epoch_ms(event_time), epoch_ms(\"at\"), key_text, price, seen,"
                    + " size_text, size_long FROM "
                    + table
                    + " ORDER BY CAST(key[2:] AS INTEGER)"))
        .isEqualTo(expected);
    assertThat(
            duck.rows(
                "SELECT count(DISTINCT (partition, block, index)), min(block), max(partition) FROM "
                    + table))
        .containsExactly(List.of(String.valueOf(submitted), "1", "3"));
    assertThat(Manifest.read(folder.resolve("a/_manifest.json")).files())
        .hasSizeGreaterThan(4)
        .allSatisfy(file -> assertThat(file.records()).isLessThanOrEqualTo(100));
  }

  @Test
  void givenJsonLines_whenReadByAnotherReader_thenEachResultIsThere() throws SQLException {
    assertThat(export("lines/", "--format", "jsonl.gz").exit()).isZero();
    assertThat(export("all.parquet").exit()).isZero();

    List<List<@Nullable String>> lines =
        duck.rows(
            "SELECT key, value, eventTimeMs, position, fields->>'at', fields->>'price',"
                + " fields->>'size' FROM read_json('"
                + folder.resolve("lines")
                + "/*.jsonl.gz', columns = {key: 'VARCHAR', value: 'VARCHAR', eventTimeMs:"
                + " 'BIGINT', position: 'VARCHAR', fields: 'JSON'}) ORDER BY position");

    assertThat(lines)
        .isEqualTo(
            duck.rows(
                "SELECT key, value, epoch_ms(event_time), partition || ':' || block || ':' ||"
                    + " index AS position, strftime(\"at\" AT TIME ZONE 'UTC',"
                    + " '%Y-%m-%dT%H:%M:%S.%gZ'), price, coalesce(size_text, CAST(size_long AS"
                    + " VARCHAR)) FROM "
                    + parquet(folder.resolve("all.parquet"))
                    + " ORDER BY position"))
        .hasSize(submitted);
  }

  @Test
  void givenSamePositions_whenExportedAgainWhileMoreCommits_thenSameBytes() throws IOException {
    String[] how = {"--format", "parquet", "--file-records", "90"};
    assertThat(export("a/", how).exit()).isZero();
    submit(40);

    Run again = export("b/", concat(how, "--positions", folder + "/a/_manifest.json"));

    assertThat(again.exit()).as(again.err()).isZero();
    assertSame("a", "b");
    assertThat(export("one.parquet", "--manifest", folder + "/one.json").exit()).isZero();
    submit(40);
    assertThat(export("two.parquet", "--positions", folder + "/one.json").exit()).isZero();
    assertThat(folder.resolve("two.parquet")).hasSameBinaryContentAs(folder.resolve("one.parquet"));
  }

  @Test
  void givenExportCutOff_whenResumed_thenEqualToAnUndisturbedOne() throws IOException {
    String[] how = {"--format", "parquet", "--file-records", "90"};
    assertThat(export("a/", how).exit()).isZero();
    Manifest whole = Manifest.read(folder.resolve("a/_manifest.json"));
    Files.createDirectory(folder.resolve("cut"));
    String kept = whole.files().get(0).name();
    Files.copy(folder.resolve("a").resolve(kept), folder.resolve("cut").resolve(kept));
    String text = Files.readString(folder.resolve("a/_manifest.json"));
    int second = text.indexOf("}, {", text.indexOf("\"files\""));
    Files.writeString(
        folder.resolve("cut/_progress.json"),
        text.substring(0, second).replace("\"complete\" : true", "\"complete\" : false") + "}]}");

    Run resumed = export("cut/", concat(how, "--resume"));

    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertSame("a", "cut");
  }

  @Test
  void givenSince_whenANewFieldComes_thenOldColumnsStayAndBothReadAsOne()
      throws SQLException, IOException {
    assertThat(export("a/", "--format", "parquet").exit()).isZero();
    submit(13);

    Run run = export("b/", "--format", "parquet", "--since", folder + "/a/_manifest.json");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(Manifest.read(folder.resolve("b/_manifest.json")).records()).isEqualTo(13);
    assertThat(
            duck.rows(
                "SELECT count(DISTINCT key) FROM read_parquet(['"
                    + folder
                    + "/a/*.parquet', '"
                    + folder
                    + "/b/*.parquet'])"))
        .containsExactly(List.of(String.valueOf(submitted)));
  }

  @Test
  void givenForms_whenAsked_thenColumnsAreOfThem() throws SQLException {
    assertThat(export("json.parquet", "--value", "json", "--key", "bytes").exit()).isZero();
    Run wrong = export("wrong.parquet", "--key", "json");

    assertThat(duck.types(parquet(folder.resolve("json.parquet"))))
        .containsEntry("value", "JSON")
        .containsEntry("key", "BLOB");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.err()).contains("column=key", "position=0:1:0", "--key bytes");
    assertThat(folder.resolve("wrong.parquet")).doesNotExist();
    assertThat(folder.resolve("wrong.parquet.part")).doesNotExist();
  }

  @Test
  void givenNothing_whenExported_thenAnEmptyFileWithItsColumns() throws SQLException {
    assertThat(export("none.parquet", "--tag", "no-such-tag").exit()).isZero();

    String table = parquet(folder.resolve("none.parquet"));
    assertThat(duck.types(table)).containsKeys("key", "value", "event_time", "index");
    assertThat(duck.rows("SELECT * FROM " + table)).isEmpty();
  }

  private static String[] concat(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }
}
