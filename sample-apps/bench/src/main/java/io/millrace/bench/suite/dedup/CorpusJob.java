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

/** Runs the job corpus-prep by its own command. */
public final class CorpusJob {
  private CorpusJob() {}

  /** A recipe for the near-duplicate pipeline alone: no rules, no language. */
  public static Path nearRecipe(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("near.conf"), "preset = none\nlanguage.model = off\n");
  }

  /**
   * Puts in a file of documents; returns when nothing is under way any more.
   *
   * @param recipe a file, or a name as {@code millrace corpus} takes it
   * @param progress where the run notes how far it is
   * @return the command's report
   */
  public static JsonNode run(CorpusNodes nodes, Path input, Path progress, String recipe)
      throws IOException {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        new CommandLine(new CorpusCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                "--gateway",
                nodes.gateways(),
                "--input",
                input.toString(),
                "--progress",
                progress.toString(),
                "--recipe",
                recipe,
                "--output",
                "json");
    if (exitCode != 0) {
      throw new IllegalStateException(
          "corpus ended with " + exitCode + " (expected: 0): " + out + err);
    }
    return new ObjectMapper().readTree(out.toString());
  }
}
