// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import java.util.ArrayList;
import java.util.Map;

/** Reads the maps of names and values that {@link BodyFormat} writes. */
final class FieldsReader {
  private FieldsReader() {}

  /** Names ascend, so that equal maps have equal bytes. */
  static Map<String, String> read(Input in, Suspect suspect) {
    int count = in.count("field count", BodyFormat.FIELD_BYTES_MIN);
    if (count == 0) {
      return Map.of();
    }
    var entries = new ArrayList<Map.Entry<String, String>>(count);
    String previous = null;
    for (int i = 0; i < count; i++) {
      var name = in.string("field name");
      if (previous != null && name.compareTo(previous) <= 0) {
        throw suspect.refusal("field name", "names that ascend", "field " + i + " does not");
      }
      entries.add(Map.entry(name, in.string("field value")));
      previous = name;
    }
    return Map.ofEntries(entries.<Map.Entry<String, String>>toArray(FieldsReader::array));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Map.Entry<String, String>[] array(int length) {
    return new Map.Entry[length];
  }
}
