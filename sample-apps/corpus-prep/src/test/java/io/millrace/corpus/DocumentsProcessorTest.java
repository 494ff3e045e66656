// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.read.Documents;
import io.millrace.corpus.recipe.RuleModels;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.processor.Effect;
import io.millrace.processor.Effect.Output;
import io.millrace.processor.Effect.StateAction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentsProcessorTest {
  private static final String TEXT = "A text that is long enough to stay.";

  private final DocumentsProcessor processor =
      new DocumentsProcessor(
          NearSettings.DEFAULT,
          new RecipeRules(new RuleModels()),
          new SourcePreference(List.of("b.")));
  private final Map<ByteString, ByteString> states = new HashMap<>();
  private long sequence;

  /** Runs one document as a partition would. */
  private Effect process(String source, String path, String text) {
    ByteString value = ByteString.copyFromUtf8(text);
    ByteString key = Fingerprint.of(value);
    var document = Documents.of(source, path, text);
    var record =
        new DataRecord(
            ++sequence,
            key,
            value,
            DataRecord.NO_EVENT_TIME,
            DocumentFields.of(document, "preset = none"));
    Effect effect = processor.process(record, () -> Optional.ofNullable(states.get(key)));
    if (effect.stateAction() == StateAction.SET) {
      states.put(key, effect.state());
    }
    return effect;
  }

  private static Output only(Effect effect) {
    assertThat(effect.outputs()).hasSize(1);
    return effect.outputs().get(0);
  }

  @Test
  void givenEmptyAndShortTexts_whenProcessed_thenRemovedAndNotRemembered() {
    String longest = "x".repeat(20 - 1);

    Output empty = only(process("s", "p", ""));
    Output tooShort = only(process("s", "p", longest));
    Output pairsAreOne = only(process("s", "p", "\uD83D\uDE00".repeat(19)));
    Output kept = only(process("s", "p", longest + "x"));

    assertThat(empty.tag()).isEqualTo("removed");
    assertThat(empty.fields())
        .isEqualTo(
            Fields.of("reason", "empty", "source", "s", "path", "p").toBuilder()
                .put("raw_bytes", 0)
                .put("recipe", "preset = none")
                .build());
    assertThat(tooShort.fields().text("rule")).contains("length.characters-min");
    assertThat(pairsAreOne.fields().text("rule")).contains("length.characters-min");
    assertThat(kept.tag()).isEmpty();
    assertThat(states).hasSize(1);
  }

  @Test
  void givenTwins_whenProcessed_thenOneStaysAndTheOtherNamesIt() {
    Output first = only(process("a.jar", "LICENSE", TEXT));
    Output twin = only(process("b.jar", "META-INF/LICENSE", TEXT));

    assertThat(first.value().toStringUtf8()).isEqualTo(TEXT);
    assertThat(first.fields().text("source")).contains("a.jar");
    assertThat(first.fields().text("path")).contains("LICENSE");
    assertThat(first.fields().longValue("bytes")).hasValue(35);
    assertThat(first.fields().longValue("tokens")).hasValue(new TokenCounter().count(TEXT));
    assertThat(first.fields().text("hash")).get().asString().matches("[0-9a-f]{32}");
    assertThat(twin.tag()).isEqualTo("removed");
    assertThat(twin.value().isEmpty()).isTrue();
    assertThat(twin.fields())
        .isEqualTo(
            Fields.builder()
                .put("reason", "duplicate")
                .put("source", "b.jar")
                .put("path", "META-INF/LICENSE")
                .put("raw_bytes", 35)
                .put("kept_source", "a.jar")
                .put("kept_path", "LICENSE")
                .put("recipe", "preset = none")
                .build());
  }

  @Test
  void givenTheSameDocumentAgain_whenProcessed_thenSeenBefore() {
    process("a.jar", "LICENSE", TEXT);
    process("b.jar", "LICENSE", TEXT);

    Effect again = process("a.jar", "LICENSE", TEXT);

    assertThat(only(again).fields().text("reason")).contains("seen_before");
    assertThat(again.stateAction()).isEqualTo(StateAction.KEEP);
  }

  @Test
  void givenTextOfSpecialTokens_whenProcessed_thenCountedAsTextLikeAnyOther() {
    Output kept = only(process("s", "p", "<|endoftext|><|fim_prefix|>"));

    assertThat(kept.tag()).isEmpty();
    assertThat(kept.fields().longValue("tokens").orElse(0)).isGreaterThan(2);
  }
}
