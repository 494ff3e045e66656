// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import io.millrace.corpus.rule.Bound;
import io.millrace.corpus.rule.LanguageConfidence;
import io.millrace.corpus.rule.LanguageListed;
import io.millrace.corpus.rule.Length;
import io.millrace.corpus.rule.Measure;
import io.millrace.corpus.rule.Ngrams;
import io.millrace.corpus.rule.OnlySpaced;
import io.millrace.corpus.rule.Phrases;
import io.millrace.corpus.rule.Rule;
import io.millrace.corpus.rule.c4.BadWords;
import io.millrace.corpus.rule.c4.CurlyBrackets;
import io.millrace.corpus.rule.c4.LoremIpsum;
import io.millrace.corpus.rule.c4.Sentences;
import io.millrace.corpus.rule.contamination.Contamination;
import io.millrace.corpus.rule.contamination.NgramIndex;
import io.millrace.corpus.rule.fineweb.DuplicateCharacters;
import io.millrace.corpus.rule.fineweb.LineEnds;
import io.millrace.corpus.rule.fineweb.LinePunctuation;
import io.millrace.corpus.rule.fineweb.ShortLines;
import io.millrace.corpus.rule.gopher.AlphabeticWords;
import io.millrace.corpus.rule.gopher.BulletLines;
import io.millrace.corpus.rule.gopher.DuplicateLineCharacters;
import io.millrace.corpus.rule.gopher.DuplicateLines;
import io.millrace.corpus.rule.gopher.DuplicateNgrams;
import io.millrace.corpus.rule.gopher.DuplicateParagraphCharacters;
import io.millrace.corpus.rule.gopher.DuplicateParagraphs;
import io.millrace.corpus.rule.gopher.EllipsisLines;
import io.millrace.corpus.rule.gopher.EllipsisRatio;
import io.millrace.corpus.rule.gopher.HashRatio;
import io.millrace.corpus.rule.gopher.MeanWordLength;
import io.millrace.corpus.rule.gopher.StopWords;
import io.millrace.corpus.rule.gopher.TopNgram;
import io.millrace.corpus.rule.gopher.WordCount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes the rules of a complete recipe, in the order in which they refuse. */
final class RuleReader {
  private static final double MANY = 1e9;

  private final Config recipe;
  private final Set<String> unspaced;
  private final List<Rule> rules = new ArrayList<>();
  private boolean on = true;

  private RuleReader(Config recipe) {
    this.recipe = recipe;
    this.unspaced = Set.copyOf(new Section(recipe, "language").texts("unspaced"));
  }

  static List<Rule> read(Config recipe, NgramIndex evaluation) {
    var reader = new RuleReader(recipe);
    reader.length();
    reader.language();
    reader.gopherRepetition();
    reader.gopherQuality();
    reader.c4();
    reader.fineweb();
    reader.decontamination(evaluation);
    return List.copyOf(reader.rules);
  }

  private void length() {
    var section = new Section(recipe, "length");
    add(section, "characters-min", new Length(), Bound.AT_LEAST, MANY);
    add(section, "characters-max", new Length(), Bound.AT_MOST, MANY);
  }

  private void language() {
    var section = new Section(recipe, "language");
    List<String> keep = section.texts("keep");
    if (!keep.isEmpty()) {
      rules.add(
          new Rule(section.path("keep"), new LanguageListed(Set.copyOf(keep)), Bound.AT_LEAST, 1));
    }
    add(section, "confidence-min", new LanguageConfidence(), Bound.AT_LEAST, 1);
  }

  private void gopherRepetition() {
    Section section = enabled("gopher-repetition");
    add(section, "duplicate-lines-max", new DuplicateLines(), Bound.AT_MOST, 1);
    add(section, "duplicate-line-characters-max", new DuplicateLineCharacters(), Bound.AT_MOST, 1);
    add(section, "duplicate-paragraphs-max", new DuplicateParagraphs(), Bound.AT_MOST, 1);
    add(
        section,
        "duplicate-paragraph-characters-max",
        new DuplicateParagraphCharacters(),
        Bound.AT_MOST,
        1);
    for (int n = 2; n <= 4; n++) {
      add(section, "top-" + n + "-gram-max", spaced(new TopNgram(n)), Bound.AT_MOST, 1);
    }
    for (int n = 5; n <= Ngrams.LENGTH_MAX; n++) {
      String key = "duplicate-" + n + "-grams-max";
      add(section, key, spaced(new DuplicateNgrams(n)), Bound.AT_MOST, 1);
    }
  }

