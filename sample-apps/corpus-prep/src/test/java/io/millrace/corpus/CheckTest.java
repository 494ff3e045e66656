// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.Checked.Verdict;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.near.ShingleSet;
import io.millrace.corpus.near.Shingler;
import io.millrace.corpus.v1.CheckDuplicateRequest;
import io.millrace.corpus.v1.CheckDuplicateResponse;
import io.millrace.corpus.v1.CheckServiceGrpc;
import io.millrace.model.Fields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job is asked for texts, before, beside and after runs, over a real socket. */
@SuppressWarnings("NullAway.Init")
class CheckTest {
  private static final String TEXT =
      "The mill at the upper end of the valley has been grinding corn for as long as anybody can"
          + " remember, and its race carries water through every summer that was dry enough to stop"
          + " all the others further down the river where the land is flat and the stream is slow.";
  private static final String LONGER = TEXT + " So they say.";
  private static final String OTHER = "Nobody else has written what stands here about harbours.";
  private static final Fields PLAIN = Fields.of(RecipeRules.RECIPE, "preset = none");

  private Path temp;
  private CorpusNode node;

  @BeforeEach
  void start(@TempDir Path folder) {
    temp = folder;
    node = new CorpusNode(folder);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private void run(Map<String, String> documents) throws IOException {
    CorpusNode.Said said = node.run("none", documents);
    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
  }

  private void runThree() throws IOException {
    var documents = new LinkedHashMap<String, String>();
    documents.put("first", TEXT);
    documents.put("longer", LONGER);
    documents.put("other", OTHER);
    run(documents);
  }

  private static String id(String text) {
    return DocumentId.of(Fingerprint.of(ByteString.copyFromUtf8(text))).toString();
  }

  private CorpusNode.Said check(String name, String content, String... options) throws IOException {
    Path file = Files.writeString(temp.resolve(name), content);
    var all = new ArrayList<>(List.of("check", file.toString(), "--recipe", "none"));
    all.addAll(List.of(options));
    return node.corpus(all.toArray(String[]::new));
  }

  private static Checked ask(DuplicateCheck check, String text) {
    return check.check(text, PLAIN).toCompletableFuture().join();
  }

  @Test
  void givenTwinOfOneThatWent_whenChecked_thenDuplicateAndTheOneThatStaysIsNamed()
      throws IOException {
    runThree();

    CorpusNode.Said said = check("twin.txt", "\uFEFF" + TEXT + "  \r\n");

    assertThat(said.exitCode()).as(said.err()).isEqualTo(3);
    assertThat(said.out())
        .contains("verdict    duplicate", "document   " + id(TEXT))
        .containsPattern("cluster    [0-9a-f]{32}, 2 documents")
        .containsPattern("nearest    " + id(TEXT) + " .*#first, Jaccard 1\\.0000.*removed")
        .containsPattern("kept       " + id(LONGER) + " .*#longer, Jaccard 0\\.9\\d+, kept");
  }

  @Test
  void givenNearOne_whenChecked_thenClusterNearestAndBothSimilaritiesAsJson() throws IOException {
    runThree();
    String near = LONGER + " Others do not.";

    CorpusNode.Said said = check("near.txt", near, "--output", "json");

    assertThat(said.exitCode()).as(said.err()).isEqualTo(3);
    JsonNode json = new ObjectMapper().readTree(said.out());
    var shingler = new Shingler(NearSettings.DEFAULT.shingleWords());
    double exact = shingler.shingles(near).jaccard(shingler.shingles(LONGER));
    assertThat(json.at("/verdict").asText()).isEqualTo("near_duplicate");
    assertThat(json.at("/id").asText()).isEqualTo(id(near));
    assertThat(json.at("/nearest/id").asText()).isEqualTo(id(LONGER));
    assertThat(json.at("/nearest/jaccard").asDouble()).isEqualTo(exact);
    assertThat(json.at("/nearest/estimate").asDouble()).isBetween(exact - 0.2, 1.0);
    assertThat(json.at("/nearest/standing").asText()).isEqualTo("kept");
    assertThat(json.at("/kept/path").asText()).endsWith("#longer");
    assertThat(json.at("/cluster/size").asInt()).isEqualTo(2);
    assertThat(json.at("/cluster/id").asText())
        .isEqualTo(id(TEXT).compareTo(id(LONGER)) < 0 ? id(TEXT) : id(LONGER));
  }

  @Test
  void givenPageOrStandardInput_whenChecked_thenReadAsARunWould() throws IOException {
    runThree();
    CorpusNode.Said page =
        check("page.html", "<html><body><article><p>" + LONGER + "</p></article></body></html>");
    CorpusNode.Said said;
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(OTHER.getBytes(StandardCharsets.UTF_8)));
    try {
      said = node.corpus("check", "-", "--recipe", "none");
    } finally {
      System.setIn(before);
    }

    assertThat(page.out()).contains("verdict    duplicate", id(LONGER));
    assertThat(said.out()).contains("text       -", "verdict    duplicate", id(OTHER));
  }

