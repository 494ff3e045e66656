// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.IOException;

/** Lines of whole documents. Their text is what their tokens say. */
final class DocumentLines extends SequenceLines {
  private final Tokenizer tokenizer;

  DocumentLines(HashedFile file, Catalog catalog, Tokenizer tokenizer) throws IOException {
    super(file, catalog);
    this.tokenizer = tokenizer;
  }

  @Override
  public void write(SequencePlan plan, TokenBuffer tokens) throws IOException {
    int document = plan.document(0);
    json.writeStartObject();
    names(document);
    if (!Double.isNaN(catalog.quality(document))) {
      json.writeNumberField("quality", catalog.quality(document));
    }
    json.writeStringField("text", tokenizer.decode(tokens.ids(), 0, tokens.size() - 1));
    json.writeFieldName("tokens");
    json.writeArray(tokens.ids(), 0, tokens.size());
    end();
  }
}
