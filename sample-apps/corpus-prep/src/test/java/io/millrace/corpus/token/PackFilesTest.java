// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads every format back with a reader that is not ours, or that knows the specification only. */
class PackFilesTest {
  private static final int LENGTH = 200;
  private static final Mixture ALL = new Mixture(Map.of(), 1, 0);
  private static final Kept KEPT =
      new Kept(
          java.util.stream.Stream.concat(
                  // A token that ends a document and is a piece of its own looks like padding.
                  Kept.random(2, 500, 300, "a", "b ü").documents().stream()
                      .filter(d -> d.text().length() % LENGTH != 0),
                  java.util.stream.Stream.of(
                      Kept.document("b ü", "“quoted” \"text\"\n\t\\ 你好 \uD83D\uDE00", 0.25)))
              .toList());

  private final Path folder;

  PackFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path export(Tokenizer tokenizer, PackFormat format, Packing packing) throws IOException {
    int length = packing == Packing.DOCUMENTS ? 0 : LENGTH;
    Path out = folder.resolve("out");
    try (TokenStore store = TokenStore.open(folder.resolve("store"), tokenizer)) {
      new PackRun(tokenizer, store, line -> {})
          .run(KEPT, new PackSettings(format, packing, length, 3, ALL), out);
    }
    return out;
  }

