// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.read.Document;
import io.millrace.model.Fields;

/** What a record says of its document beside the text; results have it among their fields. */
final class DocumentFields {
  /** The container. */
  static final String SOURCE = "source";

  /** Where the document lies in the container. */
  static final String PATH = "path";

  /** Size before decoding and normalising. Unit: bytes. */
  static final String RAW_BYTES = "raw_bytes";

  /** Malformed bytes that were replaced; left out if there were none. */
  static final String BAD_BYTES = "bad_bytes";

  /** Of a document that was taken back: the rules that do not refuse it; see {@link Waivers}. */
  static final String RESTORED = "restored";

  /**
   * Of the text of a document that stays after all, and of its result: the turn at which it was
   * told.
   */
  static final String PROMOTED = "promoted";

  private DocumentFields() {}

  /**
   * Those of a document; what its file tells beside the text has names of its own.
   *
   * @param recipe what the recipe has that differs from the default
   */
  static Fields of(Document document, String recipe) {
    var fields =
        Fields.builder()
            .put(SOURCE, document.source())
            .put(PATH, document.path())
            .put(RAW_BYTES, document.rawBytes());
    if (document.badBytes() > 0) {
      fields.put(BAD_BYTES, document.badBytes());
    }
    if (!recipe.isEmpty()) {
      fields.put(RecipeRules.RECIPE, recipe);
    }
    document.fields().forEach(fields::put);
    return fields.build();
  }
}
