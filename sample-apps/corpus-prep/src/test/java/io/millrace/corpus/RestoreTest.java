// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.client.MillraceClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that a rule refused, taken back. */
@SuppressWarnings("NullAway.Init")
class RestoreTest {
  private static final String RULE = "length.characters-min";
  private static final String LONG =
      "The mill at the upper end of the valley has been grinding corn for as long as anybody can"
          + " remember, and its race carries water through every summer that was dry enough to stop"
          + " all the others further down the river where the land is flat and the stream is slow."
          + " So they say of it.";

  private Path temp;
  private CorpusNode node;
  private String recipe;

  /** One that stays, and four too short: a good one, nearly the same, one word, and one more. */
  @BeforeEach
  void run(@TempDir Path folder) throws IOException {
    temp = folder;
    node = new CorpusNode(temp);
    recipe =
        Files.writeString(
                temp.resolve("recipe.conf"),
                """
                preset = none
                length.characters-min = 274
                gopher-quality.enabled = true
                gopher-quality.words-min = 5
                """)
            .toString();
    var documents = new LinkedHashMap<String, String>();
    documents.put("long", LONG);
    documents.put("near", LONG.substring(0, LONG.length() - " So they say of it.".length()));
    documents.put("good", "Ships that have come to the harbour be there with the tide.");
    documents.put("word", "Donaudampfschifffahrtsgesellschaft");
    documents.put("more", "Bells that have rung in the tower be heard with the wind.");
    assertThat(node.run(recipe, documents).exitCode()).isZero();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private JsonNode restore(String... more) throws IOException {
    var arguments = new ArrayList<>(List.of("restore", "--rule", RULE, "--output", "json"));
    arguments.addAll(List.of(more));
    CorpusNode.Said said = node.corpus(arguments.toArray(String[]::new));
    assertThat(said.exitCode()).as(said.err()).isZero();
    return new ObjectMapper().readTree(said.out());
  }

  private Map<String, Long> counts() {
    try (MillraceClient client = node.client()) {
      CorpusDigest digest = CorpusDigest.read(client);
      JobFigures job = JobFigures.of(client, digest);
      assertThat(job.isComplete()).as("%s", job).isTrue();
      var counts = new LinkedHashMap<String, Long>();
      counts.put("documents", job.documents());
      counts.put("in the digest", digest.documents());
      counts.put("kept", job.kept());
      counts.put("refused", job.removed().get(Removal.REFUSED));
      counts.put("near", job.removed().get(Removal.NEAR_DUPLICATE));
      counts.put(RULE, digest.removed().getOrDefault(RULE, 0L));
      return counts;
    }
  }

  @Test
  void givenRefusedDocuments_whenTakenBack_thenOtherRulesJudgeThemAndAllIsCountedOnce()
      throws IOException {
    assertThat(counts())
        .containsEntry("kept", 1L)
        .containsEntry("refused", 4L)
        .containsEntry(RULE, 4L);

    JsonNode dry = restore("--dry-run");
    JsonNode done = restore();

    assertThat(dry.path("documents").asInt()).isEqualTo(4);
    assertThat(dry.path("restored").asInt()).isZero();
    assertThat(done.path("documents").asInt()).isEqualTo(4);
    assertThat(done.path("restored").asInt()).isEqualTo(2);
    assertThat(done.path("near_duplicates").asInt()).isEqualTo(1);
    assertThat(done.at("/refused/gopher-quality.words-min").asInt()).isEqualTo(1);
    assertThat(counts())
        .containsEntry("documents", 5L)
        .containsEntry("in the digest", 5L)
        .containsEntry("kept", 3L)
        .containsEntry("refused", 1L)
        .containsEntry("near", 1L)
        .containsEntry(RULE, 0L);
    assertThat(node.corpus("why", "in-1.jsonl#good").out())
        .contains("verdict    kept")
        .containsPattern("restored +" + RULE)
        .contains("from       in-1.jsonl", "quality");
    assertThat(node.corpus("why", "in-1.jsonl#word").out())
        .contains("rule       gopher-quality.words-min: score 1, threshold 5")
        .containsPattern("restored +" + RULE);
    assertThat(node.corpus("removed", "--rule", RULE).out()).contains("0 documents");
    assertThat(node.corpus("removed").out()).containsPattern(RULE + " +0 ");
  }

  @Test
  void givenOneTakenBack_whenItComesBackForOneTakenDown_thenItsRefusalIsTakenBackOnce()
      throws IOException {
    restore();
    assertThat(node.corpus("removed", "--rule", "near_duplicate").out()).contains("1 document\n");
    Path manifest = temp.resolve("m.json");

    CorpusNode.Said down =
        node.corpus(
            "takedown",
            "--path",
            "in-1.jsonl#long",
            "--reason",
            "request 17",
            "--manifest",
            manifest.toString());

    assertThat(down.exitCode()).as(down.err()).isZero();
    assertThat(down.out()).contains("came back   1");
    assertThat(counts())
        .containsEntry("kept", 3L)
        .containsEntry("refused", 1L)
        .containsEntry("near", 0L)
        .containsEntry(RULE, 0L);
    assertThat(node.corpus("removed").out())
        .containsPattern(RULE + " +0 ")
        .containsPattern("near_duplicate +0");
    assertThat(node.corpus("removed", "--rule", RULE).out()).isEqualTo("0 documents\n");
    assertThat(node.corpus("removed", "--rule", "near_duplicate").out()).isEqualTo("0 documents\n");
  }

  @Test
  void givenAllTakenBack_whenRunAgain_thenNothingChanges() throws IOException {
    restore();
    Map<String, Long> before = counts();

    JsonNode again = restore();

    assertThat(again.path("documents").asInt()).isZero();
    assertThat(again.path("already_there").asInt()).isEqualTo(3);
    assertThat(again.path("refused_otherwise").asInt()).isEqualTo(1);
    assertThat(counts()).isEqualTo(before);
  }

  @Test
  void givenTakenBackAndRefusedByAnother_whenTakenBackFromThatToo_thenBothRulesAreWaived()
      throws IOException {
    restore();

    CorpusNode.Said said = node.corpus("restore", "--rule", "gopher-quality.words-min");

    assertThat(said.out()).containsPattern("refused +1 +by gopher-quality.mean-word-length-max");
    assertThat(node.corpus("why", "in-1.jsonl#word").out())
        .containsPattern("restored +" + RULE + ",gopher-quality.words-min");
    assertThat(counts()).containsEntry("documents", 5L).containsEntry("refused", 1L);
  }

  @Test
  void givenLimit_whenTakenBackBitByBit_thenEachOnce() throws IOException {
    JsonNode first = restore("--limit", "1");
    JsonNode rest = restore();

    assertThat(first.path("documents").asInt()).isEqualTo(1);
    assertThat(first.path("left").asInt()).isEqualTo(3);
    assertThat(rest.path("documents").asInt()).isEqualTo(3);
    assertThat(counts()).containsEntry("documents", 5L).containsEntry("kept", 3L);
  }

  @Test
  void givenKilledBehindItsRecords_whenTheyAreSubmittedAgain_thenEachTakesEffectOnce()
      throws IOException {
    try (MillraceClient client = node.client()) {
      var restore = new Restore(client, RULE, Optional.empty(), 100);
      Restore.Plan plan = restore.plan();
      restore.submit(plan);
      restore.submit(plan);
    }

    JsonNode again = restore();

    assertThat(again.path("documents").asInt()).isZero();
    assertThat(counts()).containsEntry("documents", 5L).containsEntry("kept", 3L);
  }

  @Test
  void givenAnotherSource_whenTakenBack_thenNothing() throws IOException {
    assertThat(restore("--source", "elsewhere.jsonl").path("documents").asInt()).isZero();
  }

  @Test
  void givenUnknownRule_whenAsked_thenTheOneThatWasMeantIsNamed() {
    CorpusNode.Said said = node.corpus("restore", "--rule", "length.character-min");
    CorpusNode.Said near = node.corpus("restore", "--rule", "near_duplicate");

    assertThat(said.exitCode()).isNotZero();
    assertThat(said.err()).contains("no such rule", "did you mean", RULE);
    assertThat(near.exitCode()).isNotZero();
    assertThat(near.err()).contains("no such rule", "fineweb.line-ends-max", "language.keep");
    assertThat(node.corpus("restore", "--rule", RULE, "--limit", "0").exitCode()).isEqualTo(2);
  }
}
