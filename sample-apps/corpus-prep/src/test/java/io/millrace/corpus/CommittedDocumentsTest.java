// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.corpus.token.KeptDocuments;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.v1.ProducerMode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents that are kept, that go later, and that come back, by results as the job puts out. */
class CommittedDocumentsTest {
  private Node node;
  private MillraceClient client;

  @BeforeEach
  void start() {
    // Puts out its record: what fields say of it is up to the test.
    Job job =
        Job.of(
            CorpusPrep.JOB,
            () ->
                (record, context) ->
                    Effect.builder().emit(record.value(), record.fields()).build());
    node =
        Node.start(
            NodeSettings.parse(
                "millrace.node { store = memory, gateway.port = 0, cluster.port = 0 }"),
            List.of(job));
    client = MillraceClient.connect(List.of(node.gatewayAddress()), ClientSettings.defaults());
  }

  @AfterEach
  void stop() {
    client.close();
    node.close();
  }

  private record Given(int number, String status, String text) {}

  private void commit(String producer, List<Given> results) {
    try (ProducerSession session =
        client.openProducer(
            CorpusPrep.JOB, producer, ProducerMode.PRODUCER_MODE_RESUME, ProducerListener.NONE)) {
      for (Given result : results) {
        ByteString key = Fingerprint.of(ByteString.copyFromUtf8("document " + result.number));
        Fields fields =
            Fields.builder()
                .put("status", result.status)
                .put("hash", HexFormat.of().formatHex(key.toByteArray()))
                .put("source", "source " + result.number % 2)
                .put("quality", result.number / 10.0)
                .put("recipe_hash", "ab12")
                .build();
        session.submit(key, ByteString.copyFromUtf8(result.text), DataRecord.NO_EVENT_TIME, fields);
      }
      assertThat(session.awaitAnswers(Duration.ofSeconds(30))).isTrue();
      session.finish();
    }
  }

  private static List<String> texts(KeptDocuments documents) throws IOException {
    var texts = new ArrayList<String>();
    documents.forEach(
        d -> {
          assertThat(d.source()).startsWith("source ");
          assertThat(d.quality()).isBetween(0.0, 1.0);
          texts.add(d.text());
        });
    return texts;
  }

  @Test
  void givenDocumentsThatWentAndCameBack_whenRead_thenThoseThatStayEachOnce() throws IOException {
    commit(
        "p",
        List.of(
            new Given(1, "kept", "one"),
            new Given(2, "kept", "two"),
            new Given(3, "kept", "three"),
            new Given(2, "removed", ""),
            new Given(3, "removed", ""),
            new Given(3, "kept", "three again"),
            new Given(4, "removed", "")));

    CommittedDocuments documents = CommittedDocuments.open(client);

    assertThat(texts(documents)).containsExactlyInAnyOrder("one", "three again");
    assertThat(documents.recipeHash()).isEqualTo("ab12");
    assertThat(documents.positions()).isNotEmpty().allMatch(p -> p.matches("\\d+:\\d+-\\d+"));
  }

  @Test
  void givenDocumentsThatComeLater_whenReadAgain_thenStillThoseOfThen() throws IOException {
    commit("p", List.of(new Given(1, "kept", "one"), new Given(2, "kept", "two")));
    CommittedDocuments then = CommittedDocuments.open(client);

    commit("q", List.of(new Given(1, "removed", ""), new Given(5, "kept", "five")));

    assertThat(texts(then)).containsExactlyInAnyOrder("one", "two");
    assertThat(texts(CommittedDocuments.open(client))).containsExactlyInAnyOrder("two", "five");
  }

  @Test
  void givenKeyThatIsNoId_whenRead_thenItIsRefused() {
    try (ProducerSession session =
        client.openProducer(
            CorpusPrep.JOB, "r", ProducerMode.PRODUCER_MODE_RESUME, ProducerListener.NONE)) {
      session.submit(
          ByteString.copyFromUtf8("short"),
          ByteString.copyFromUtf8("text"),
          DataRecord.NO_EVENT_TIME,
          Fields.EMPTY);
      assertThat(session.awaitAnswers(Duration.ofSeconds(30))).isTrue();
      session.finish();
    }

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> texts(CommittedDocuments.open(client)))
        .hasMessageContaining("no document's id");
  }
}
