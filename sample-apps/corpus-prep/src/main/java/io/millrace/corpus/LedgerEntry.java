// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.client.AnswerRow;
import io.millrace.corpus.document.DocumentId;
import io.millrace.model.Fields;
import java.util.Optional;

/**
 * One thing that was put out about a document.
 *
 * @param id the document
 * @param tag empty for a main result, else the side output
 * @param fields all that was said
 */
record LedgerEntry(DocumentId id, String tag, Fields fields) {
  /** Of a row with the columns key, tag and fields. */
  static LedgerEntry of(AnswerRow row) {
    return new LedgerEntry(
        DocumentId.of(row.bytes("key").orElse(ByteString.EMPTY)),
        row.text("tag").orElse(""),
        row.value("fields") instanceof Fields fields ? fields : Fields.EMPTY);
  }

  boolean isMain() {
    return tag.isEmpty();
  }

  /** Whether it says that the document stays. */
  boolean isKept() {
    return isMain() && text(DocumentsProcessor.STATUS).equals(DocumentsProcessor.KEPT);
  }

  /** The field's text, empty if there is none. */
  String text(String name) {
    return fields.text(name).orElse("");
  }

  /** The field's number. */
  Optional<Double> number(String name) {
    var number = fields.doubleValue(name);
    return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
  }

  /** Where it came from: source and path. */
  String place() {
    return (text(DocumentFields.SOURCE) + " " + text(DocumentFields.PATH)).strip();
  }

  /** The rule that refused it, or the reason. */
  String why() {
    String rule = text(RecipeRules.RULE);
    return rule.isEmpty() ? text(DocumentsProcessor.REASON) : rule;
  }
}
