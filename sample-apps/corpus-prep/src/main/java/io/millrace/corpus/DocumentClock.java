// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.TimedDocument.Part;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.MinHash;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.near.Shingler;
import io.millrace.corpus.recipe.Recipe;
import io.millrace.corpus.recipe.RuleModels;
import io.millrace.corpus.rule.DocumentJudge;
import io.millrace.corpus.rule.Judgement;
import java.lang.Character.UnicodeScript;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Prepares documents as the stage {@code documents} does, and says what each part of it takes.
 * Holds one judge, that of the last recipe. Not thread-safe.
 */
final class DocumentClock {
  /** Letters from which a script is told. */
  private static final int LETTERS_MAX = 10_000;

  private final LongSupplier nanoTime;
  private final RuleModels models = new RuleModels();
  private final Shingler shingler = new Shingler(NearSettings.DEFAULT.shingleWords());
  private final MinHash hash =
      new MinHash(NearSettings.DEFAULT.bands() * NearSettings.DEFAULT.rows());
  private final TokenCounter tokens = new TokenCounter();
  private @Nullable String overrides;
  private @Nullable DocumentJudge judge;
  private long at;

  DocumentClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * A document to be measured.
   *
   * @param overrides of its recipe
   */
  record Sample(
      DocumentId id, String place, boolean kept, int bytes, String text, String overrides) {}

  /**
   * Measures a document once.
   *
   * @throws io.millrace.model.MillraceException CALLER if the recipe's evaluation sets are not here
   */
  TimedDocument time(Sample sample) {
    DocumentJudge by = judge(sample.overrides());
    var nanos = new EnumMap<Part, Long>(Part.class);
    at = nanoTime.getAsLong();
    Judgement judgement =
        by.judge(sample.text(), Set.of(), part -> lap(nanos, Part.valueOf(part.name())));
    if (sample.kept()) {
      long unused = tokens.count(judgement.text());
      lap(nanos, Part.TOKENS);
      hash.signature(shingler.shingles(judgement.text()));
      lap(nanos, Part.SHINGLES);
    }
    return new TimedDocument(
        sample.id(),
        sample.place(),
        sample.kept(),
        sample.bytes(),
        judgement.language().code(),
        script(sample.text()),
        nanos);
  }

  private void lap(Map<Part, Long> nanos, Part part) {
    long now = nanoTime.getAsLong();
    nanos.merge(part, Math.max(0, now - at), Long::sum);
    at = now;
  }

  private DocumentJudge judge(String recipe) {
    DocumentJudge last = judge;
    if (last == null || !recipe.equals(overrides)) {
      last = Recipe.parse(recipe).judge(models);
      judge = last;
      overrides = recipe;
    }
    return last;
  }

  /** The script of most letters; empty if there are none. */
  static String script(String text) {
    var counts = new EnumMap<UnicodeScript, Integer>(UnicodeScript.class);
    int letters = 0;
    for (int i = 0; i < text.length() && letters < LETTERS_MAX; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isLetter(c)) {
        counts.merge(UnicodeScript.of(c), 1, Integer::sum);
        letters++;
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(entry -> entry.getKey().name())
        .orElse("");
  }
}
