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
import io.millrace.corpus.read.Problem;
import io.millrace.model.DataRecord;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads the input once and submits its documents. One use, by one thread. */
final class CorpusRun implements DocumentVisitor {
  /** Problems that are told one by one; all are counted. */
  static final int PROBLEMS_TOLD_MAX = 20;

  private static final int UNACKED_RECORDS_MAX = 1 << 14;
  private static final long UNACKED_BYTES_MAX = 4L << 20;
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final String producer;
  private final Progress progress;
  private final Latencies latencies = new Latencies(UNACKED_RECORDS_MAX, System::nanoTime);
  private final ProducerSession session;
  private final long startedAt = System.nanoTime();
  private final boolean isContinued;

  private final Map<Problem.Kind, Long> problems = new EnumMap<>(Problem.Kind.class);
  private final List<Problem> firstProblems = new ArrayList<>();
  private long submitted;
  private long rawBytes;
  private long problemCount;
  private long ignored;

  private CorpusRun(MillraceClient client, String producer, Progress progress) {
    this.producer = producer;
    this.progress = progress;
    this.session =
        client.openProducer(
            CorpusPrep.JOB,
            producer,
            ProducerMode.PRODUCER_MODE_RESUME,
            new ProducerListener() {
              @Override
              public void onReceipt(Receipt receipt, int coveredCount) {
                latencies.acknowledged(receipt);
              }
            });
    this.isContinued = session.welcome().getHighestCommittedSequence() > 0;
  }

  /** How a client must be set up for a run: what may be without receipt bounds its memory. */
  static ClientSettings clientSettings() {
    return ClientSettings.defaults().withUnacked(UNACKED_RECORDS_MAX, UNACKED_BYTES_MAX);
  }

  /**
   * Reads everything and returns when all of it is durable.
   *
   * @param producer the same input must come under the same one, another input under another
   * @throws io.millrace.model.MillraceException if the service cannot take it
   */
  static RunFigures run(
      MillraceClient client, DocumentReader reader, String producer, Progress progress) {
    var run = new CorpusRun(client, producer, progress);
    try (ProducerSession session = run.session) {
      reader.read(run);
      run.awaitReceipts();
      session.finish();
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
            DocumentFields.of(document));
    if (sequence != submitted) {
      throw new IllegalStateException("sequence: " + sequence + " (expected: " + submitted + ")");
    }
    showProgress();
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
    progress.finish(submitted + problemCount, rawBytes);
  }

  private void showProgress() {
    long acknowledged = session.counters().acknowledged();
    long bytes = submitted == 0 ? 0 : (long) ((double) rawBytes * acknowledged / submitted);
    progress.update(acknowledged + problemCount, submitted + problemCount, bytes);
  }

  private RunFigures figures() {
    // After a broken stream a record of this run may count as a duplicate of itself.
    long before = isContinued ? Math.min(submitted, session.counters().duplicates()) : 0;
    return new RunFigures(
        producer,
        submitted,
        rawBytes,
        before,
        problems,
        firstProblems,
        ignored,
        Duration.ofNanos(System.nanoTime() - startedAt),
        latencies.percentileMs(50),
        latencies.percentileMs(99));
  }
}
