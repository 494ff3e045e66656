// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

/** Is told what a {@link DocumentReader} finds, in the input's order, by the reading thread. */
public interface DocumentVisitor {
  /** A document. */
  void onDocument(Document document);

  /** Something that cannot be a document; the reading goes on. */
  void onProblem(Problem problem);

  /** A file or entry whose name does not say text, left unopened, or a record that is none. */
  void onIgnored();
}
