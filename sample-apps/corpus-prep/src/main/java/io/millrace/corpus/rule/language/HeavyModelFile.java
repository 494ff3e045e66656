// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.language;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.langdetect.LanguageDetectorModel;

/**
 * Apache OpenNLP's language model: maximum entropy on character n-grams, trained on the Leipzig
 * corpus. Its confidences are spread over all its languages: 0.3 is a sure guess, and Chinese or
 * Japanese seldom gets more than 0.05. Safe for any thread; what it opens is for one.
 */
final class HeavyModelFile {
  private static final String RESOURCE = "/langdetect-183.bin";

  /** Codes of languages that are one in ISO 639-1 and several in 639-3. */
  private static final Map<String, String> MACRO =
      Map.of(
          "cmn", "zh", "ekk", "et", "lvs", "lv", "pes", "fa", "plt", "mg", "nob", "nb", "arb", "ar",
          "zlm", "ms", "swh", "sw", "npi", "ne");

  private final LanguageDetectorModel model;
  private final Map<String, String> codes = new HashMap<>();

  private HeavyModelFile(LanguageDetectorModel model) {
    this.model = model;
    for (String code : Locale.getISOLanguages()) {
      codes.put(new Locale(code).getISO3Language(), code);
    }
    codes.putAll(MACRO);
  }

  static HeavyModelFile load() {
    try (InputStream in = LanguageDetectorModel.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw MillraceException.of(Kind.BUG, "the heavy language model is missing")
            .with("resource", RESOURCE)
            .with("expected", "opennlp-models-langdetect on the class path");
      }
      return new HeavyModelFile(new LanguageDetectorModel(in));
    } catch (IOException e) {
      throw MillraceException.of(Kind.BUG, "cannot read the heavy language model", e)
          .with("resource", RESOURCE);
    }
  }

  LanguageModel open() {
    var detector = new LanguageDetectorME(model);
    return text -> {
      String sample = Sample.of(text);
      if (!Sample.hasLetters(sample)) {
        return Language.UNKNOWN;
      }
      var best = detector.predictLanguage(sample);
      return new Language(
          codes.getOrDefault(best.getLang(), best.getLang()), Math.min(1, best.getConfidence()));
    };
  }
}
