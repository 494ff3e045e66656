// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.c4;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Phrases;
import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.TextStats;
import io.millrace.corpus.rule.Words;
import java.util.Optional;

/**
 * How many of a text's words are on a list, whatever their case. C4, section 2.2: none of the "List
 * of Dirty, Naughty, Obscene or Otherwise Bad Words"; datatrove: {@code C4BadWordsFilter}. The list
 * is the recipe's; there is none by default.
 *
 * @param list single words
 */
public record BadWords(Phrases list) implements Measure {
  @Override
  public String name() {
    return "c4.bad-words";
  }

  @Override
  public double of(TextStats text) {
    Words words = text.words();
    int found = 0;
    for (int id = 0; id < words.distinct(); id++) {
      if (words.find(list, id) >= 0) {
        found += words.count(id);
      }
    }
    return found;
  }

  @Override
  public Optional<Span> where(TextStats text) {
    Words words = text.words();
    for (int id = 0; id < words.distinct(); id++) {
      if (words.find(list, id) >= 0) {
        return Optional.of(words.first(id));
      }
    }
    return Optional.empty();
  }
}
