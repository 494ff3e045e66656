// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.cli.GatewayOption;
import io.millrace.cli.OutputOption;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.Checked.Verdict;
import io.millrace.corpus.read.Document;
import io.millrace.corpus.read.DocumentReader;
import io.millrace.corpus.read.DocumentVisitor;
import io.millrace.corpus.read.Problem;
import io.millrace.corpus.recipe.Recipe;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether the job knows a text. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says whether the job knows texts, or ones that are nearly the same: verdict, cluster, the"
          + " nearest document with exact and estimated Jaccard similarity, and the one that stays."
          + " Changes nothing, and works while a run goes on.",
      "",
      "Verdicts: new, near_duplicate, duplicate (the same text), taken_down (the same text, which"
          + " would be refused).",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace corpus check page.html",
      "  millrace corpus check new.jsonl.zst --output json",
      "  curl -s https://example.org/page.txt | millrace corpus check -"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all texts are new",
      "1:not done, or something could not be read",
      "2:wrong usage",
      "3:the job knows at least one"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CheckCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";
  private static final int STANDARD_INPUT_BYTES_MAX = 8 << 20;
  private static final int KNOWN = 3;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "What to check: all that a run can read; - for a text on standard input, in UTF-8.")
  private List<String> files;

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE",
      defaultValue = "web",
      description =
          "What the texts' lines are cleaned by before they are compared; the run's own (default:"
              + " ${DEFAULT-VALUE}).")
  private String recipeName;

  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;

  /** Made by picocli. */
  CheckCommand() {}

  @Override
  public Integer call() throws IOException {
    for (String file : files) {
      if (!file.equals(STANDARD_INPUT) && !Files.exists(Path.of(file))) {
        throw new ParameterException(
            spec.commandLine(), file + " does not exist (expected: a file, a folder, or -)");
      }
    }
    Recipe recipe = CorpusWork.recipe(recipeName);
    try (MillraceClient client = gateway.connect()) {
      var run = new Run(DuplicateCheck.of(client.asker()), RecipeRules.fields(recipe.overrides()));
      for (String file : files) {
        if (file.equals(STANDARD_INPUT)) {
          run.text(STANDARD_INPUT, standardInput());
        } else {
          DocumentReader.of(List.of(Path.of(file))).read(run);
        }
      }
      spec.commandLine().getOut().flush();
      return run.isIncomplete ? 1 : run.isKnown ? KNOWN : 0;
    }
  }

  private static String standardInput() throws IOException {
    byte[] bytes = System.in.readNBytes(STANDARD_INPUT_BYTES_MAX + 1);
    if (bytes.length > STANDARD_INPUT_BYTES_MAX) {
      throw MillraceException.of(Kind.CALLER, "text on standard input is too large")
          .with("value", "over " + STANDARD_INPUT_BYTES_MAX + " bytes")
          .with("expected", "one document; give many as a file");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Checks what a reader finds. */
  private final class Run implements DocumentVisitor {
    private final DuplicateCheck check;
    private final Fields recipe;
    private boolean isKnown;
    private boolean isIncomplete;

    Run(DuplicateCheck check, Fields recipe) {
      this.check = check;
      this.recipe = recipe;
    }

    void text(String name, String text) {
      CompletionStage<Checked> asked;
      try {
        asked = check.check(text, recipe);
      } catch (MillraceException e) {
        isIncomplete = true;
        tell(name + ": " + e.getMessage());
        return;
      }
      Checked checked = await(asked);
      isKnown |= checked.verdict() != Verdict.NEW;
      PrintWriter out = spec.commandLine().getOut();
      if (output.isJson()) {
        out.println(CheckedText.json(name, checked));
      } else {
        CheckedText.lines(name, checked).forEach(out::println);
      }
    }

    @Override
    public void onDocument(Document document) {
      text(document.source() + " " + document.path(), document.text());
    }

    @Override
    public void onProblem(Problem problem) {
      isIncomplete = true;
      tell(problem.source() + " " + problem.path() + ": " + problem.reason());
    }

    @Override
    public void onIgnored() {
      isIncomplete = true;
      tell("a file was left out: its name does not say text");
    }

    private void tell(String what) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("millrace check: " + what);
      err.flush();
    }
  }

  private static Checked await(CompletionStage<Checked> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }
}
