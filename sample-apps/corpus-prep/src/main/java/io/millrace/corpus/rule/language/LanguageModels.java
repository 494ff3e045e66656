// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.language;

import org.jspecify.annotations.Nullable;

/**
 * Loads the models, each once, when first asked for: the light one has about 70 MB of memory, the
 * heavy one 40 MB, and either takes a second or two to load. One of these serves a whole process;
 * safe for any thread.
 */
public final class LanguageModels {
  private @Nullable LightModel light;
  private @Nullable HeavyModelFile heavy;

  /** Has loaded nothing yet. */
  public LanguageModels() {}

  /**
   * Opens a model for one thread.
   *
   * @throws io.millrace.model.MillraceException BUG if a model is not on the class path as it
   *     should
   */
  public LanguageModel open(LanguageChoice choice) {
    return switch (choice) {
      case OFF -> text -> Language.UNKNOWN;
      case LIGHT -> light();
      case HEAVY -> heavy().open();
    };
  }

  private synchronized LightModel light() {
    LightModel loaded = light;
    if (loaded == null) {
      loaded = LightModel.load();
      light = loaded;
    }
    return loaded;
  }

  private synchronized HeavyModelFile heavy() {
    HeavyModelFile loaded = heavy;
    if (loaded == null) {
      loaded = HeavyModelFile.load();
      heavy = loaded;
    }
    return loaded;
  }
}
