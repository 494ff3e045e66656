// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.parquet;

import static io.millrace.parquet.DuckDb.parquet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.export.ByteForm;
import io.millrace.export.ExportLayout;
import io.millrace.export.ResultWriter;
import io.millrace.export.TypedColumn;
import io.millrace.model.FieldType;
import io.millrace.model.MillraceException;
import io.millrace.v1.FieldValue;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, read back by another reader: every value and every type. */
@Timeout(180)
class ParquetFormatTest {
  private static final long ROW_GROUP_BYTES = 64 << 10;
  private static final List<TypedColumn> COLUMNS =
      List.of(
          new TypedColumn("at", "at", FieldType.TIME),
          new TypedColumn("big", "big", FieldType.LONG),
          new TypedColumn("odd name, \"quoted\" ü", "odd name, \"quoted\" ü", FieldType.BOOLEAN),
          new TypedColumn("size_text", "size", FieldType.TEXT),
          new TypedColumn("size_double", "size", FieldType.DOUBLE));

  private static DuckDb duck;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  @BeforeAll
  static void open() throws SQLException {
    duck = DuckDb.open();
  }

  @AfterAll
  static void close() throws SQLException {
    duck.close();
  }

  private static ExportLayout layout(ByteForm key, ByteForm value) {
    return new ExportLayout(key, value, COLUMNS, ROW_GROUP_BYTES);
  }

