// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.gopher;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Phrases;
import io.millrace.corpus.rule.TextStats;
import io.millrace.corpus.rule.Words;
import java.util.Map;

/**
 * How many of a text's words are stop words of its language, whatever their case. Gopher, A.1.1,
 * "Quality Filtering": at least 2 of the, be, to, of, and, that, have, with; datatrove: {@code
 * gopher_enough_stop_words}. A text in a language without a list is not judged.
 *
 * @param lists stop words by ISO 639 code
 */
public record StopWords(Map<String, Phrases> lists) implements Measure {
  /** Copies the map. */
  public StopWords {
    lists = Map.copyOf(lists);
  }

  @Override
  public String name() {
    return "gopher-quality.stop-words";
  }

  @Override
  public double of(TextStats text) {
    Phrases list = lists.get(text.language().code());
    if (list == null) {
      return NOT_JUDGED;
    }
    Words words = text.words();
    int found = 0;
    for (int id = 0; id < words.distinct(); id++) {
      if (words.find(list, id) >= 0) {
        found += words.count(id);
      }
    }
    return found;
  }
}
