// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.rule.Texts;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What both models must know. */
class LanguageModelsTest {
  private static final LanguageModels MODELS = new LanguageModels();

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry(
              "en", "The harbour lay quiet, and only a few fishermen were mending their nets."),
          Map.entry(
              "de", "Der Hafen lag still da, nur wenige Fischer flickten am Morgen ihre Netze."),
          Map.entry(
              "fr", "Le port était calme et seuls quelques pêcheurs réparaient leurs filets."),
          Map.entry(
              "es", "El puerto estaba tranquilo y solo unos pescadores remendaban sus redes."),
          Map.entry(
              "it", "Il porto era tranquillo e solo pochi pescatori riparavano le loro reti."),
          Map.entry(
              "pt", "O porto estava calmo e apenas alguns pescadores consertavam suas redes."),
          Map.entry("nl", "De haven lag stil en slechts enkele vissers herstelden hun netten."),
          Map.entry("pl", "W porcie było cicho i tylko kilku rybaków naprawiało swoje sieci."),
          Map.entry("tr", "Liman sessizdi ve yalnızca birkaç balıkçı ağlarını onarıyordu."),
          Map.entry("ru", "В гавани было тихо, и лишь несколько рыбаков чинили свои сети."),
          Map.entry("el", "Το λιμάνι ήταν ήσυχο και μόνο λίγοι ψαράδες επιδιόρθωναν τα δίχτυα."),
          Map.entry("ar", "كان الميناء هادئا ولم يكن هناك سوى عدد قليل من الصيادين يصلحون شباكهم."),
          Map.entry("zh", "清晨的港口十分安静，只有几个渔民在船边修补渔网，等待北方的船。"),
          Map.entry("ja", "早朝の港は静かで、数人の漁師だけが船のそばで網を繕っていた。"));

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "OFF")
  void givenASentence_whenAsked_thenItsLanguage(LanguageChoice choice) {
    LanguageModel model = MODELS.open(choice);

    TEXTS.forEach((code, text) -> assertThat(model.detect(text).code()).as(text).isEqualTo(code));
  }

  @ParameterizedTest
  @EnumSource
  void givenTheSameText_whenAskedAgainElsewhere_thenTheSameAnswer(LanguageChoice choice) {
    LanguageModel one = MODELS.open(choice);
    LanguageModel other = MODELS.open(choice);
    List<String> texts = TEXTS.values().stream().sorted().toList();

    List<Language> first = texts.stream().map(one::detect).toList();

    assertThat(texts.stream().map(other::detect).toList()).isEqualTo(first);
    assertThat(first).allMatch(l -> l.confidence() >= 0 && l.confidence() <= 1);
  }

  @ParameterizedTest
  @EnumSource
  void givenHardlyALetter_whenAsked_thenNobodyKnows(LanguageChoice choice) {
    LanguageModel model = MODELS.open(choice);

    assertThat(model.detect("")).isEqualTo(Language.UNKNOWN);
    assertThat(model.detect("12 + 3 = 15 ok")).isEqualTo(Language.UNKNOWN);
  }

  @Test
  void givenALongText_whenSampled_thenWindowsOfItAreSpreadAndNoPairIsCut() {
    String text = "a".repeat(1000) + "b".repeat(1000) + "c".repeat(1000);

    assertThat(Sample.of(text)).hasSize(3 * 161).startsWith("aa").contains("bb").contains("cc");
    assertThat(Sample.of("😀".repeat(1001) + "x").chars().filter(c -> c == '?')).isEmpty();
    String sample = Sample.of("x" + "😀".repeat(1001));
    assertThat(sample.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anyText_isAnswered(LanguageChoice choice) {
    LanguageModel model = MODELS.open(choice);
    var random = new Random(7);

    for (int i = 0; i < 50; i++) {
      String text = Texts.anything(random, random.nextInt(3000));
      assertThat(model.detect(text)).isEqualTo(model.detect(text));
    }
  }
}
