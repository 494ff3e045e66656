// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A JSON object a line, compressed with zstd. A sequence of pieces has {@code tokens} and {@code
 * documents}, an array of {@code id}, {@code source}, {@code from}, {@code to}; one that is a
 * document has {@code id}, {@code source}, {@code quality} if it has one, {@code text} and {@code
 * tokens}.
 */
class SequenceLines implements SequenceWriter {
  static final String FILE = "tokens.jsonl.zst";

  private static final int LEVEL = 3;

  private final OutputStream lines;
  final JsonGenerator json;
  final Catalog catalog;

  SequenceLines(HashedFile file, Catalog catalog) throws IOException {
    this.catalog = catalog;
    this.lines = new ZstdOutputStream(file, LEVEL).setChecksum(true);
    this.json = new JsonFactory().createGenerator(lines);
    json.setRootValueSeparator(null);
  }

  @Override
  public void write(SequencePlan plan, TokenBuffer tokens) throws IOException {
    json.writeStartObject();
    json.writeFieldName("tokens");
    json.writeArray(tokens.ids(), 0, tokens.size());
    documents(plan);
    end();
  }

  final void documents(SequencePlan plan) throws IOException {
    json.writeArrayFieldStart("documents");
    for (int i = 0; i < plan.size(); i++) {
      json.writeStartObject();
      names(plan.document(i));
      json.writeNumberField("from", plan.from(i));
      json.writeNumberField("to", plan.to(i));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  final void names(int document) throws IOException {
    json.writeStringField("id", catalog.id(document).toString());
    json.writeStringField("source", catalog.sources().get(catalog.sourceOf(document)));
  }

  final void end() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void finish() throws IOException {
    json.close();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
