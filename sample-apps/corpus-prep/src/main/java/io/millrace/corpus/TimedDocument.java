// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.document.DocumentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A document, and how long preparing it takes.
 *
 * @param id the document
 * @param place where it came from: source and path
 * @param kept whether it passed the rules; otherwise one refused it
 * @param bytes size of its text in UTF-8
 * @param language as the model of its recipe has it; empty if nobody knows
 * @param script of most of its letters, such as {@code LATIN}; empty if it has none
 * @param nanos what its parts took, in the order in which they are done; all at least 0
 */
record TimedDocument(
    DocumentId id,
    String place,
    boolean kept,
    int bytes,
    String language,
    String script,
    Map<Part, Long> nanos) {
  /** Longer than the typical document, or slower for its length, by so much: that stands out. */
  private static final double LONG = 8;

  private static final double SLOW = 2;

  /** Share of the time from which on a part stands out. */
  private static final double MOST = 0.5;

  /** Parts of the work. */
  enum Part {
    LINES,
    LANGUAGE,
    READING,
    REPETITION,
    RULES,
    DECONTAMINATION,
    PII,
    TOKENS,
    SHINGLES;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  TimedDocument {
    nanos = Map.copyOf(nanos);
  }

  double ms() {
    return nanos.values().stream().mapToLong(n -> n).sum() / 1e6;
  }

  double ms(Part part) {
    return nanos.getOrDefault(part, 0L) / 1e6;
  }

  double megabytesPerSecond() {
    return bytes / 1e3 / Math.max(1e-6, ms());
  }

  /** The parts that took something, the longest first. */
  List<Part> parts() {
    return nanos.keySet().stream()
        .filter(part -> ms(part) >= ms() / 100)
        .sorted((a, b) -> Double.compare(ms(b), ms(a)))
        .toList();
  }

  /** The better of two measurements of one document. */
  TimedDocument orFaster(TimedDocument other) {
    return other.ms() < ms() ? other : this;
  }

  /**
   * What may be why it takes long, beside others.
   *
   * @param typicalBytes median of the sample
   * @param typicalSpeed median of the sample. Unit: MB/s
   */
  List<String> standsOut(double typicalBytes, double typicalSpeed) {
    var found = new ArrayList<String>();
    if (bytes >= LONG * typicalBytes) {
      found.add(String.format(Locale.ROOT, "length: %,.0f times the median", bytes / typicalBytes));
    }
    if (megabytesPerSecond() * SLOW <= typicalSpeed) {
      found.add(
          String.format(
              Locale.ROOT,
              "slow for its length: %,.1f times the median",
              typicalSpeed / megabytesPerSecond()));
    }
    parts().stream()
        .filter(part -> ms(part) >= MOST * ms())
        .forEach(part -> found.add("most in " + part.label()));
    if (!script.isEmpty() && !script.equals("LATIN")) {
      found.add("script: " + script.toLowerCase(Locale.ROOT));
    }
    if (!language.isEmpty() && !language.equals("en")) {
      found.add("language: " + language);
    }
    return found;
  }
}
