// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.c4;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Phrases;
import io.millrace.corpus.rule.Span;
import io.millrace.corpus.rule.TextStats;
import io.millrace.corpus.rule.Words;
import java.util.List;
import java.util.Optional;

/**
 * How often a text says "lorem ipsum", the printers' filler. C4, section 2.2: never; datatrove:
 * {@code lorem_ipsum}.
 */
public record LoremIpsum() implements Measure {
  private static final Phrases LOREM = Phrases.of(List.of("lorem"));
  private static final Phrases IPSUM = Phrases.of(List.of("ipsum"));

  @Override
  public String name() {
    return "c4.lorem-ipsum";
  }

  @Override
  public double of(TextStats text) {
    Words words = text.words();
    if (!occurs(words)) {
      return 0;
    }
    int found = 0;
    for (int i = next(words, 0); i >= 0; i = next(words, i + 1)) {
      found++;
    }
    return found;
  }

  @Override
  public Optional<Span> where(TextStats text) {
    Words words = text.words();
    int at = next(words, 0);
    return at < 0 ? Optional.empty() : Optional.of(new Span(words.start(at), words.end(at + 1)));
  }

  private static boolean occurs(Words words) {
    for (int id = 0; id < words.distinct(); id++) {
      if (words.find(LOREM, id) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static int next(Words words, int from) {
    for (int i = from; i + 1 < words.size(); i++) {
      if (words.find(LOREM, words.id(i)) >= 0 && words.find(IPSUM, words.id(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }
}
