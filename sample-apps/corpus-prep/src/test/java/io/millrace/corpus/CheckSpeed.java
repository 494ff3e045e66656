// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.Checked.Verdict;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.recipe.RuleModels;
import io.millrace.model.Fields;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Measures how long a check takes: {@code CheckSpeed DOCUMENTS CHECKS}, by one caller over a real
 * socket, on a node in memory with so many documents, first at rest, then beside a run of as many
 * others. Of the checks every second is of a near duplicate.
 */
final class CheckSpeed {
  private static final Fields RECIPE = RecipeRules.fields("preset = none");
  private static final int WORDS = 150;
  private static final int VOCABULARY = 20_000;
  private static final int WARM_UP = 2_000;

  private CheckSpeed() {}

  /** Runs it and prints the figures. */
  public static void main(String[] arguments) throws IOException {
    int documents = Integer.parseInt(arguments[0]);
    int checks = Integer.parseInt(arguments[1]);
    Path folder = Files.createTempDirectory("check-speed");
    try (var node = new CorpusNode(folder);
        MillraceClient client = node.client()) {
      run(node, write(folder.resolve("a.jsonl"), 1, documents));
      var models = new RuleModels();
      var check =
          new DuplicateCheck(client.asker(), NearSettings.DEFAULT, () -> new RecipeRules(models));
      measure("warm-up", check, documents, WARM_UP, () -> true);
      measure("at rest", check, documents, checks, () -> true);
      Path more = write(folder.resolve("b.jsonl"), 2, documents);
      CompletableFuture<Void> running = CompletableFuture.runAsync(() -> run(node, more));
      measure("beside a run", check, documents, checks, () -> !running.isDone());
      running.join();
    }
  }

  private static void run(CorpusNode node, Path input) {
    long start = System.nanoTime();
    CorpusNode.Said said =
        node.corpus(
            "--input", input.toString(), "--recipe", "none", "--progress", input + ".progress");
    if (said.exitCode() != 0) {
      throw new IllegalStateException(said.out() + said.err());
    }
    System.out.printf(
        Locale.ROOT, "run of %s: %d s%n", input.getFileName(), (System.nanoTime() - start) >> 30);
  }

  private static Path write(Path file, int seed, int documents) throws IOException {
    var json = new ObjectMapper();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < documents; i++) {
        out.write(json.createObjectNode().put("id", "d" + i).put("text", text(seed, i)).toString());
        out.newLine();
      }
    }
    return file;
  }

  private static String text(int seed, int number) {
    var random = new Random((long) seed << 32 | number);
    var text = new StringBuilder();
    for (int i = 0; i < WORDS; i++) {
      text.append("w").append(Integer.toString(random.nextInt(VOCABULARY), 36)).append(' ');
    }
    return text.toString().strip();
  }

  private interface More {
    boolean isWanted();
  }

  private static void measure(
      String name, DuplicateCheck check, int documents, int checks, More more) {
    var random = new Random(documents);
    var nanos = new long[checks];
    int done = 0;
    int found = 0;
    while (done < checks && more.isWanted()) {
      boolean isNear = done % 2 == 0;
      String text =
          isNear
              ? text(1, random.nextInt(documents)) + " and a little more"
              : text(3, random.nextInt(1 << 30));
      long start = System.nanoTime();
      Checked checked = check.check(text, RECIPE).toCompletableFuture().join();
      nanos[done++] = System.nanoTime() - start;
      if (checked.verdict() == Verdict.NEAR_DUPLICATE == isNear) {
        found++;
      }
    }
    Arrays.sort(nanos, 0, done);
    System.out.printf(
        Locale.ROOT,
        "%s: %d checks, %d right, p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
        name,
        done,
        found,
        nanos[done / 2] / 1e6,
        nanos[done * 99 / 100] / 1e6,
        nanos[done - 1] / 1e6);
  }
}
