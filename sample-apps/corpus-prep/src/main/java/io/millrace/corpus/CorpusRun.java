// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.corpus.read.Document;
import io.millrace.corpus.read.DocumentReader;
import io.millrace.corpus.read.DocumentVisitor;
import io.millrace.corpus.read.Position;
import io.millrace.corpus.read.Problem;
import io.millrace.corpus.recipe.Recipe;
import io.millrace.model.DataRecord;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the input once and submits its documents. One use, by one thread. */
final class CorpusRun implements DocumentVisitor {
  /** Problems that are told one by one; all are counted. */
  static final int PROBLEMS_TOLD_MAX = 20;

  private static final int UNACKED_RECORDS_MAX = 1 << 14;
  private static final long UNACKED_BYTES_MAX = 4L << 20;
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** How often a run notes how far it is, for which it lets everything become durable. */
  static final Duration CHECKPOINT_EVERY = Duration.ofSeconds(10);

  private final CheckpointFile checkpoints;
  private final Recipe recipe;
  private final Duration checkpointEvery;
  private final Progress progress;
  private final Latencies latencies = new Latencies(UNACKED_RECORDS_MAX, System::nanoTime);
  private final Map<Integer, Long> committed = new ConcurrentHashMap<>();
  private final ProducerSession session;
  private final long startedAt;
  private final boolean isContinued;
  private final Optional<RunCheckpoint> resumed;

  private final Map<Problem.Kind, Long> problems = new EnumMap<>(Problem.Kind.class);
  private final List<Problem> firstProblems = new ArrayList<>();
  private long submitted;
  private long rawBytes;
  private long problemCount;
  private long ignored;
  private long checkpointAt;

  private CorpusRun(
      MillraceClient client,
      CheckpointFile checkpoints,
      Recipe recipe,
      Duration checkpointEvery,
      Progress progress) {
    this.checkpoints = checkpoints;
    this.recipe = recipe;
    this.checkpointEvery = checkpointEvery;
    this.progress = progress;
    Optional<RunCheckpoint> saved = checkpoints.read();
    ProducerSession opened = open(client, saved);
    if (saved.isPresent() && !saved.get().isCommittedIn(opened.welcome())) {
      opened.close();
      saved = Optional.empty();
      opened = open(client, saved);
    }
    this.session = opened;
    this.resumed = saved;
    this.isContinued = session.welcome().getHighestCommittedSequence() > 0;
    this.startedAt = System.nanoTime() - saved.map(c -> c.timeMs() * 1_000_000).orElse(0L);
    this.checkpointAt = System.nanoTime();
    saved.ifPresent(this::goOn);
  }

  private ProducerSession open(MillraceClient client, Optional<RunCheckpoint> saved) {
    return client.openProducer(
        CorpusPrep.JOB,
        checkpoints.producer(),
        ProducerMode.PRODUCER_MODE_RESUME,
        saved.map(RunCheckpoint::documents).orElse(0L) + 1,
        new ProducerListener() {
          @Override
          public void onReceipt(Receipt receipt, int coveredCount) {
            latencies.acknowledged(receipt);
            committed.merge(receipt.getPartition(), receipt.getLastSequence(), Math::max);
          }
        });
  }

  private void goOn(RunCheckpoint from) {
    submitted = from.documents();
    rawBytes = from.rawBytes();
    ignored = from.ignored();
    problems.putAll(from.problems());
    firstProblems.addAll(from.firstProblems());
    problemCount = problems.values().stream().mapToLong(Long::longValue).sum();
    committed.putAll(from.committed());
  }

  /** How a client must be set up for a run: what may be without receipt bounds its memory. */
  static ClientSettings clientSettings() {
    return ClientSettings.defaults().withUnacked(UNACKED_RECORDS_MAX, UNACKED_BYTES_MAX);
  }