  private static List<Integer> ids(String text) {
    var ids = new ArrayList<Integer>();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      ids.add(b & 0xFF);
    }
    ids.add(ByteTokenizer.END);
    return ids;
  }

  /** Cuts sequences at the ends of documents and at their own: must be the documents. */
  private static void assertTheDocuments(List<List<Integer>> sequences) {
    List<List<Integer>> found = new ArrayList<>();
    for (List<Integer> sequence : sequences) {
      int from = 0;
      for (int i = 0; i < sequence.size(); i++) {
        if (sequence.get(i) == ByteTokenizer.END) {
          found.add(sequence.subList(from, i + 1));
          from = i + 1;
        }
      }
      if (from < sequence.size()) {
        found.add(sequence.subList(from, sequence.size()));
      }
    }
    List<List<Integer>> expected = new ArrayList<>();
    for (KeptDocuments.Document document : KEPT.documents()) {
      List<Integer> ids = ids(document.text());
      for (int from = 0; from < ids.size(); from += LENGTH) {
        expected.add(ids.subList(from, Math.min(ids.size(), from + LENGTH)));
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {257, 65_536, 65_537})
  void givenNpy_whenReadByItsSpecification_thenTheDocuments(int vocabularySize) throws IOException {
    Path out = export(new ByteTokenizer(vocabularySize), PackFormat.NPY, Packing.BEST_FIT);

    ArrayFiles.Rows rows = ArrayFiles.npy(out.resolve("tokens.npy"));

    assertThat(rows.width()).isEqualTo(vocabularySize <= 65_536 ? 2 : 4);
    assertThat(rows.rows()).allSatisfy(row -> assertThat(row).hasSize(LENGTH));
    assertTheDocuments(rows.rows().stream().map(PackFilesTest::unpadded).toList());
  }

  /** The token that ends documents pads, too: of those at the end, the first is no padding. */
  private static List<Integer> unpadded(List<Integer> row) {
    int end = row.size();
    while (end > 1
        && row.get(end - 1) == ByteTokenizer.END
        && row.get(end - 2) == ByteTokenizer.END) {
      end--;
    }
    return row.subList(0, end);
  }

  @ParameterizedTest
  @ValueSource(ints = {257, 65_499, 65_500})
  void givenMegatron_whenReadByItsSpecification_thenTheDocuments(int vocabularySize)
      throws IOException {
    Path out = export(new ByteTokenizer(vocabularySize), PackFormat.MEGATRON, Packing.BEST_FIT);

    ArrayFiles.Rows rows =
        ArrayFiles.megatron(out.resolve("tokens.idx"), out.resolve("tokens.bin"));

    assertThat(rows.width()).isEqualTo(vocabularySize < 65_500 ? 2 : 4);
    assertThat(rows.rows()).allSatisfy(row -> assertThat(row).hasSizeBetween(1, LENGTH));
    assertTheDocuments(rows.rows());
  }

  @Test
  void givenMegatronOfDocuments_whenRead_thenASequenceForEach() throws IOException {
    Path out = export(new ByteTokenizer(), PackFormat.MEGATRON, Packing.DOCUMENTS);

    ArrayFiles.Rows rows =
        ArrayFiles.megatron(out.resolve("tokens.idx"), out.resolve("tokens.bin"));

    assertThat(rows.rows())
        .containsExactlyInAnyOrderElementsOf(
            KEPT.documents().stream().map(d -> ids(d.text())).toList());
  }

  /** Rows of a query, as text. */
  private static List<List<String>> duck(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      var rows = new ArrayList<List<String>>();
      int columns = found.getMetaData().getColumnCount();
      while (found.next()) {
        var row = new ArrayList<String>();
        for (int i = 1; i <= columns; i++) {
          row.add(String.valueOf(found.getString(i)));
        }
        rows.add(row);
      }
      return rows;
    }
  }

  private static String table(Path out, PackFormat format) {
    return format == PackFormat.PARQUET
        ? "read_parquet('" + out.resolve("tokens.parquet") + "')"
        : lines(out.resolve("tokens.jsonl.zst"));
  }

  private static String lines(Path file) {
    return "read_json('" + file + "', format = 'newline_delimited', compression = 'zstd')";
  }

  private static List<Integer> numbers(String list) {
    return list.isEmpty()
        ? List.of()
        : Arrays.stream(list.split(",")).map(Integer::valueOf).toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"JSONL_ZST", "PARQUET"})
  void givenSequences_whenReadByDuckDb_thenTokensAreThoseOfTheDocumentsNamed(PackFormat format)
      throws IOException, SQLException {
    Path out = export(new ByteTokenizer(), format, Packing.BEST_FIT);
    var byId = new HashMap<String, KeptDocuments.Document>();
    KEPT.documents().forEach(d -> byId.put(d.id().toString(), d));

    List<List<String>> rows =
        duck(
            "SELECT array_to_string(tokens, ','), array_to_string(list_transform(documents, lambda d:"
                + " d.id || '/' || d.source || '/' || d.\"from\" || '/' || d.\"to\"), ',') FROM "
                + table(out, format));

    assertTheDocuments(rows.stream().map(row -> numbers(row.get(0))).toList());
    for (List<String> row : rows) {
      var expected = new ArrayList<Integer>();
      for (String piece : row.get(1).split(",")) {
        String[] parts = piece.split("/");
        KeptDocuments.Document document = requireNonNull(byId.get(parts[0]));
        assertThat(parts[1]).isEqualTo(document.source());
        expected.addAll(
            ids(document.text()).subList(Integer.parseInt(parts[2]), Integer.parseInt(parts[3])));
      }
      assertThat(numbers(row.get(0))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"JSONL_ZST", "PARQUET"})
  void givenDocuments_whenReadByDuckDb_thenTextAndTokensAreTheirs(PackFormat format)
      throws IOException, SQLException {
    Path out = export(new ByteTokenizer(), format, Packing.DOCUMENTS);

    List<List<String>> rows =
        duck(
            "SELECT id, source, quality, text, array_to_string(tokens, ',') FROM "
                + table(out, format));

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            KEPT.documents().stream()
                .map(
                    d ->
                        List.of(
                            d.id().toString(),
                            d.source(),
                            Double.isNaN(d.quality()) ? "null" : String.valueOf(d.quality()),
                            d.text(),
                            ids(d.text()).stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(","))))
                .toList());
  }

  @Test
  void givenIndexBesideAnArray_whenReadByDuckDb_thenItSaysWhereTokensAreFrom()
      throws IOException, SQLException {
    Path out = export(new ByteTokenizer(), PackFormat.NPY, Packing.CONCATENATE);
    List<List<Integer>> rows = ArrayFiles.npy(out.resolve("tokens.npy")).rows();
    var byId = new HashMap<String, List<Integer>>();
    KEPT.documents().forEach(d -> byId.put(d.id().toString(), ids(d.text())));

    List<List<String>> index =
        duck(
            "SELECT array_to_string(list_transform(documents, lambda d:"
                + " d.id || '/' || d.\"from\" || '/' || d.\"to\"), ',') FROM "
                + lines(out.resolve("index.jsonl.zst")));

    assertThat(index).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      var expected = new ArrayList<Integer>();
      for (String piece : index.get(i).get(0).split(",")) {
        String[] parts = piece.split("/");
        expected.addAll(
            requireNonNull(byId.get(parts[0]))
                .subList(Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
      }
      assertThat(rows.get(i).subList(0, expected.size())).isEqualTo(expected);
    }
  }
}
