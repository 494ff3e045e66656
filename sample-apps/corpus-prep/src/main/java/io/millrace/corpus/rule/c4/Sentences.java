// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.c4;

import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Terminals;
import io.millrace.corpus.rule.TextStats;

/**
 * How many sentences a text has. C4, section 2.2: at least 5 (there 3 in the paper's text, 5 in its
 * code); datatrove: {@code too_few_sentences}, by NLTK's Punkt. Here a line has one sentence, and
 * one more wherever full stops, question or exclamation marks, quotes closed behind them, are
 * followed by a space and a character that is no small letter, or by anything if the mark is one of
 * scripts without spaces.
 */
public record Sentences() implements Measure {
  @Override
  public String name() {
    return "c4.sentences";
  }

  @Override
  public double of(TextStats text) {
    int sentences = 0;
    for (int line = 0; line < text.lines().size(); line++) {
      sentences += inLine(text, text.lines().start(line), text.lines().end(line));
    }
    return sentences;
  }

  private static int inLine(TextStats text, int start, int end) {
    int sentences = 1;
    int at = start;
    while (at < end) {
      char c = text.at(at++);
      if (!Terminals.endsSentence(c)) {
        continue;
      }
      boolean spaced = !Terminals.isWide(c);
      while (at < end && (Terminals.endsSentence(text.at(at)) || Terminals.closes(text.at(at)))) {
        at++;
      }
      if (at < end && (!spaced || startsSentence(text, at, end))) {
        sentences++;
      }
    }
    return sentences;
  }

  private static boolean startsSentence(TextStats text, int at, int end) {
    int next = at;
    while (next < end && Character.isWhitespace(text.at(next))) {
      next++;
    }
    return next > at && next < end && !Character.isLowerCase(text.at(next));
  }
}
