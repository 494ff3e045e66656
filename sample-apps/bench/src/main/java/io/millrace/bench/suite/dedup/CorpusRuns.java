// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.corpus.CorpusCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** Runs the job corpus-prep by its own command. Not thread-safe. */
public final class CorpusRuns {
  /** The near-duplicate pipeline alone: like the recipe none, and without asking for languages. */
  public static final String NEAR = "near";

  private final String recipe;
  private final Path folder;

  /**
   * @param recipe as of {@code millrace corpus}, or {@link #NEAR}
   * @param folder gets progress files
   */
  public CorpusRuns(String recipe, Path folder) {
    this.recipe = recipe;
    this.folder = folder;
  }

  /** What the rules of {@link #NEAR} differ in from the default ones. */
  public static String nearRecipe() {
    return "preset = none\nlanguage.model = off\n";
  }

  /**
   * Ends when nothing is under way any more.
   *
   * @return the run's report
   * @throws IllegalStateException if the command ends with an error
   */
  public JsonNode run(String gateways, Path input) throws IOException {
    String recipeOrFile = recipe;
    if (recipe.equals(NEAR)) {
      recipeOrFile = Files.writeString(folder.resolve("near.conf"), nearRecipe()).toString();
    }
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        new CommandLine(new CorpusCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                "--gateway",
                gateways,
                "--input",
                input.toString(),
                "--progress",
                folder.resolve("progress.json").toString(),
                "--recipe",
                recipeOrFile,
                "--output",
                "json");
    if (exitCode != 0) {
      throw new IllegalStateException(
          "corpus ended with " + exitCode + " (expected: 0): " + out + err);
    }
    return new ObjectMapper().readTree(out.toString());
  }
}
