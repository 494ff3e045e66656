// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.MillraceClient;
import io.millrace.corpus.read.DocumentReader;
import io.millrace.corpus.read.InputListing;
import io.millrace.corpus.recipe.Recipe;
import io.millrace.corpus.report.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * All that a run consists of: documents go in, the job comes to rest, results are counted. One use,
 * by one thread.
 */
final class CorpusWork {
  private static final int RECIPE_DIGITS = 8;

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
   * Runs all of it.
   *
   * @param slowest how many documents to list that take longest, 0 up
   * @throws io.millrace.model.MillraceException if the service cannot take it, or does not come to
   *     rest
   */
  Outcome run(Progress progress, int slowest) {
    try (Feedback feedback = Feedback.start(client, checkpoints.producer())) {
      RunFigures run = CorpusRun.run(client, reader, checkpoints, recipe, progress);
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