  private void gopherQuality() {
    Section section = enabled("gopher-quality");
    Measure words = spaced(new WordCount());
    Measure length = spaced(new MeanWordLength());
    add(section, "words-min", words, Bound.AT_LEAST, MANY);
    add(section, "words-max", words, Bound.AT_MOST, MANY);
    add(section, "mean-word-length-min", length, Bound.AT_LEAST, 1000);
    add(section, "mean-word-length-max", length, Bound.AT_MOST, 1000);
    add(section, "hashes-max", spaced(new HashRatio()), Bound.AT_MOST, 1000);
    add(section, "ellipses-max", spaced(new EllipsisRatio()), Bound.AT_MOST, 1000);
    add(section, "bullet-lines-max", new BulletLines(), Bound.AT_MOST, 1);
    add(section, "ellipsis-lines-max", new EllipsisLines(), Bound.AT_MOST, 1);
    add(section, "alphabetic-words-min", spaced(new AlphabeticWords()), Bound.AT_LEAST, 1);
    add(section, "stop-words-min", new StopWords(stopWords(section)), Bound.AT_LEAST, 1e6);
  }

  private static Map<String, Phrases> stopWords(Section section) {
    var lists = new HashMap<String, Phrases>();
    for (Map.Entry<String, ConfigValue> entry : section.object("stop-words").entrySet()) {
      String path = section.path("stop-words") + "." + entry.getKey();
      lists.put(entry.getKey(), Phrases.of(Section.texts(path, entry.getValue())));
    }
    return lists;
  }

  private void c4() {
    Section section = enabled("c4");
    add(section, "lorem-ipsum-max", new LoremIpsum(), Bound.AT_MOST, 1e6);
    add(section, "curly-brackets-max", new CurlyBrackets(), Bound.AT_MOST, 1e6);
    add(section, "sentences-min", new Sentences(), Bound.AT_LEAST, 1e6);
    List<String> words = section.texts("bad-words");
    if (words.stream().anyMatch(word -> word.isBlank() || word.strip().contains(" "))) {
      throw section.wrongValue("bad-words", "single words");
    }
    if (!words.isEmpty()) {
      add(section, "bad-words-max", new BadWords(Phrases.of(words)), Bound.AT_MOST, 1e6);
    }
  }

  private void fineweb() {
    Section section = enabled("fineweb");
    int shortLine = section.integer("short-line-length", 1, 10_000);
    add(section, "line-punctuation-above", new LinePunctuation(), Bound.ABOVE, 1);
    add(section, "short-lines-below", new ShortLines(shortLine), Bound.BELOW, 1);
    add(section, "duplicate-characters-below", new DuplicateCharacters(), Bound.BELOW, 1);
    add(section, "line-ends-max", spaced(new LineEnds()), Bound.AT_MOST, 1000);
  }

  private void decontamination(NgramIndex evaluation) {
    var section = new Section(recipe, "decontamination");
    on = true;
    if (!section.objects("sets").isEmpty()) {
      add(section, "matches-max", new Contamination(evaluation), Bound.AT_MOST, 1e6);
    }
  }

  /** Opens a section that can be switched off; its values are checked all the same. */
  private Section enabled(String name) {
    var section = new Section(recipe, name);
    on = section.flag("enabled");
    return section;
  }

  private Measure spaced(Measure measure) {
    return new OnlySpaced(measure, unspaced);
  }

  private void add(Section section, String key, Measure measure, Bound bound, double max) {
    section
        .threshold(key, 0, max)
        .ifPresent(
            at -> {
              if (on) {
                rules.add(new Rule(section.path(key), measure, bound, at));
              }
            });
  }
}
