// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.MillraceClient;
import io.millrace.corpus.read.DocumentReader;
import io.millrace.corpus.read.InputListing;
import io.millrace.corpus.recipe.Recipe;
import io.millrace.corpus.report.Page;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * All that a run consists of: documents go in, the job comes to rest, results are counted. One use,
 * by one thread.
 */
final class CorpusWork {
  private static final int RECIPE_DIGITS = 8;

  /** So often a run that was fenced by another one of the same input takes over. */
  private static final int TAKE_OVERS_MAX = 10;

  private final MillraceClient client;
  private final DocumentReader reader;
  private final CheckpointFile checkpoints;
  private final Recipe recipe;

  /**
   * What came of a run.
   *
   * @param report the figures
   * @param page the same and more, drawn
   */
  record Outcome(Report report, Page page) {}

  /**
   * Of one input.
   *
   * @param client with {@link CorpusRun#clientSettings}
   * @param checkpoints name the producer, too
   */
  CorpusWork(
      MillraceClient client, DocumentReader reader, CheckpointFile checkpoints, Recipe recipe) {
    this.client = client;
    this.reader = reader;
    this.checkpoints = checkpoints;
    this.recipe = recipe;
  }

  /**
   * A recipe by its name or file.
   *
   * @param name {@code web}, the default, {@code technical}, {@code none}, or a file's path
   */
  static Recipe recipe(String name) {
    return switch (name) {
      case "web" -> Recipe.parse("");
      case "technical", "none" -> Recipe.parse("preset = " + name);
      default -> Recipe.read(Path.of(name));
    };
  }

  /**
   * The name of an input as a source of records. The same input under another recipe is another
   * source: its documents are judged again.
   */
  static String producer(InputListing listing, Recipe recipe) {
    return recipe.overrides().isEmpty()
        ? listing.producer()
        : listing.producer() + "/" + recipe.hash().substring(0, RECIPE_DIGITS);
  }

  /**
   * Submits the documents. Of two runs of one input at a time the newer one works; the older one
   * waits until the job stands still, and then finds all committed, or goes on.
   */
  private RunFigures submit(Progress progress) {
    for (int fenced = 0; ; fenced++) {
      try {
        return CorpusRun.run(client, reader, checkpoints, recipe, progress);
      } catch (MillraceException e) {
        if (e.kind() != Kind.FENCED) {
          throw e;
        }
        if (fenced == TAKE_OVERS_MAX) {
          throw MillraceException.of(Kind.FENCED, "another run of this input takes over again", e)
              .with("producer", checkpoints.producer())
              .with("times", fenced)
              .with("do", "let one of them end; another input needs another --producer");
        }
      }
      Standstill.await(client);
    }
  }

  /**
   * Runs all of it.
   *
   * @param slowest how many documents to list that take longest, 0 up
   * @throws io.millrace.model.MillraceException if the service cannot take it, or does not come to
   *     rest
   */
  Outcome run(Progress progress, int slowest) {
    try (Feedback feedback = Feedback.start(client, checkpoints.producer())) {
      RunFigures run = submit(progress);
      long finished = System.nanoTime();
      feedback.settle();
      var settled = Duration.ofNanos(System.nanoTime() - finished);
      CorpusDigest digest = Patience.ask(() -> CorpusDigest.read(client));
      JobFigures job = Patience.ask(() -> JobFigures.of(client, digest));
      SlowestDocuments slow = Patience.ask(() -> SlowestDocuments.measure(client, slowest));
      Page page =
          new CorpusPage(digest, job.storedBytes()).page(Instant.now(), progress.speed(), slow);
      return new Outcome(new Report(run, job, settled, slow), page);
    }
  }
}
