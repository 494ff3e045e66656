// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.client.Answer;
import io.millrace.client.AnswerRow;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.document.DocumentId;
import io.millrace.model.Fields;

/**
 * A document as it was when it was first kept.
 *
 * @param text empty if it is gone from the log
 * @param fields what was said of it
 */
record FirstText(ByteString text, Fields fields) {
  /** Looks a document up. */
  static FirstText of(MillraceClient client, DocumentId id) {
    String sql =
        "SELECT value, fields FROM \""
            + CorpusPrep.JOB
            + "\" WHERE tag = '' AND status = '"
            + DocumentsProcessor.KEPT
            + "' AND key = X'"
            + id
            + "' ORDER BY position LIMIT 1";
    try (Answer answer = client.query(sql)) {
      if (!answer.hasNext()) {
        return new FirstText(ByteString.EMPTY, Fields.EMPTY);
      }
      AnswerRow row = answer.next();
      Fields fields = row.value("fields") instanceof Fields found ? found : Fields.EMPTY;
      return new FirstText(row.bytes("value").orElse(ByteString.EMPTY), fields);
    }
  }

  /** The record that brings it back. */
  Fields record(Wanted wanted) {
    return fields.toBuilder().put(DocumentFields.PROMOTED, wanted.turn()).build();
  }
}
