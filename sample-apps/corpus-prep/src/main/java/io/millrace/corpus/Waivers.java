// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.model.Fields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rules that do not refuse a document, since somebody took it back although they had: a field of
 * its record, and of what comes of it.
 *
 * @param inOrder names, in the order in which the document was taken back; the last one's refusal
 *     is the one that no longer counts
 */
record Waivers(List<String> inOrder) {
  private static final String BETWEEN = ",";

  Waivers {
    inOrder = List.copyOf(inOrder);
  }

  /** Those of a record or result. */
  static Waivers of(Fields fields) {
    return parse(fields.text(DocumentFields.RESTORED).orElse(""));
  }

  /** Reads what {@link #text} gave. */
  static Waivers parse(String text) {
    return new Waivers(text.isEmpty() ? List.of() : List.of(text.split(BETWEEN, -1)));
  }

  Set<String> rules() {
    return inOrder.isEmpty() ? Set.of() : new LinkedHashSet<>(inOrder);
  }

  /** The same and one more. */
  Waivers with(String rule) {
    var all = new ArrayList<>(inOrder);
    all.remove(rule);
    all.add(rule);
    return new Waivers(all);
  }

  /** The rule whose refusal was taken back last; empty if there was none. */
  String newest() {
    return inOrder.isEmpty() ? "" : inOrder.get(inOrder.size() - 1);
  }

  String text() {
    return String.join(BETWEEN, inOrder);
  }
}
