// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.recipe.Recipe;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows recipes. */
@Command(
    name = "recipe",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the default recipe, with comments: a file to start from. With --check it reads a recipe"
          + " as a run would, and prints its hash and all its values.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace corpus recipe > my-recipe.conf",
      "  millrace corpus recipe --check my-recipe.conf"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class RecipeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--check", paramLabel = "FILE", description = "The recipe to read.")
  private Optional<Path> file = Optional.empty();

  /** Made by picocli. */
  RecipeCommand() {}

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    if (file.isPresent()) {
      Recipe recipe = Recipe.read(file.get());
      out.println("hash " + recipe.hash());
      out.print(recipe.canonical());
    } else {
      out.print(Recipe.defaultText());
    }
    out.flush();
    return 0;
  }
}
