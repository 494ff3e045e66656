// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import java.util.List;

/**
 * What the files of an export look like inside, the same for all of them.
 *
 * @param key what keys are taken for; not {@link ByteForm#auto}
 * @param value what values are taken for; not {@link ByteForm#auto}
 * @param columns one per field and type, in the order of the file's columns; empty for formats that
 *     are not typed
 * @param rowGroupBytes about how many bytes of results a writer gathers before it writes them
 */
public record ExportLayout(
    ByteForm key, ByteForm value, List<TypedColumn> columns, long rowGroupBytes) {
  public ExportLayout {
    columns = List.copyOf(columns);
  }
}
