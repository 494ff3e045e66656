// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import io.millrace.Millrace;
import java.util.Map;
import java.util.TreeMap;

/** The code of {@code docs/query.md}. */
final class QueryExample {
  private QueryExample() {}

  static Map<String, Long> wordsByLanguage(Millrace millrace) {
    var words = new TreeMap<String, Long>();
    try (var answer = millrace.query("SELECT lang, sum(words) AS w FROM texts GROUP BY lang")) {
      while (answer.hasNext()) {
        var row = answer.next();
        words.put(row.text("lang").orElse("unknown"), row.whole("w").orElse(0L));
      }
    }
    return words;
  }
}
