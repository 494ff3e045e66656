// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a table as RFC 4180 and what is like it: the first row names the columns, the settings say
 * which one is the text, other columns are facts beside it. The separator is the one of comma,
 * semicolon, tab and bar that is most frequent in the first row; the charset is that of the first
 * bytes. Goes on in the middle by reading the rows before without a look at them, since only the
 * quotes before tell where a row begins.
 */
final class CsvRows {
  /** Longest row; more means that a quote is not closed. Unit: characters. */
  static final int ROW_LENGTH_MAX = 4 << 20;

  private static final int SAMPLE_BYTES = 64 << 10;
  private static final String SEPARATORS = ",;\t|";

  private final Piece piece;
  private List<String> columns = List.of();
  private int textColumn;
  private long row;

  private CsvRows(Piece piece) {
    this.piece = piece;
  }

  /** Reads all rows; fails where the table is broken, after the rows before. */
  static void read(Piece piece) throws IOException {
    try (InputStream in = piece.open()) {
      byte[] sample = in.readNBytes(SAMPLE_BYTES);
      Charset charset = DecodedText.sniff(sample);
      var whole = new SequenceInputStream(new ByteArrayInputStream(sample), in);
      var decoder =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE);
      try (var rows = new RowReader(new InputStreamReader(whole, decoder), ROW_LENGTH_MAX)) {
        new CsvRows(piece).read(rows, format(new String(sample, charset)));
      }
    }
  }

  private static CSVFormat format(String sample) {
    String header = sample.lines().findFirst().orElse("");
    char separator = SEPARATORS.charAt(0);
    long most = 0;
    for (int i = 0; i < SEPARATORS.length(); i++) {
      char candidate = SEPARATORS.charAt(i);
      long count = header.chars().filter(c -> c == candidate).count();
      if (count > most) {
        most = count;
        separator = candidate;
      }
    }
    return CSVFormat.Builder.create(CSVFormat.RFC4180)
        .setDelimiter(separator)
        .setIgnoreEmptyLines(true)
        .setTrailingData(true)
        .get();
  }

  private void read(RowReader in, CSVFormat format) throws IOException {
    try (CSVParser parser = CSVParser.builder().setReader(in).setFormat(format).get()) {
      Iterator<CSVRecord> rows = parser.iterator();
      if (!has(rows) || !isHeader(rows.next())) {
        return;
      }
      in.endRow();
      while (has(rows)) {
        CSVRecord values = rows.next();
        in.endRow();
        row++;
        if (row > piece.start().record()) {
          offer(values);
        }
      }
    }
  }

  private static boolean has(Iterator<CSVRecord> rows) throws IOException {
    try {
      return rows.hasNext();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IllegalStateException e) {
      throw new IOException("no such table: " + e.getMessage(), e);
    }
  }

  private boolean isHeader(CSVRecord header) {
    columns = header.stream().map(CsvRows::withoutMark).map(String::strip).toList();
    textColumn = columns.indexOf(piece.settings().textName());
    if (textColumn < 0) {
      piece.problem(
          piece.path(),
          Problem.Kind.UNREADABLE,
          MissingColumn.reason(piece.settings().textName(), columns));
    }
    return textColumn >= 0;
  }

  private static String withoutMark(String name) {
    return name.startsWith("\uFEFF") ? name.substring(1) : name;
  }

  private void offer(CSVRecord values) {
    if (textColumn >= values.size()) {
      piece.problem(
          piece.name(row),
          Problem.Kind.UNREADABLE,
          "row of " + values.size() + " columns (expected: " + columns.size() + ")");
      return;
    }
    String text = values.get(textColumn);
    int bad = (int) text.chars().filter(c -> c == '\uFFFD').count();
    if (text.indexOf('\0') >= 0 || bad > Utf8Text.BAD_SHARE_MAX * text.length()) {
      piece.notText(piece.name(row));
      return;
    }
    var extras = new Extras();
    String name = Long.toString(row);
    for (int i = columns.size() - 1; i >= 0; i--) {
      // Backwards, so that of columns with one name the first one is left.
      if (i < values.size() && isName(columns.get(i), values.get(i))) {
        name = values.get(i);
      }
    }
    for (int i = 0; i < Math.min(columns.size(), values.size()); i++) {
      if (i != textColumn) {
        extras.column(columns.get(i), values.get(i));
      }
    }
    piece.document(
        piece.name(name),
        text,
        text.getBytes(StandardCharsets.UTF_8).length,
        bad,
        extras.fields(),
        piece.start().at(row, 0));
  }

  private static boolean isName(String column, String value) {
    return RecordNames.COLUMNS.contains(column) && RecordNames.isGood(value);
  }

  /** Fails where a row gets too long, before it fills the memory. */
  static final class RowReader extends java.io.FilterReader {
    private final int lengthMax;
    private int length;

    RowReader(Reader in, int lengthMax) {
      super(in);
      this.lengthMax = lengthMax;
    }

    void endRow() {
      length = 0;
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      count(c < 0 ? 0 : 1);
      return c;
    }

    @Override
    public int read(char[] to, int from, int count) throws IOException {
      int got = super.read(to, from, count);
      count(Math.max(0, got));
      return got;
    }

    private void count(int more) throws IOException {
      length += more;
      if (length > lengthMax) {
        throw new IOException(
            "row longer than " + lengthMax + " characters (expected: a closing quote before)");
      }
    }
  }
}