  /**
   * Reads everything, from where an earlier run was when it was killed, and returns when all of it
   * is durable.
   *
   * @param checkpoints name the producer, too: the same input must come under the same one, another
   *     input under another
   * @param recipe goes with every document
   * @throws io.millrace.model.MillraceException if the service cannot take it
   */
  static RunFigures run(
      MillraceClient client,
      DocumentReader reader,
      CheckpointFile checkpoints,
      Recipe recipe,
      Progress progress) {
    return run(client, reader, checkpoints, recipe, CHECKPOINT_EVERY, progress);
  }

  /** The same with checkpoints at other intervals. */
  static RunFigures run(
      MillraceClient client,
      DocumentReader reader,
      CheckpointFile checkpoints,
      Recipe recipe,
      Duration checkpointEvery,
      Progress progress) {
    var run = new CorpusRun(client, checkpoints, recipe, checkpointEvery, progress);
    try (ProducerSession session = run.session) {
      if (run.resumed.isPresent()) {
        reader.readBehind(run.resumed.get().position(), run);
      } else {
        reader.read(run);
      }
      run.awaitReceipts();
      progress.finish(run.submitted + run.problemCount, run.rawBytes);
      session.finish();
      checkpoints.delete();
      return run.figures();
    }
  }

  @Override
  public void onDocument(Document document) {
    ByteString value = ByteString.copyFromUtf8(Normalizer.normalize(document.text()));
    if (value.size() > DocumentReader.DOCUMENT_BYTES_MAX) {
      problem(document, Problem.Kind.TOO_LARGE, value.size() + " bytes once it is normalised");
      return;
    }
    submitted++;
    rawBytes += document.rawBytes();
    latencies.submitted(submitted);
    long sequence =
        session.submit(
            Fingerprint.of(value),
            value,
            DataRecord.NO_EVENT_TIME,
            DocumentFields.of(document, recipe.overrides()));
    if (sequence != submitted) {
      throw new IllegalStateException("sequence: " + sequence + " (expected: " + submitted + ")");
    }
    showProgress();
    if (System.nanoTime() - checkpointAt >= checkpointEvery.toNanos()) {
      checkpoint(document.position());
    }
  }

  /** Notes how far the run is once all that was submitted is durable. */
  private void checkpoint(Position position) {
    awaitReceipts();
    checkpoints.write(
        new RunCheckpoint(
            checkpoints.producer(),
            checkpoints.input(),
            session.welcome().getIncarnation(),
            submitted,
            rawBytes,
            ignored,
            problems,
            firstProblems,
            time().toMillis(),
            committed,
            position));
    checkpointAt = System.nanoTime();
  }

  private void problem(Document document, Problem.Kind kind, String reason) {
    onProblem(new Problem(document.source(), document.path(), kind, reason));
  }

  @Override
  public void onProblem(Problem problem) {
    problems.merge(problem.kind(), 1L, Long::sum);
    problemCount++;
    if (firstProblems.size() < PROBLEMS_TOLD_MAX) {
      firstProblems.add(problem);
    }
  }

  @Override
  public void onIgnored() {
    ignored++;
  }

  private void awaitReceipts() {
    while (!session.awaitAnswers(LOOK_EVERY)) {
      showProgress();
    }
  }

  private void showProgress() {
    long acknowledged = resumedDocuments() + session.counters().acknowledged();
    long bytes = submitted == 0 ? 0 : (long) ((double) rawBytes * acknowledged / submitted);
    progress.update(acknowledged + problemCount, submitted + problemCount, bytes);
  }

  private long resumedDocuments() {
    return resumed.map(RunCheckpoint::documents).orElse(0L);
  }

  private Duration time() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  private RunFigures figures() {
    // After a broken stream a record of this run may count as a duplicate of itself.
    long again = resumedDocuments() + session.counters().duplicates();
    long before = isContinued ? Math.min(submitted, again) : 0;
    return new RunFigures(
        checkpoints.producer(),
        submitted,
        rawBytes,
        before,
        problems,
        firstProblems,
        ignored,
        time(),
        latencies.percentileMs(50),
        latencies.percentileMs(99));
  }
}
