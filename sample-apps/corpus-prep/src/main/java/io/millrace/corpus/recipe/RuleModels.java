// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import io.millrace.corpus.rule.contamination.NgramIndex;
import io.millrace.corpus.rule.language.LanguageModels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What judges share because it is costly to load: language models and indexes of evaluation sets.
 * One of these serves a whole process; safe for any thread.
 */
public final class RuleModels {
  /** Most indexes kept; a recipe has one. */
  private static final int INDEXES_MAX = 4;

  private final LanguageModels languages = new LanguageModels();
  private final Map<String, NgramIndex> indexes =
      new LinkedHashMap<>(INDEXES_MAX * 2, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, NgramIndex> eldest) {
          return size() > INDEXES_MAX;
        }
      };

  /** Has loaded nothing yet. */
  public RuleModels() {}

  LanguageModels languages() {
    return languages;
  }

  /** The index of these sets; made at most once while it is kept. */
  synchronized NgramIndex index(String sets, Supplier<NgramIndex> make) {
    NgramIndex known = indexes.get(sets);
    if (known == null) {
      known = make.get();
      indexes.put(sets, known);
    }
    return known;
  }
}
