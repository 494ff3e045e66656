// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule;

import io.millrace.corpus.rule.language.Language;
import io.millrace.corpus.rule.language.LanguageModel;
import io.millrace.corpus.rule.language.LanguageModels;
import io.millrace.corpus.rule.line.CleanText;
import io.millrace.corpus.rule.line.LineCleaner;
import io.millrace.corpus.rule.pii.PiiScrubber;
import io.millrace.corpus.rule.pii.Scrubbed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges one text after another by one set of rules: takes out lines, asks for the language, reads
 * the rest once, asks every measure, and takes out of a text that passed all rules what tells of a
 * person. The same text always gets the same judgement. For one thread.
 */
public final class DocumentJudge {
  /** After a longer text its arrays are given back. Unit: UTF-16 units. */
  private static final int KEPT_LENGTH_MAX = 1 << 18;

  private final RuleSet set;
  private final List<Rule> rules;
  private final List<Measure> measures;
  private final List<String> names;
  private final int[] measureOf;
  private LineCleaner cleaner;
  private final LanguageModel languages;
  private final PiiScrubber scrubber;
  private TextStats stats = new TextStats();

  private DocumentJudge(RuleSet set, LanguageModels models) {
    this.set = set;
    rules = set.rules();
    measures = rules.stream().map(Rule::measure).distinct().toList();
    names = measures.stream().map(Measure::name).toList();
    measureOf = rules.stream().mapToInt(rule -> measures.indexOf(rule.measure())).toArray();
    cleaner = new LineCleaner(set.lines());
    languages = models.open(set.language());
    scrubber = new PiiScrubber(set.pii());
  }

  /**
   * A judge for one thread.
   *
   * @param models shared by all judges of a process
   */
  public static DocumentJudge of(RuleSet set, LanguageModels models) {
    return new DocumentJudge(set, models);
  }

  /** The rules, in the order in which they refuse. */
  public List<Rule> rules() {
    return rules;
  }

  /** The measures, in the order of {@link Judgement#scores}. */
  public List<String> measures() {
    return names;
  }

  /**
   * Judges a text.
   *
   * @param text normalised: line ends are LF
   */
  public Judgement judge(String text) {
    return judge(text, Set.of());
  }

  /**
   * Judges a text by all rules but some.
   *
   * @param text normalised: line ends are LF
   * @param waived names of rules that do not refuse it; their scores are told all the same
   */
  public Judgement judge(String text, Set<String> waived) {
    CleanText clean = cleaner.clean(text);
    Language language = languages.detect(clean.text());
    stats.read(clean.text(), language);
    double[] values = new double[measures.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = measures.get(i).of(stats);
    }
    Optional<Refusal> refusal = refusal(values, waived);
    Scrubbed scrubbed =
        refusal.isPresent() ? new Scrubbed(clean.text(), Map.of()) : scrubber.scrub(clean.text());
    var judgement =
        new Judgement(
            scrubbed.text(),
            refusal,
            new Scores(names, values),
            quality(values),
            language,
            clean.removed(),
            scrubbed.found());
    if (text.length() > KEPT_LENGTH_MAX) {
      stats = new TextStats();
      cleaner = new LineCleaner(set.lines());
    }
    return judgement;
  }

  private Optional<Refusal> refusal(double[] values, Set<String> waived) {
    for (int i = 0; i < measureOf.length; i++) {
      Rule rule = rules.get(i);
      double score = values[measureOf[i]];
      if (!rule.passes(score) && !waived.contains(rule.name())) {
        return Optional.of(
            new Refusal(rule, score, rule.measure().where(stats), rule.measure().detail(stats)));
      }
    }
    return Optional.empty();
  }

  /**
   * Mean over the rules with a threshold between 0 and 1 of how much of the way from the threshold
   * to the best score a text has; 1 if there is no such rule.
   */
  private double quality(double[] values) {
    double sum = 0;
    int judged = 0;
    for (int i = 0; i < measureOf.length; i++) {
      Rule rule = rules.get(i);
      double score = values[measureOf[i]];
      double threshold = rule.threshold();
      if (Double.isNaN(score) || threshold <= 0 || threshold >= 1) {
        continue;
      }
      double margin =
          rule.bound().isLowest() ? (score - threshold) / (1 - threshold) : 1 - score / threshold;
      sum += Math.max(0, Math.min(1, margin));
      judged++;
    }
    return judged == 0 ? 1 : sum / judged;
  }
}