  private static byte[] write(ExportLayout layout, List<Result> results) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (ResultWriter writer = new ParquetFormat().open(bytes, layout)) {
      for (Result result : results) {
        writer.write(result);
      }
      writer.finish();
    }
    return bytes.toByteArray();
  }

  private Path file(ExportLayout layout, List<Result> results) throws IOException {
    return Files.write(folder.resolve("f.parquet"), write(layout, results));
  }

  /** Any results, extremes among them; a row as DuckDB should show it beside each. */
  private static final class Sample {
    final List<Result> results = new ArrayList<>();
    final List<List<@Nullable String>> rows = new ArrayList<>();

    Sample(long seed, int count) {
      var random = new Random(seed);
      for (int i = 0; i < count; i++) {
        add(random, i);
      }
    }

    private void add(Random random, int i) {
      String key = "k" + random.nextInt(50);
      byte[] value = new byte[random.nextInt(60)];
      random.nextBytes(value);
      var result =
          Result.newBuilder()
              .setPosition(Position.newBuilder().setPartition(i % 7).setBlock(1L << 40).setIndex(i))
              .setKey(ByteString.copyFromUtf8(key))
              .setValue(ByteString.copyFrom(value))
              .setTag(i % 3 == 0 ? "side" : "");
      var row = new ArrayList<@Nullable String>();
      row.add(key);
      row.add(HexFormat.of().withUpperCase().formatHex(value));
      Long time = random.nextBoolean() ? random.nextLong() % 4_000_000_000_000L : null;
      if (time != null) {
        result.setEventTimeMs(time);
      }
      row.add(time == null ? null : time.toString());
      row.addAll(List.of(result.getTag(), String.valueOf(i % 7), String.valueOf(1L << 40)));
      row.add(String.valueOf(i));
      Long at = random.nextBoolean() ? random.nextLong() % 4_000_000_000_000L : null;
      if (at != null) {
        result.putFields("at", FieldValue.newBuilder().setTimeMs(at).build());
      }
      row.add(at == null ? null : at.toString());
      Long big = i == 0 ? Long.valueOf(Long.MIN_VALUE) : i == 1 ? Long.MAX_VALUE : null;
      big = i > 1 && random.nextBoolean() ? Long.valueOf(random.nextLong()) : big;
      if (big != null) {
        result.putFields("big", FieldValue.newBuilder().setLong(big).build());
      }
      row.add(big == null ? null : big.toString());
      Boolean odd = random.nextInt(3) == 0 ? null : Boolean.valueOf(random.nextBoolean());
      if (odd != null) {
        result.putFields(COLUMNS.get(2).field(), FieldValue.newBuilder().setBoolean(odd).build());
      }
      row.add(odd == null ? null : odd.toString());
      size(random, result, row);
      results.add(result.build());
      rows.add(row);
    }

    private static void size(Random random, Result.Builder result, List<@Nullable String> row) {
      switch (random.nextInt(3)) {
        case 0 -> {
          String text = "ü€𝄞 '\"\n" + random.nextInt(5);
          result.putFields("size", FieldValue.newBuilder().setText(text).build());
          row.add(text);
          row.add(null);
        }
        case 1 -> {
          double number = Double.longBitsToDouble(random.nextLong());
          number = Double.isFinite(number) ? number : Double.MIN_VALUE;
          result.putFields("size", FieldValue.newBuilder().setDouble(number).build());
          row.add(null);
          row.add(String.valueOf(Double.doubleToRawLongBits(number)));
        }
        default -> {
          row.add(null);
          row.add(null);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 999, 20_000})
  void givenAnyResults_whenReadBack_thenEveryValueAndTypeIsThere(int count)
      throws IOException, SQLException {
    var sample = new Sample(count, count);

    Path file = file(layout(ByteForm.text, ByteForm.bytes), sample.results);

    assertThat(duck.types(parquet(file)))
        .hasToString(
            "{key=VARCHAR, value=BLOB, event_time=TIMESTAMP WITH TIME ZONE, tag=VARCHAR,"
                + " partition=INTEGER, block=BIGINT, index=INTEGER, at=TIMESTAMP WITH TIME ZONE,"
                + " big=BIGINT, odd name, \"quoted\" ü=BOOLEAN, size_text=VARCHAR,"
                + " size_double=DOUBLE}");
    List<List<@Nullable String>> rows =
        duck.rows(
            "SELECT key, hex(value), epoch_ms(event_time), tag, partition, block, index, epoch_ms(\"at\"), big,"
                + " \"odd name, \"\"quoted\"\" ü\", size_text, size_double"
                + " FROM "
                + parquet(file)
                + " ORDER BY index");
    assertThat(rows).hasSameSizeAs(sample.rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(bits(rows.get(i))).isEqualTo(sample.rows.get(i));
    }
  }

  /** The last column, a double, as its bits: text may round. */
  private static List<@Nullable String> bits(List<@Nullable String> row) {
    var exact = new ArrayList<>(row);
    String number = exact.remove(exact.size() - 1);
    exact.add(
        number == null
            ? null
            : String.valueOf(Double.doubleToRawLongBits(Double.parseDouble(number))));
    return exact;
  }

  @Test
  void givenSmallRowGroups_whenWritten_thenThereAreManyAndTheirBytesAreBounded()
      throws IOException, SQLException {
    var sample = new Sample(7, 20_000);

    Path file = file(layout(ByteForm.text, ByteForm.bytes), sample.results);

    List<List<@Nullable String>> groups =
        duck.rows(
            "SELECT row_group_id, any_value(row_group_num_rows), any_value(row_group_bytes) FROM parquet_metadata('"
                + file
                + "') GROUP BY 1");
    long raw = sample.results.stream().mapToLong(Result::getSerializedSize).sum();
    assertThat(groups).hasSize((int) (raw / ROW_GROUP_BYTES) + 1);
    assertThat(groups)
        .allSatisfy(
            g ->
                assertThat(Long.parseLong(String.valueOf(g.get(2))))
                    .isLessThan(2 * ROW_GROUP_BYTES));
  }

  @Test
  void givenSameResults_whenWrittenTwice_thenSameBytes() throws IOException {
    ExportLayout layout = layout(ByteForm.text, ByteForm.bytes);

    byte[] once = write(layout, new Sample(3, 5_000).results);
    byte[] twice = write(layout, new Sample(3, 5_000).results);

    assertThat(twice).isEqualTo(once);
  }

  @Test
  void givenJson_whenReadBack_thenItIsJson() throws IOException, SQLException {
    Result result =
        Result.newBuilder()
            .setPosition(Position.newBuilder().setBlock(1))
            .setKey(ByteString.copyFromUtf8("k"))
            .setValue(ByteString.copyFromUtf8(" {\"a\": [1, {\"b\": null}]} "))
            .build();

    Path file = file(layout(ByteForm.bytes, ByteForm.json), List.of(result));

    assertThat(duck.types(parquet(file)))
        .containsEntry("value", "JSON")
        .containsEntry("key", "BLOB");
    assertThat(duck.rows("SELECT value->'a'->>0 FROM " + parquet(file)))
        .containsExactly(List.of("1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{\"a\":1} 2", "nul", "[1,]"})
  void givenNoJson_whenWrittenAsJson_thenRefusedWithItsPlace(String value) {
    assertRefused(layout(ByteForm.text, ByteForm.json), ByteString.copyFromUtf8(value));
  }

  @Test
  void givenNoText_whenWrittenAsText_thenRefusedWithItsPlace() {
    ByteString bytes = ByteString.copyFrom(new byte[] {-1, 0});

    assertRefused(layout(ByteForm.text, ByteForm.text), bytes);
    assertRefused(layout(ByteForm.text, ByteForm.json), bytes);
  }

  private static void assertRefused(ExportLayout layout, ByteString value) {
    Result result =
        Result.newBuilder()
            .setPosition(Position.newBuilder().setPartition(2).setBlock(30).setIndex(4))
            .setKey(ByteString.copyFromUtf8("k"))
            .setValue(value)
            .build();
    assertThatThrownBy(() -> write(layout, List.of(result)))
        .isInstanceOf(MillraceException.class)
        .hasMessageContainingAll("column=value", "position=2:30:4", "--value bytes");
  }

  @Test
  void givenFieldThatWasNotSeenBefore_whenWritten_thenNotLeftOutInSilence() {
    Result result =
        Result.newBuilder()
            .setPosition(Position.newBuilder().setBlock(1))
            .putFields("big", FieldValue.newBuilder().setText("no long").build())
            .build();

    assertThatThrownBy(() -> write(layout(ByteForm.bytes, ByteForm.bytes), List.of(result)))
        .isInstanceOf(MillraceException.class)
        .hasMessageContainingAll("a field without a column", "big");
  }

  @Test
  void givenFullDisk_whenWritten_thenItsOwnFailureComesOut() {
    List<Result> results = new Sample(1, 5_000).results;
    var full =
        new OutputStream() {
          private int left = 100_000;

          @Override
          public void write(int b) throws IOException {
            if (--left < 0) {
              throw new IOException("No space left on device");
            }
          }
        };

    assertThatThrownBy(
            () -> {
              try (ResultWriter writer =
                  new ParquetFormat().open(full, layout(ByteForm.text, ByteForm.bytes))) {
                for (Result result : results) {
                  writer.write(result);
                }
                writer.finish();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }
}
