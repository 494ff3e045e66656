// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.io.IOException;

/** Which documents each sequence of a file without names is made of: lines without tokens. */
final class IndexLines extends SequenceLines {
  static final String FILE = "index.jsonl.zst";

  IndexLines(HashedFile file, Catalog catalog) throws IOException {
    super(file, catalog);
  }

  @Override
  public void write(SequencePlan plan, TokenBuffer tokens) throws IOException {
    json.writeStartObject();
    documents(plan);
    end();
  }
}
