// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.read.DocumentReader;
import io.millrace.corpus.read.Documents;
import io.millrace.corpus.read.InputFiles;
import io.millrace.corpus.recipe.Recipe;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two runs at one time, each with a feedback of its own, as two people would start them. */
class TwoDriversTest {
  private static final int CLUSTERS = 60;
  private static final int MINUTES_MAX = 3;

  private final Path folder;
  private final CorpusNode node;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final CyclicBarrier start = new CyclicBarrier(2);

  TwoDriversTest(@TempDir Path folder) {
    this.folder = folder;
    this.node = new CorpusNode(folder);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    node.close();
  }

  /** One document of each cluster; those of a higher number are longer, so one of these stays. */
  private Path input(String name, int number) throws IOException {
    Path root = folder.resolve(name);
    for (int cluster = 0; cluster < CLUSTERS; cluster++) {
      int from = 1_000 * cluster;
      InputFiles.write(root.resolve(cluster + ".txt"), CorpusNode.words(from, from + 200 + number));
    }
    return root;
  }

  private Callable<CorpusWork.Outcome> work(Path input, String checkpoint) {
    return () -> {
      var reader = DocumentReader.of(List.of(input));
      var listing = reader.list();
      Recipe recipe = CorpusWork.recipe("none");
      var checkpoints =
          CheckpointFile.of(
              folder.resolve(checkpoint), CorpusWork.producer(listing, recipe), listing);
      try (MillraceClient client = node.client();
          Progress progress =
              Progress.lines(new PrintWriter(new StringWriter()), 0, System::nanoTime)) {
        start.await(1, TimeUnit.MINUTES);
        return new CorpusWork(client, reader, checkpoints, recipe).run(progress, 0);
      }
    };
  }

  private static CorpusWork.Outcome end(Future<CorpusWork.Outcome> run)
      throws InterruptedException, ExecutionException, TimeoutException {
    return run.get(MINUTES_MAX, TimeUnit.MINUTES);
  }

  @RepeatedTest(3)
  void givenTwoInputs_whenRunAtOneTime_thenBothEndAtRestWithTheRightResult() throws Exception {
    Future<CorpusWork.Outcome> one = threads.submit(work(input("one", 3), "one.json"));
    Future<CorpusWork.Outcome> other = threads.submit(work(input("other", 5), "other.json"));

    CorpusWork.Outcome first = end(one);
    CorpusWork.Outcome second = end(other);

    assertThat(first.report().run().committedNow()).isEqualTo(CLUSTERS);
    assertThat(second.report().run().committedNow()).isEqualTo(CLUSTERS);
    JobFigures job = job();
    assertThat(job.isComplete()).as(first.report().table() + second.report().table()).isTrue();
    assertThat(job.kept()).isEqualTo(CLUSTERS);
    assertThat(job.removed()).containsEntry(Removal.NEAR_DUPLICATE, (long) CLUSTERS);
    assertThat(job.near().compared()).isEqualTo(CLUSTERS);
    for (CorpusWork.Outcome each : List.of(first, second)) {
      assertThat(each.report().job().near().broken()).isZero();
    }
  }

  private JobFigures job() {
    try (MillraceClient client = node.client()) {
      return JobFigures.of(client, CorpusDigest.read(client));
    }
  }

  @RepeatedTest(2)
  void givenOneInput_whenRunTwiceAtOneTime_thenBothEndWellAndItCountsOnce() throws Exception {
    Path input = input("in", 3);
    Future<CorpusWork.Outcome> one = threads.submit(work(input, "same.json"));
    Future<CorpusWork.Outcome> other = threads.submit(work(input, "same.json"));

    CorpusWork.Outcome first = end(one);
    CorpusWork.Outcome second = end(other);

    JobFigures job = job();
    assertThat(job.isComplete()).as(first.report().table() + second.report().table()).isTrue();
    assertThat(job.documents()).isEqualTo(CLUSTERS);
    assertThat(job.kept()).isEqualTo(CLUSTERS);
    assertThat(first.report().run().documents()).isEqualTo(CLUSTERS);
    assertThat(second.report().run().documents()).isEqualTo(CLUSTERS);
    assertThat(job.removedCount()).as("nothing came twice").isZero();
  }

  @Test
  @Timeout(60)
  void givenOneWhoseNotesAreFenced_whenItSettles_thenItTakesOverInsteadOfWaitingForEchoes() {
    try (MillraceClient client = node.client();
        Feedback one = Feedback.start(client, "same");
        Feedback other = Feedback.start(client, "same")) {
      submit(client, "first", 0);
      one.settle();
      submit(client, "second", 1_000);
      other.settle();
      submit(client, "third", 2_000);

      one.settle();
    }

    assertThat(job().kept()).isEqualTo(3);
  }

  private static void submit(MillraceClient client, String name, int from) {
    String text = CorpusNode.words(from, from + 200);
    ByteString value = ByteString.copyFromUtf8(text);
    Fields fields = DocumentFields.of(Documents.of(name, "p", text), "preset = none");
    Submission.run(
        client,
        name,
        session -> session.submit(Fingerprint.of(value), value, DataRecord.NO_EVENT_TIME, fields));
  }
}
