// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.language;

import com.optimaize.langdetect.DetectedLanguage;
import com.optimaize.langdetect.LanguageDetector;
import com.optimaize.langdetect.LanguageDetectorBuilder;
import com.optimaize.langdetect.ngram.NgramExtractors;
import com.optimaize.langdetect.profiles.LanguageProfileReader;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.util.List;

/**
 * Optimaize's language-detector with the profiles it brings along: naive Bayes on character n-grams
 * (Shuyo, "Language Detection Library for Java", 2010). It draws the n-grams it looks at by a
 * random generator that starts anew, from the same seed, with each text. Safe for any thread.
 */
final class LightModel implements LanguageModel {
  private static final long SEED = 41;

  /** Japanese has a fifth and more kana; Chinese has none. */
  private static final int KANA_SHARE_MIN = 20;

  private final LanguageDetector detector;

  private LightModel(LanguageDetector detector) {
    this.detector = detector;
  }

  static LightModel load() {
    try {
      return new LightModel(
          LanguageDetectorBuilder.create(NgramExtractors.standard())
              .seed(SEED)
              .withProfiles(new LanguageProfileReader().readAllBuiltIn())
              .build());
    } catch (IOException e) {
      throw MillraceException.of(Kind.BUG, "cannot read the light language model", e)
          .with("expected", "the profiles in the jar of language-detector");
    }
  }

  @Override
  public Language detect(String text) {
    String sample = Sample.of(text);
    if (!Sample.hasLetters(sample)) {
      return Language.UNKNOWN;
    }
    List<DetectedLanguage> found = detector.getProbabilities(sample);
    if (found.isEmpty()) {
      return Language.UNKNOWN;
    }
    String code = found.get(0).getLocale().getLanguage();
    // The profiles take Japanese with many Han characters for Chinese.
    if (code.equals("zh") && isJapanese(sample)) {
      code = "ja";
    }
    return new Language(code, Math.min(1, found.get(0).getProbability()));
  }

  private static boolean isJapanese(String sample) {
    int kana = 0;
    int letters = 0;
    for (int i = 0; i < sample.length(); i++) {
      char c = sample.charAt(i);
      kana += c >= 0x3041 && c <= 0x30FF ? 1 : 0;
      letters += Character.isLetter(c) ? 1 : 0;
    }
    return kana * 100L >= (long) letters * KANA_SHARE_MIN;
  }
}
