// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import java.io.Console;
import java.util.Optional;
import java.util.function.Function;

/** Asks whoever sits at the terminal whether something that cannot be undone is meant. */
final class Confirmation {
  /** What came of asking. */
  enum Answer {
    /** It is meant. */
    YES,
    /** It is not. */
    NO,
    /** There is nobody to ask. */
    NO_TERMINAL
  }

  private final Function<String, Optional<String>> ask;

  /**
   * @param ask shows a question and gives the line that was typed; empty if there is no terminal
   */
  Confirmation(Function<String, Optional<String>> ask) {
    this.ask = ask;
  }

  /** Asks at this process's terminal. Where none is given away as one, nothing is confirmed. */
  @SuppressWarnings("SystemConsoleNull")
  static Confirmation atTerminal() {
    return new Confirmation(
        question -> {
          Console console = System.console();
          if (console == null) {
            return Optional.empty();
          }
          String line = console.readLine("%s", question);
          return Optional.of(line == null ? "" : line);
        });
  }

  /** Asks for a name to be typed, which is harder to do by mistake than a letter. */
  Answer typed(String question, String name) {
    return ask.apply(question)
        .map(line -> line.strip().equals(name) ? Answer.YES : Answer.NO)
        .orElse(Answer.NO_TERMINAL);
  }
}
