// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.corpus.document.DocumentId;
import java.io.IOException;
import java.util.List;

/**
 * The documents of a run that were kept, at positions that are fixed before the first is read: two
 * visits give the same documents. Not thread-safe.
 */
public interface KeptDocuments {
  /**
   * A document that was kept.
   *
   * @param source where it came from; what mixture weights are given for
   * @param text normalised
   * @param quality a score by which kept documents can be told apart, NaN for none
   */
  record Document(DocumentId id, String source, String text, double quality) {}

  /** Takes documents one by one. */
  interface Visitor {
    /** Takes the next document. */
    void document(Document document) throws IOException;
  }

  /** Where each partition was read up to, for people and for reading the same again. */
  List<String> positions();

  /** SHA-256 of the recipe that they were kept by, empty if there was none. */
  String recipeHash();

  /** Gives every document once, in any order. */
  void forEach(Visitor visitor) throws IOException;
}
