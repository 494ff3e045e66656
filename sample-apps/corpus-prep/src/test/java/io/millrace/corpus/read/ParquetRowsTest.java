// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import static io.millrace.corpus.read.InputFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads files that another implementation of Parquet wrote. */
class ParquetRowsTest {
  private static final String ROWS =
      "select i as id, 'text number ' || i as text, i * 1.5::double as score, [1, 2] as list,"
          + " date '2026-01-02' as date, i % 2 = 0 as even, 'same' as \"Lang\""
          + " from range(5000) t(i) order by i";

  private final Path root;

  ParquetRowsTest(@TempDir Path temp) throws IOException {
    this.root = Files.createDirectories(temp.resolve("in"));
  }

  private Path parquet(String name, String query, String options) {
    return ParquetFiles.write(root.resolve(name), query, options);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compression uncompressed",
        "compression snappy",
        "compression gzip",
        "compression zstd",
        "compression lz4_raw",
        "compression zstd, parquet_version v2",
        "compression snappy, parquet_version v2"
      })
  void givenEveryCodec_whenRead_thenRowsAreDocuments(String options) {
    parquet("a.parquet", ROWS, options + ", row_group_size 2048");

    Found found = Found.in(root);

    assertThat(found.problems).isEmpty();
    assertThat(found.documents).hasSize(5_000);
    Document last = found.documents.get(4_999);
    assertThat(last.text()).isEqualTo("text number 4999");
    assertThat(last.path()).isEqualTo("a.parquet#4999");
    assertThat(last.fields())
        .isEqualTo(
            Map.of(
                "date", "2026-01-02",
                "meta_id", "4999",
                "meta_score", "7498.5",
                "meta_even", "false",
                "meta_lang", "same"));
  }

  @Test
  void givenNullsAndBadRows_whenRead_thenReportedAndTheRestIsRead() {
    parquet(
        "a.parquet",
        "select * from (values ('one'), (null), (repeat('x', 2000000)), ('two')) t(text)",
        "compression zstd");

    Found found = Found.in(root);

    assertThat(found.lines()).containsExactly("in|a.parquet#1|one", "in|a.parquet#4|two");
    assertThat(found.problems)
        .extracting(p -> p.path() + " " + p.kind())
        .containsExactly("a.parquet#2 UNREADABLE", "a.parquet#3 TOO_LARGE");
  }

  @Test
  void givenFileInArchiveOrCompressed_whenRead_thenTheSameAndNothingIsLeftBehind()
      throws IOException {
    Path plain = parquet("a.parquet", ROWS, "compression snappy");
    byte[] bytes = Files.readAllBytes(plain);
    List<String> expected = Found.in(plain).documents.stream().map(Document::text).toList();
    Path gzip = write(root.resolve("b.parquet.gz"), InputFiles.gzip(bytes));
    Path zip = write(root.resolve("c.zip"), InputFiles.zip("x/a.parquet", bytes));
    long before = spools();

    for (Path file : List.of(gzip, zip)) {
      assertThat(Found.in(file).documents.stream().map(Document::text)).isEqualTo(expected);
    }
    assertThat(spools()).isEqualTo(before);
  }

  private static long spools() throws IOException {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("millrace-corpus-"))
          .count();
    }
  }

  @Test
  void givenWhatIsNoTableOfTexts_whenRead_thenReportedWithItsColumns() throws IOException {
    parquet("a.parquet", "select 1 as text, 'x' as body", "compression zstd");
    parquet("b.parquet", ROWS, "compression brotli");
    write(root.resolve("c.parquet"), "no Parquet file");
    write(root.resolve("d.parquet"), "x");

    Found found = Found.in(root);

    assertThat(found.documents).isEmpty();
    assertThat(found.problemLines())
        .satisfiesExactly(
            p -> assertThat(p).contains("a.parquet", "no column \"text\" of text", "text, body"),
            p -> assertThat(p).contains("b.parquet", "BROTLI"),
            p -> assertThat(p).contains("c.parquet", "no Parquet file"),
            p -> assertThat(p).contains("d.parquet", "too short"));
  }

  @Test
  void givenPageOverTheLimit_whenRead_thenReportedBeforeItIsHeld() {
    parquet("a.parquet", "select repeat('x', 500000) as text", "compression zstd");
    ReadSettings small = new ReadSettings("text", 8 << 20, 250, 64 << 20, 100_000, 1 << 30);

    Found found = Found.in(small, root);

    assertThat(found.problemLines()).singleElement().asString().contains("page of", "100000");
  }

  @Test
  void givenDamageInEarlierRowGroups_whenReadBehindThem_thenNotLookedAt() throws IOException {
    Path file = parquet("a.parquet", ROWS, "compression zstd, row_group_size 2048");
    Found found = Found.in(root);
    Document document = found.documents.get(3_000);
    assertThat(document.position().offset()).isEqualTo(1);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 4, 200, (byte) 0x55);
    write(file, bytes);

    assertThat(Found.in(root).problems).as("from the start").hasSize(1);
    assertThat(Found.behind(document, root).lines()).isEqualTo(found.lines().subList(3_001, 5_000));
  }
}
