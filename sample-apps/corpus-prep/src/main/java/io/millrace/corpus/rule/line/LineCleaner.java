// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.line;

import io.millrace.corpus.rule.Terminals;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes out the lines that the settings name, one pass. Blank lines between lines that stay, stay,
 * though not doubled by what went between them. Not thread-safe.
 */
public final class LineCleaner {
  private static final int JAVASCRIPT = 1;
  private static final int POLICY = 2;

  private final LineSettings settings;
  private final BoilerplateLines boilerplate;
  private final PhraseFinder phrases;
  private final Map<String, Integer> seen = new HashMap<>();
  private final EnumMap<LineReason, Integer> removed = new EnumMap<>(LineReason.class);
  private char[] characters = new char[1 << 12];
  private int nextBracket;

  /** A cleaner for one thread. */
  public LineCleaner(LineSettings settings) {
    this.settings = settings;
    this.boilerplate = new BoilerplateLines(settings.boilerplate());
    var marks = new LinkedHashMap<String, Integer>();
    settings.policyPhrases().forEach(phrase -> marks.put(phrase, POLICY));
    if (settings.javascript()) {
      marks.put("javascript", JAVASCRIPT);
    }
    this.phrases = new PhraseFinder(marks);
  }

  /**
   * Cleans a text.
   *
   * @param text line ends are LF
   */
  public CleanText clean(String text) {
    if (settings.isOff()) {
      return new CleanText(text, Map.of());
    }
    int length = text.length();
    if (characters.length < length) {
      characters = new char[length];
    }
    text.getChars(0, length, characters, 0);
    seen.clear();
    removed.clear();
    nextBracket = -1;
    var out = new Output(text);
    int at = 0;
    while (at < length) {
      int end = text.indexOf('\n', at);
      if (end < 0) {
        end = length;
      }
      cleanLine(text, at, end, out);
      at = end + 1;
    }
    return new CleanText(out.text(), removed);
  }

  private void cleanLine(String text, int start, int end, Output out) {
    int first = start;
    int last = end;
    while (first < last && Character.isWhitespace(characters[first])) {
      first++;
    }
    while (first < last && Character.isWhitespace(characters[last - 1])) {
      last--;
    }
    if (first == last) {
      out.blank();
      return;
    }
    String cited = settings.citations() ? cited(text, start, end) : null;
    LineReason reason = reason(text, first, last, cited);
    if (reason != null) {
      removed.merge(reason, 1, Integer::sum);
      out.drop(start);
    } else if (cited == null) {
      out.keep(start, end);
    } else if (cited.isBlank()) {
      out.drop(start);
    } else {
      out.keep(start, cited);
    }
  }

  private @Nullable LineReason reason(String text, int start, int end, @Nullable String cited) {
    if (boilerplate.has(characters, start, end)) {
      return LineReason.BOILERPLATE;
    }
    if (settings.repeatsMax() > 0 && end - start >= settings.repeatLengthMin()) {
      int times = seen.merge(text.substring(start, end), 1, Integer::sum);
      if (times > settings.repeatsMax()) {
        return LineReason.REPEATED;
      }
    }
    LineReason words = reasonOfWords(start, end);
    if (words == LineReason.LONG_WORD) {
      return words;
    }
    if (settings.terminalPunctuation()
        && !endsWell(cited == null ? text : cited, cited == null ? end : cited.length())) {
      return LineReason.NO_TERMINAL_PUNCTUATION;
    }
    if (words != null) {
      return words;
    }
    int found = phrases.find(characters, start, end);
    if ((found & JAVASCRIPT) != 0) {
      return LineReason.JAVASCRIPT;
    }
    return (found & POLICY) == 0 ? null : LineReason.POLICY;
  }

  private @Nullable LineReason reasonOfWords(int start, int end) {
    if (settings.wordsMin() == 0 && settings.wordLengthMax() == 0) {
      return null;
    }
    int words = 0;
    int length = 0;
    int longest = 0;
    for (int i = start; i < end; i++) {
      if (Character.isWhitespace(characters[i])) {
        length = 0;
        continue;
      }
      if (length == 0) {
        words++;
      }
      longest = Math.max(longest, ++length);
    }
    if (settings.wordLengthMax() > 0 && longest > settings.wordLengthMax()) {
      return LineReason.LONG_WORD;
    }
    return words < settings.wordsMin() ? LineReason.FEW_WORDS : null;
  }

  /** The line without marks of citations; null if it has none. */
  private @Nullable String cited(String text, int start, int end) {
    if (nextBracket < start) {
      int open = text.indexOf('[', start);
      nextBracket = open < 0 ? text.length() : open;
    }
    if (nextBracket >= end) {
      return null;
    }
    String line = text.substring(start, end);
    String without = Citations.remove(line);
    return without.length() == line.length() ? null : without;
  }

  /** Whether what ends here ends with a terminal punctuation mark that is no ellipsis. */
  private static boolean endsWell(String text, int end) {
    if (end == 0) {
      return false;
    }
    boolean dots = end >= 3 && text.startsWith("...", end - 3);
    char last = text.charAt(end - 1);
    return last != '…' && !dots && Terminals.endsLine(last);
  }
}