  @Test
  void givenNewText_whenChecked_thenNewAndNothingIsRemembered() throws IOException {
    String text = "A text that nobody has submitted before, about rails and bridges.";
    CorpusNode.Said empty = check("a.txt", text);
    runThree();

    CorpusNode.Said first = check("b.txt", text);
    CorpusNode.Said again = check("c.txt", text);
    CorpusNode.Said refused = node.corpus("check", temp.resolve("a.txt").toString());

    for (CorpusNode.Said said : List.of(empty, first, again)) {
      assertThat(said.exitCode()).as(said.err()).isZero();
      assertThat(said.out()).contains("verdict    new").doesNotContain("nearest", "rule");
    }
    assertThat(refused.out())
        .contains("verdict    new")
        .containsPattern("rule  .* would refuse it");
  }

  @Test
  void givenTakenDown_whenChecked_thenSaysSoAndTheNextOneStays() throws IOException {
    runThree();
    CorpusNode.Said down =
        node.corpus(
            "takedown",
            "--reason",
            "request 17",
            "--id",
            id(LONGER),
            "--manifest",
            temp.resolve("m.json").toString());
    assertThat(down.exitCode()).as(down.err()).isZero();

    CorpusNode.Said twin = check("twin.txt", LONGER);
    CorpusNode.Said near = check("near.txt", LONGER + " Others.");

    assertThat(twin.exitCode()).isEqualTo(3);
    assertThat(twin.out()).contains("verdict    taken down").doesNotContain("nearest");
    assertThat(near.out())
        .contains("verdict    near duplicate", "kept       " + id(TEXT))
        .containsPattern("cluster    [0-9a-f]{32}, 1 document");
  }

  @Test
  void givenRecipesThreshold_whenChecked_thenItHoldsInsteadOfTheJobs() throws IOException {
    runThree();
    String text = TEXT + " Those who lived there said so, and their children after them did.";
    Path recipe =
        Files.writeString(temp.resolve("low.conf"), "preset = none\nnear.threshold = 0.75");
    Path file = Files.writeString(temp.resolve("text.txt"), text);

    CorpusNode.Said usual = check("text.txt", text);
    CorpusNode.Said low = node.corpus("check", file.toString(), "--recipe", recipe.toString());

    var shingler = new Shingler(NearSettings.DEFAULT.shingleWords());
    assertThat(shingler.shingles(text).jaccard(shingler.shingles(TEXT))).isBetween(0.75, 0.8);
    assertThat(usual.out()).contains("verdict    new", "nearest    " + id(TEXT));
    assertThat(low.out())
        .as(low.err())
        .contains("verdict    near duplicate", "nearest    " + id(TEXT));
  }

