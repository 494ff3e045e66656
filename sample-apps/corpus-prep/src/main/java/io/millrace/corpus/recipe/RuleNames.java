// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import io.millrace.corpus.rule.Rule;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All rules that a recipe can have, by the names that the ledger calls them. */
public final class RuleNames {
  /** Every rule on that is off by default. */
  private static final String ALL_ON =
      "length.characters-max = 1000000, language.keep = [en], language.confidence-min = 0.5,"
          + " c4.bad-words = [any], decontamination.sets = [{ name = any, path = any }]";

  private RuleNames() {}

  /** In alphabetical order. */
  public static Set<String> all() {
    var names = new TreeSet<String>();
    Recipe.parse(ALL_ON).rules().stream().map(Rule::name).forEach(names::add);
    return names;
  }

  /**
   * Checks that there is such a rule.
   *
   * @throws MillraceException CALLER naming the one that was probably meant, or all
   */
  public static void check(String name) {
    Set<String> known = all();
    if (known.contains(name)) {
      return;
    }
    var failure = MillraceException.of(Kind.CALLER, "no such rule").with("rule", name);
    Optional<String> meant =
        Names.nearest(name, known)
            .or(() -> known.stream().filter(rule -> rule.endsWith("." + name)).findFirst());
    throw meant.isPresent()
        ? failure.with("did you mean", meant.get())
        : failure.with("expected", "one of " + String.join(", ", known));
  }
}
