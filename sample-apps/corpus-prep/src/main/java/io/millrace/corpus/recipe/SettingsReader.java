// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import com.typesafe.config.Config;
import io.millrace.corpus.rule.language.LanguageChoice;
import io.millrace.corpus.rule.line.LineSettings;
import io.millrace.corpus.rule.pii.PiiKind;
import io.millrace.corpus.rule.pii.PiiSettings;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Makes what a complete recipe says beside its rules. */
final class SettingsReader {
  private SettingsReader() {}

  static LineSettings lines(Config recipe) {
    var lines = new Section(recipe, "lines");
    var c4 = new Section(recipe, "c4");
    boolean on = c4.flag("enabled");
    List<String> policies = c4.texts("policy-phrases");
    if (policies.stream().anyMatch(phrase -> !isPlain(phrase))) {
      throw c4.wrongValue(
          "policy-phrases", "phrases of printable ASCII characters, at most 100 each");
    }
    int wordsMin = c4.integer("line-words-min", 0, 1000);
    int wordLengthMax = c4.integer("word-length-max", 0, 1_000_000);
    boolean citations = c4.flag("citations");
    boolean terminal = c4.flag("terminal-punctuation");
    boolean javascript = c4.flag("javascript");
    return new LineSettings(
        lines.texts("boilerplate"),
        lines.integer("repeats-max", 0, 1_000_000),
        lines.integer("repeat-length-min", 1, 1_000_000),
        on && citations,
        on ? wordLengthMax : 0,
        on && terminal,
        on ? wordsMin : 0,
        on && javascript,
        on ? policies : List.of());
  }

  static PiiSettings pii(Config recipe) {
    var section = new Section(recipe, "pii");
    String region = section.text("phone-region");
    if (!region.isEmpty() && !Set.of(Locale.getISOCountries()).contains(region)) {
      throw section.wrongValue("phone-region", "an ISO 3166 country such as US, or \"\"");
    }
    Set<PiiKind> kinds = kinds(section);
    return new PiiSettings(
        section.flag("enabled") ? kinds : Set.of(), section.flag("public-only"), region);
  }

  static SourcePreference preference(Config recipe) {
    var section = new Section(recipe, "ranking");
    List<String> patterns = section.texts("prefer");
    try {
      return new SourcePreference(patterns);
    } catch (IllegalArgumentException e) {
      throw section.wrongValue(
          "prefer",
          "at most "
              + SourcePreference.PATTERNS_MAX
              + " sources, each once, such as [\"wiki*\", books]: * stands at the end alone");
    }
  }

  /** Pairs that are less alike than the least are not written down. */
  static double nearThreshold(Config recipe) {
    return new Section(recipe, "near").number("threshold", Recipe.NEAR_THRESHOLD_MIN, 1);
  }

  static LanguageChoice language(Config recipe) {
    List<String> choices =
        Arrays.stream(LanguageChoice.values()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
    String chosen = new Section(recipe, "language").choice("model", choices);
    return LanguageChoice.valueOf(chosen.toUpperCase(Locale.ROOT));
  }

  private static Set<PiiKind> kinds(Section section) {
    var kinds = EnumSet.noneOf(PiiKind.class);
    for (String label : section.texts("kinds")) {
      kinds.add(
          Arrays.stream(PiiKind.values())
              .filter(kind -> kind.label().equals(label))
              .findFirst()
              .orElseThrow(
                  () ->
                      section.wrongValue("kinds", "any of email, ipv4, ipv6, phone, card, iban")));
    }
    return kinds;
  }

  private static boolean isPlain(String phrase) {
    return !phrase.isEmpty()
        && phrase.length() <= 100
        && phrase.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
