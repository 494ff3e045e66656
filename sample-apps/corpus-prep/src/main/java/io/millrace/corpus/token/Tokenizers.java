// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds tokenizers by name. */
public final class Tokenizers {
  /** Those that are built in. */
  public static final List<String> NAMES = List.of("cl100k_base", "o200k_base");

  private Tokenizers() {}

  /**
   * Loads a tokenizer, some megabytes.
   *
   * @param name one of {@link #NAMES}, or the path of a {@code tokenizer.json}
   * @param end for a file: the token that ends a document, empty for a common one
   * @throws MillraceException NOT_FOUND no such tokenizer; CALLER the file cannot be used
   */
  public static Tokenizer load(String name, Optional<String> end) throws IOException {
    if (NAMES.contains(name)) {
      if (end.isPresent()) {
        throw MillraceException.of(Kind.CALLER, "option does not fit")
            .with("--end-of-document", end.get())
            .with("expected", "only with a tokenizer.json; " + name + " has its own");
      }
      return builtIn(name);
    }
    return TokenizerJson.load(Path.of(name), end);
  }

  /**
   * Loads a tokenizer that needs no file.
   *
   * @param name one of {@link #NAMES}
   */
  public static Tokenizer builtIn(String name) {
    return switch (name) {
      case "cl100k_base" -> BpeTokenizer.cl100k();
      case "o200k_base" -> BpeTokenizer.o200k();
      default ->
          throw MillraceException.of(Kind.NOT_FOUND, "no such tokenizer")
              .with("name", name)
              .with("expected", "one of " + NAMES);
    };
  }
}
