// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.client.MillraceClient;
import io.millrace.corpus.read.DocumentReader;
import io.millrace.corpus.read.InputFiles;
import io.millrace.corpus.read.Problem;
import io.millrace.corpus.recipe.Recipe;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import io.millrace.v1.ScanRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was killed goes on inside the file that it was reading. */
class CheckpointTest {
  private static final int DOCUMENTS = 60;
  private static final int KILLED_AFTER = 40;

  private final Path temp;
  private final Path input;
  private final Path place;
  private Node node = start();

  CheckpointTest(@TempDir Path temp) throws IOException {
    this.temp = temp;
    this.place = temp.resolve("progress/run.json");
    String lines =
        IntStream.range(0, DOCUMENTS)
            .mapToObj(i -> "{\"text\":\"This is the text of document number " + i + ".\"}\n{bad\n")
            .collect(Collectors.joining());
    this.input = InputFiles.write(temp.resolve("in.jsonl"), lines);
  }

  private static Node start() {
    return Node.start(
        NodeSettings.parse("millrace.node { store = memory, gateway.port = 0, cluster.port = 0 }"));
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  private CheckpointFile checkpoints() {
    return CheckpointFile.of(place, "me", DocumentReader.of(List.of(input)).list());
  }

  /** Runs with a checkpoint behind every document; a display that fails is what kills it. */
  private RunFigures run(int linesMax) {
    var lines = new AtomicLong();
    var err =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) {
            String shown = new String(text, from, length);
            if (shown.contains("\n") && lines.incrementAndGet() > linesMax) {
              throw new IllegalStateException("killed");
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    var clock = new AtomicLong();
    try (MillraceClient client =
            MillraceClient.connect(List.of(node.gatewayAddress()), CorpusRun.clientSettings());
        Progress progress =
            Progress.lines(new PrintWriter(err), 0, () -> clock.addAndGet(3_000_000_000L))) {
      return CorpusRun.run(
          client,
          DocumentReader.of(List.of(input)),
          checkpoints(),
          Recipe.parse("preset = none"),
          Duration.ZERO,
          progress);
    }
  }

  private long kept() {
    try (MillraceClient client =
        MillraceClient.connect(List.of(node.gatewayAddress()), CorpusRun.clientSettings())) {
      var count = new AtomicLong();
      client
          .resultStreams()
          .scan(ScanRequest.newBuilder().setJob(CorpusPrep.JOB).build())
          .forEachRemaining(page -> count.addAndGet(page.getResultsCount()));
      return count.get();
    }
  }

  @Test
  void givenRunThatWasKilled_whenRunAgain_thenGoesOnInsideTheFile() throws IOException {
    assertThatThrownBy(() -> run(KILLED_AFTER)).hasMessage("killed");
    RunCheckpoint checkpoint = checkpoints().read().orElseThrow();
    assertThat(checkpoint.documents()).isBetween(10L, (long) KILLED_AFTER);
    spoilUpTo(checkpoint.position().offset());

    RunFigures figures = run(Integer.MAX_VALUE);

    assertThat(figures.documents()).isEqualTo(DOCUMENTS);
    assertThat(figures.committedBefore()).isGreaterThanOrEqualTo(checkpoint.documents());
    assertThat(figures.problems()).containsEntry(Problem.Kind.UNREADABLE, (long) DOCUMENTS);
    assertThat(figures.firstProblems())
        .hasSize(CorpusRun.PROBLEMS_TOLD_MAX)
        .allSatisfy(problem -> assertThat(problem.reason()).contains("('b'"));
    assertThat(kept()).isEqualTo(DOCUMENTS);
    assertThat(place).as("deleted at the end").doesNotExist();
  }

  /** Makes what lies before useless without a change of size and time. */
  private void spoilUpTo(long offset) throws IOException {
    FileTime time = Files.getLastModifiedTime(input);
    byte[] bytes = Files.readAllBytes(input);
    Arrays.fill(bytes, 0, (int) offset, (byte) '?');
    Files.write(input, bytes);
    Files.setLastModifiedTime(input, time);
  }

  @Test
  void givenCheckpointOfDataThatIsGone_whenRun_thenReadsFromTheBeginning() {
    assertThatThrownBy(() -> run(KILLED_AFTER)).hasMessage("killed");
    node.close();
    node = start();

    assertThat(run(Integer.MAX_VALUE).committedNow()).isEqualTo(DOCUMENTS);
    assertThat(kept()).isEqualTo(DOCUMENTS);
  }

  @Test
  void givenCheckpointOfAnotherInputOrNone_whenRead_thenNotTaken() throws IOException {
    assertThatThrownBy(() -> run(KILLED_AFTER)).hasMessage("killed");
    byte[] written = Files.readAllBytes(place);
    assertThat(checkpoints().read()).isPresent();

    Files.write(place, Arrays.copyOf(written, written.length / 2));
    assertThat(checkpoints().read()).as("cut short").isEmpty();
    Files.write(place, "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(checkpoints().read()).as("of nothing").isEmpty();
    Files.write(place, written);
    InputFiles.write(input, "{\"text\":\"another input\"}");
    assertThat(checkpoints().read()).as("of another input").isEmpty();
    Files.delete(place);
    assertThat(checkpoints().read()).as("missing").isEmpty();
  }

  @Test
  void givenPlaceThatCannotBeWritten_whenRun_thenSaidWithTheWayOut() throws IOException {
    Files.write(temp.resolve("progress"), new byte[0]);

    assertThatThrownBy(() -> run(Integer.MAX_VALUE))
        .hasMessageContaining("progress")
        .hasMessageContaining("--progress");
  }
}
