// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.corpus.read.Documents;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import io.millrace.processor.Job;
import io.millrace.processor.StoragePolicy;
import io.millrace.v1.ProducerMode;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Nobody runs a feedback for longer than producers are known on the node. */
class LongPauseTest {
  private static final int DOCUMENTS = 40;
  private static final Duration RETENTION = Duration.ofSeconds(2);

  private static Node start(Job job) {
    return Node.start(
        NodeSettings.parse(
            "millrace.node { store = memory, gateway.port = 0, cluster.port = 0 }\n"
                + "millrace.partition.producer-retention = "
                + RETENTION.toMillis()
                + " ms"),
        List.of(job));
  }

  private static MillraceClient connect(Node node) {
    return MillraceClient.connect(List.of(node.gatewayAddress()), CorpusRun.clientSettings());
  }

  private static String words(int from, int to) {
    var text = new StringBuilder();
    for (int n = from; n < to; n++) {
      text.append("word").append(n).append(' ');
    }
    return text.toString().strip();
  }

  /** One document of each cluster, without a feedback. */
  private static void submit(MillraceClient client, String producer, int words) {
    try (var session =
        client.openProducer(
            CorpusPrep.JOB, producer, ProducerMode.PRODUCER_MODE_RESUME, ProducerListener.NONE)) {
      for (int n = 0; n < DOCUMENTS; n++) {
        String text = words(1_000 * n, 1_000 * n + words);
        ByteString value = ByteString.copyFromUtf8(text);
        session.submit(
            Fingerprint.of(value),
            value,
            DataRecord.NO_EVENT_TIME,
            DocumentFields.of(Documents.of(producer, "p" + n, text), "preset = none"));
      }
      session.flush();
      assertThat(session.awaitAnswers(Duration.ofMinutes(1))).isTrue();
      session.finish();
    }
  }

  private static void settle(MillraceClient client) {
    try (Feedback feedback = Feedback.start(client, "test")) {
      feedback.settle();
    }
  }

  private static void pause() {
    long since = System.nanoTime();
    Awaitility.await().until(() -> System.nanoTime() - since > 2 * RETENTION.toNanos());
  }

  @Test
  void givenAPauseLongerThanTheRetention_whenTheNextFeedbackComes_thenItGoesOnExactlyOnce() {
    try (Node node = start(new CorpusPrep().job());
        MillraceClient client = connect(node)) {
      submit(client, "first", 200);
      submit(client, "second", 203);
      settle(client);
      pause();
      submit(client, "third", 206);
      pause();
      submit(client, "fourth", 209);

      settle(client);

      JobFigures job = JobFigures.of(client, CorpusDigest.read(client));
      assertThat(job.isComplete()).isTrue();
      assertThat(job.kept()).isEqualTo(DOCUMENTS);
      assertThat(job.removed()).containsEntry(Removal.NEAR_DUPLICATE, 3L * DOCUMENTS);
      assertThat(job.near().compared()).isEqualTo(6L * DOCUMENTS);
    }
  }

  @Test
  void givenAJobWhoseProducersExpire_whenOneDoes_thenFailsWithWhatToDo() {
    try (Node node = start(new CorpusPrep().job().withStorage(StoragePolicy.DEFAULT));
        MillraceClient client = connect(node)) {
      assertThatThrownBy(() -> settleTwice(client))
          .hasMessageContaining("nobody knows which messages between documents took effect")
          .hasMessageContaining("for more documents begin the job anew")
          .asInstanceOf(InstanceOfAssertFactories.type(MillraceException.class))
          .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.EXPIRED));
    }
  }

  /** The second time is too late, and on a slow machine the end of the first. */
  private static void settleTwice(MillraceClient client) {
    submit(client, "first", 200);
    submit(client, "second", 203);
    settle(client);
    pause();
    submit(client, "third", 206);
    pause();
    submit(client, "fourth", 209);
    settle(client);
  }
}
