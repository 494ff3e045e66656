// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.v1.Result;
import java.util.List;

/**
 * Looks at all results before the first one is written: which fields of which types there are, and
 * whether all keys and values are text. They come without keys and values. Not thread-safe.
 */
final class OutlinePass {
  private final ColumnNames names;
  private boolean keysAreText = true;
  private boolean valuesAreText = true;

  /**
   * @param base columns of an earlier export, empty for none
   */
  OutlinePass(List<TypedColumn> base) {
    this.names = new ColumnNames(base);
  }

  void see(Result outline) {
    keysAreText &= outline.hasKeyText();
    valuesAreText &= outline.hasValueText();
    if (outline.getFieldsCount() > 0) {
      Fields fields = FieldMessages.of(outline);
      for (int i = 0; i < fields.size(); i++) {
        names.see(fields.name(i), fields.type(i));
      }
    }
  }

  /** The layout for what was seen. */
  ExportLayout layout(ExportRequest request) {
    return new ExportLayout(
        settled(request.key(), keysAreText),
        settled(request.value(), valuesAreText),
        names.columns(),
        request.rowGroupBytes());
  }

  private static ByteForm settled(ByteForm asked, boolean allText) {
    return asked != ByteForm.auto ? asked : allText ? ByteForm.text : ByteForm.bytes;
  }
}
