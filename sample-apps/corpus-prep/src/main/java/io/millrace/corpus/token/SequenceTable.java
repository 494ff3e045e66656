// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;

import io.millrace.parquet.ParquetRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** The columns that {@link SequenceLines} and {@link DocumentLines} write, in Parquet. */
final class SequenceTable implements SequenceWriter {
  static final String FILE = "tokens.parquet";

  /** A row group ends at about so many bytes. */
  private static final long ROW_GROUP_BYTES = 64 << 20;

  private final Catalog catalog;
  private final Tokenizer tokenizer;
  private final boolean whole;
  private final ParquetRows rows;

  /**
   * @param whole whether each sequence is a document
   */
  SequenceTable(HashedFile file, Catalog catalog, Tokenizer tokenizer, boolean whole)
      throws IOException {
    this.catalog = catalog;
    this.tokenizer = tokenizer;
    this.whole = whole;
    this.rows = new ParquetRows(file, whole ? ofDocuments() : ofPieces(), ROW_GROUP_BYTES);
  }

  private static MessageType ofDocuments() {
    return Types.buildMessage()
        .required(BINARY)
        .as(stringType())
        .named("id")
        .required(BINARY)
        .as(stringType())
        .named("source")
        .optional(DOUBLE)
        .named("quality")
        .required(BINARY)
        .as(stringType())
        .named("text")
        .addField(Types.requiredList().requiredElement(INT32).named("tokens"))
        .named("document");
  }

  private static MessageType ofPieces() {
    return Types.buildMessage()
        .addField(Types.requiredList().requiredElement(INT32).named("tokens"))
        .addField(
            Types.requiredList()
                .requiredGroupElement()
                .required(BINARY)
                .as(stringType())
                .named("id")
                .required(BINARY)
                .as(stringType())
                .named("source")
                .required(INT32)
                .named("from")
                .required(INT32)
                .named("to")
                .named("documents"))
        .named("sequence");
  }

  @Override
  public void write(SequencePlan plan, TokenBuffer tokens) throws IOException {
    ColumnWriter[] to = rows.row();
    long bytes = (long) tokens.size() * Integer.BYTES;
    if (whole) {
      bytes += document(to, plan.document(0), tokens);
    } else {
      pieces(to, plan, tokens);
    }
    rows.endRow(bytes);
  }

  /** Returns the bytes of the text. */
  private int document(ColumnWriter[] to, int document, TokenBuffer tokens) {
    to[0].write(id(document), 0, 0);
    to[1].write(source(document), 0, 0);
    double quality = catalog.quality(document);
    if (Double.isNaN(quality)) {
      to[2].writeNull(0, 0);
    } else {
      to[2].write(quality, 0, 1);
    }
    String text = tokenizer.decode(tokens.ids(), 0, tokens.size() - 1);
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    to[3].write(Binary.fromConstantByteArray(utf8), 0, 0);
    tokens(to[4], tokens);
    return utf8.length;
  }

  private void pieces(ColumnWriter[] to, SequencePlan plan, TokenBuffer tokens) {
    tokens(to[0], tokens);
    for (int i = 0; i < plan.size(); i++) {
      int repetition = i == 0 ? 0 : 1;
      to[1].write(id(plan.document(i)), repetition, 1);
      to[2].write(source(plan.document(i)), repetition, 1);
      to[3].write(plan.from(i), repetition, 1);
      to[4].write(plan.to(i), repetition, 1);
    }
  }

  private static void tokens(ColumnWriter to, TokenBuffer tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      to.write(tokens.ids()[i], i == 0 ? 0 : 1, 1);
    }
  }

  private Binary id(int document) {
    return Binary.fromString(catalog.id(document).toString());
  }

  private Binary source(int document) {
    return Binary.fromString(catalog.sources().get(catalog.sourceOf(document)));
  }

  @Override
  public void finish() throws IOException {
    rows.finish();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
