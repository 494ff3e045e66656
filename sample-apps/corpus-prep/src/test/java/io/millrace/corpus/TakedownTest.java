// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.document.DocumentId;
import io.millrace.v1.GetRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A document that stays is taken down, and the next best of its cluster comes back. */
@SuppressWarnings("NullAway.Init")
class TakedownTest {
  private static final String TEXT =
      "The mill at the upper end of the valley has been grinding corn for as long as anybody can"
          + " remember, and its race carries water through every summer that was dry enough to stop"
          + " all the others further down the river where the land is flat and the stream is slow.";
  private static final String BEST = TEXT + " So they say.";
  private static final String URL = "https://example.org/best";

  private Path temp;
  private CorpusNode node;

  @BeforeEach
  void run(@TempDir Path folder) throws IOException {
    temp = folder;
    node = new CorpusNode(folder);
    submit();
  }

  private void submit() throws IOException {
    var documents = new LinkedHashMap<String, String>();
    documents.put("https://example.org/first", TEXT);
    documents.put(URL, BEST);
    documents.put("https://example.org/other", "Nobody else has written this about harbours.");
    CorpusNode.Said said = node.run("none", "url", documents);
    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static ByteString key(String text) {
    return Fingerprint.of(ByteString.copyFromUtf8(text));
  }

  private String get(MillraceClient client, String text) {
    var request = GetRequest.newBuilder().setJob(CorpusPrep.JOB).setKey(key(text)).build();
    return client.results().get(request).getResult().getValue().toStringUtf8();
  }

  private JobFigures figures(MillraceClient client) {
    JobFigures job = JobFigures.of(client, CorpusDigest.read(client));
    assertThat(job.isComplete()).as("%s", job).isTrue();
    return job;
  }

  private CorpusNode.Said takedown(String manifest, String... what) {
    var all = new ArrayList<>(List.of("takedown", "--reason", "request 17"));
    all.addAll(List.of("--manifest", temp.resolve(manifest).toString()));
    all.addAll(List.of(what));
    return node.corpus(all.toArray(String[]::new));
  }

  @Test
  void givenOneThatStays_whenTakenDownByUrl_thenTheNextComesBackWithItsText() throws IOException {
    CorpusNode.Said said = takedown("m.json", "--url", URL);

    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
    JsonNode manifest = new ObjectMapper().readTree(temp.resolve("m.json").toFile());
    assertThat(manifest.at("/removed/0/id").asText())
        .isEqualTo(DocumentId.of(key(BEST)).toString());
    assertThat(manifest.at("/removed/0/bytes").asInt()).isEqualTo(BEST.length());
    assertThat(manifest.at("/kept/0/id").asText()).isEqualTo(DocumentId.of(key(TEXT)).toString());
    assertThat(manifest.at("/kept/0/bytes").asInt()).isEqualTo(TEXT.length());
    assertThat(manifest.path("removed")).hasSize(1);
    assertThat(manifest.path("kept")).hasSize(1);
    List<DocumentId> both = List.of(DocumentId.of(key(BEST)), DocumentId.of(key(TEXT)));
    assertThat(manifest.at("/kept/0/cluster").asText()).isEqualTo(Collections.min(both).toString());
    assertThat(node.corpus("removed", "--rule", "near_duplicate").out()).isEqualTo("0 documents\n");
    assertThat(node.corpus("removed").out()).containsPattern("near_duplicate +0");
    try (MillraceClient client = node.client()) {
      assertThat(get(client, TEXT)).isEqualTo(TEXT);
      assertThat(get(client, BEST)).isEmpty();
      JobFigures job = figures(client);
      assertThat(job.kept()).isEqualTo(2);
      assertThat(job.removed()).containsEntry(Removal.TAKEN_DOWN, 1L);
      assertThat(job.removed()).containsEntry(Removal.NEAR_DUPLICATE, 0L);
    }
    assertThat(node.corpus("why", DocumentId.of(key(BEST)).toString()).out())
        .contains("verdict    removed: taken down", "because    request 17");
    assertThat(node.corpus("why", DocumentId.of(key(TEXT)).toString()).out())
        .contains("verdict    kept, since a better one was taken down");

    submit();

    try (MillraceClient client = node.client()) {
      assertThat(get(client, BEST)).isEmpty();
      assertThat(figures(client).removed())
          .containsEntry(Removal.TAKEN_DOWN, 2L)
          .containsEntry(Removal.DUPLICATE, 2L);
    }
  }

  @Test
  void givenListWithTheUrlOfATwin_whenTakenDown_thenTheTextGoesWhateverItIsCalled()
      throws IOException {
    String twin = "https://example.org/twin";
    CorpusNode.Said said = node.run("none", "url", new LinkedHashMap<>(Map.of(twin, BEST)));
    assertThat(said.exitCode()).as(said.err()).isZero();
    Path list = temp.resolve("list.txt");
    Files.writeString(list, "\n" + twin + "  \n" + DocumentId.of(key(TEXT)) + "\n");

    CorpusNode.Said done = takedown("m.json", "--file", list.toString());

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(done.out()).contains("taken down  1", "came back   0", "unchanged   1");
    try (MillraceClient client = node.client()) {
      assertThat(get(client, BEST)).isEmpty();
      assertThat(get(client, TEXT)).isEmpty();
      assertThat(figures(client).kept()).isEqualTo(1);
    }
  }

  @Test
  void givenMoreAreTakenDownThanARootRemembers_whenDone_thenExitSaysWhoseClusterIsLeft()
      throws IOException {
    var documents = new LinkedHashMap<String, String>();
    var best = new ArrayList<DocumentId>();
    for (int i = 1; i <= 14; i++) {
      String text = BEST + " And so".repeat(i);
      documents.put("https://example.org/near/" + i, text);
      if (i > 2) {
        best.add(DocumentId.of(key(text)));
      }
    }
    CorpusNode.Said said = node.run("none", "url", documents);
    assertThat(said.exitCode()).as(said.err()).isZero();
    Path list = temp.resolve("list.txt");
    Files.write(list, best.stream().map(DocumentId::toString).toList());

    CorpusNode.Said done = takedown("m.json", "--file", list.toString());

    assertThat(done.exitCode()).as(done.out() + done.err()).isOne();
    assertThat(done.out()).contains("none is remembered that could come back");
    JsonNode manifest = new ObjectMapper().readTree(temp.resolve("m.json").toFile());
    assertThat(manifest.path("exhausted")).hasSize(1);
  }

  @Test
  void givenKilledBehindItsRecords_whenRunAgain_thenNothingDoublesAndTheManifestIsWhole()
      throws IOException {
    SortedSet<DocumentId> ids = new TreeSet<>(List.of(DocumentId.of(key(BEST))));
    try (MillraceClient client = node.client()) {
      var killed = new Takedown(client, "request 17");
      killed.submit(killed.name(ids), ids);
    }

    CorpusNode.Said first = takedown("1.json", "--id", ids.first().toString());
    CorpusNode.Said again = takedown("2.json", "--id", ids.first().toString());

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(again.exitCode()).as(again.err()).isZero();
    var json = new ObjectMapper();
    for (String file : List.of("1.json", "2.json")) {
      JsonNode manifest = json.readTree(temp.resolve(file).toFile());
      assertThat(manifest.path("removed")).hasSize(1);
      assertThat(manifest.path("kept")).hasSize(1);
    }
    try (MillraceClient client = node.client()) {
      assertThat(get(client, TEXT)).isEqualTo(TEXT);
      assertThat(figures(client).removed()).containsEntry(Removal.TAKEN_DOWN, 1L);
    }
  }

  @Test
  void givenWholeCluster_whenTakenDown_thenNobodyComesBack() {
    DocumentId one = DocumentId.of(key(BEST));
    DocumentId other = DocumentId.of(key(TEXT));

    CorpusNode.Said said = takedown("m.json", "--id", one.toString(), "--id", other.toString());

    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
    try (MillraceClient client = node.client()) {
      JobFigures job = figures(client);
      assertThat(job.kept()).isEqualTo(1);
      assertThat(job.removed()).containsEntry(Removal.TAKEN_DOWN, 2L);
      assertThat(get(client, TEXT)).isEmpty();
    }
  }

  @Test
  void givenWrongInput_whenAsked_thenNothingIsDone() throws IOException {
    Files.writeString(temp.resolve("there.json"), "");

    assertThat(takedown("a.json", "--id", "0".repeat(32)).err()).contains("no such document");
    assertThat(takedown("a.json", "--url", "https://nowhere.org").err())
        .contains("no such document", "https://nowhere.org");
    assertThat(takedown("there.json", "--url", URL).err()).contains("exists");
    assertThat(takedown("a.json", "--id", "12").exitCode()).isEqualTo(2);
    assertThat(takedown("a.json").exitCode()).isEqualTo(2);
    assertThat(takedown("a.json", "--url", URL, "--dry-run").out())
        .contains(DocumentId.of(key(BEST)).toString(), "nothing was done");
    try (MillraceClient client = node.client()) {
      assertThat(figures(client).removed()).containsEntry(Removal.TAKEN_DOWN, 0L);
    }
  }
}