  @Test
  void givenCallOverGrpc_whenChecked_thenAnsweredAsTheCommandDoes() throws Exception {
    runThree();
    ManagedChannel channel = ManagedChannelBuilder.forTarget(node.address()).usePlaintext().build();
    try {
      var service = CheckServiceGrpc.newBlockingStub(channel);
      var request = CheckDuplicateRequest.newBuilder().setRecipe("preset = none");

      CheckDuplicateResponse near =
          service.checkDuplicate(request.setText(LONGER + " Others do not.").build());
      CheckDuplicateResponse fresh =
          service.checkDuplicate(request.setText("A text about rails and bridges.").build());

      assertThat(near.getVerdict()).hasToString("VERDICT_NEAR_DUPLICATE");
      assertThat(near.getNearest().getId()).isEqualTo(id(LONGER));
      assertThat(near.getNearest().getJaccard()).isBetween(0.9, 1.0);
      assertThat(near.getKept().getKept()).isTrue();
      assertThat(near.getCluster().getSize()).isEqualTo(2);
      assertThat(fresh.getVerdict()).hasToString("VERDICT_NEW");
      assertThat(fresh.hasNearest() || fresh.hasKept() || fresh.hasCluster()).isFalse();
      assertThatThrownBy(() -> service.checkDuplicate(request.setText(" ").build()))
          .hasMessageContaining("INVALID_ARGUMENT")
          .hasMessageContaining("0 bytes once it is normalised");
      assertThatThrownBy(
              () -> service.checkDuplicate(request.setText("x").setRecipe("presett = 1").build()))
          .hasMessageContaining("INVALID_ARGUMENT")
          .hasMessageContaining("presett");
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void givenWrongInput_whenChecked_thenSaysWhatIsWrong() throws IOException {
    CorpusNode.Said missing = node.corpus("check", temp.resolve("nowhere.txt").toString());
    CorpusNode.Said blank = check("blank.txt", " \n\n");
    CorpusNode.Said nothing = node.corpus("check");
    CorpusNode.Said binary = check("binary.txt", "\u0000\u0001\u0002\u0000".repeat(50));

    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(missing.err()).contains("nowhere.txt", "expected: a file, a folder, or -");
    assertThat(blank.exitCode()).isEqualTo(1);
    assertThat(blank.err()).contains("blank.txt", "0 bytes once it is normalised");
    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(binary.exitCode()).isEqualTo(1);
  }

  @Test
  void givenManyTexts_whenChecked_thenTheNearestIsWhatEveryComparisonWouldFind()
      throws IOException {
    var random = new Random(17);
    var documents = new LinkedHashMap<String, String>();
    for (int i = 0; i < 120; i++) {
      documents.put("d" + i, text(random, 80 + random.nextInt(120)));
    }
    run(documents);
    var shingler = new Shingler(NearSettings.DEFAULT.shingleWords());
    Map<String, ShingleSet> sets = new LinkedHashMap<>();
    documents.values().forEach(text -> sets.put(id(text), shingler.shingles(text)));
    List<String> originals = List.copyOf(documents.values());

    try (MillraceClient client = node.client()) {
      DuplicateCheck check = DuplicateCheck.of(client.asker());
      for (int i = 0; i < originals.size(); i++) {
        String asked = originals.get(i) + " " + text(random, 1 + i / 2);
        ShingleSet own = shingler.shingles(asked);
        double best = sets.values().stream().mapToDouble(own::jaccard).max().orElseThrow();

        Checked checked = ask(check, asked);

        assertThat(checked.verdict() == Verdict.NEAR_DUPLICATE)
            .as("document %d, best %s: %s", i, best, checked)
            .isEqualTo(best >= NearSettings.DEFAULT.threshold());
        checked
            .nearest()
            .ifPresent(
                match ->
                    assertThat(match.jaccard())
                        .isEqualTo(
                            Objects.requireNonNull(sets.get(match.id().toString())).jaccard(own)));
      }
    }
  }

  private static String text(Random random, int words) {
    var text = new StringBuilder();
    for (int i = 0; i < words; i++) {
      text.append(i == 0 ? "" : " ").append(Integer.toString(random.nextInt(1 << 20), 36));
    }
    return text.toString();
  }

  @Test
  void givenRunThatGoesOn_whenChecked_thenAnsweredAllTheTime() throws Exception {
    runThree();
    var random = new Random(18);
    var documents = new LinkedHashMap<String, String>();
    for (int i = 0; i < 2_000; i++) {
      documents.put("d" + i, text(random, 60));
    }
    String last = Objects.requireNonNull(documents.get("d1999"));
    int asked = 0;
    try (MillraceClient client = node.client()) {
      DuplicateCheck check = DuplicateCheck.of(client.asker());
      assertThat(ask(check, last).verdict()).isEqualTo(Verdict.NEW);
      CompletableFuture<Void> running =
          CompletableFuture.runAsync(
              () -> {
                try {
                  run(documents);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      while (!running.isDone()) {
        assertThat(ask(check, TEXT).kept().orElseThrow().id()).hasToString(id(LONGER));
        assertThat(ask(check, LONGER + " Others.").verdict()).isEqualTo(Verdict.NEAR_DUPLICATE);
        asked++;
      }
      running.join();

      assertThat(asked).isPositive();
      assertThat(ask(check, last).verdict()).isEqualTo(Verdict.DUPLICATE);
      assertThat(ask(check, last + " more").nearest().orElseThrow().id()).hasToString(id(last));
    }
  }
}
