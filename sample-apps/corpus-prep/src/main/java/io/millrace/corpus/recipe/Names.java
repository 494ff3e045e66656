// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.recipe;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Checks that a recipe names only what there is, and guesses what was meant. */
final class Names {
  /** Whose names the recipe's writer chooses. */
  private static final Set<String> FREE = Set.of("gopher-quality.stop-words");

  /** What a job's data was made with; without the signs between words. */
  private static final Set<String> FIXED =
      Set.of(
          "near.shinglewords",
          "near.shingles",
          "near.bands",
          "near.rows",
          "near.residents",
          "near.residentsmax",
          "near.reported");

  private Names() {}

  /**
   * Checks what was written against the default, which names all there is.
   *
   * @throws MillraceException CALLER naming the first that is unknown, and where it stands
   */
  static void check(ConfigObject written, ConfigObject known) {
    check(written, known, "", allNames(known, "", new TreeSet<>()));
  }

  /** Where a value was written: file and line. */
  static String place(ConfigOrigin origin) {
    String file = origin.filename() == null ? "recipe" : origin.filename();
    return origin.lineNumber() < 0 ? file : file + ":" + origin.lineNumber();
  }

  /** The known name that is most like the unknown one, if any is. */
  static Optional<String> nearest(String name, Set<String> known) {
    return known.stream()
        .filter(other -> distance(name, other) <= Math.max(2, name.length() / 3))
        .min(Comparator.comparingInt(other -> distance(name, other)));
  }

  private static void check(
      ConfigObject written, ConfigObject known, String path, Set<String> all) {
    for (Map.Entry<String, ConfigValue> entry : written.entrySet()) {
      String name = path + entry.getKey();
      ConfigValue standard = known.get(entry.getKey());
      if (standard == null) {
        throw unknown(name, entry.getValue(), all);
      }
      if (standard instanceof ConfigObject inner && !FREE.contains(name)) {
        if (!(entry.getValue() instanceof ConfigObject section)) {
          throw Section.wrong(name, entry.getValue(), "a section { … }");
        }
        check(section, inner, name + ".", all);
      }
    }
  }

  private static MillraceException unknown(String name, ConfigValue value, Set<String> all) {
    if (FIXED.contains(name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT))) {
      return MillraceException.of(Kind.CALLER, "fixed for the whole job, not for a recipe")
          .with("name", name)
          .with("value", value.unwrapped())
          .with("at", place(value.origin()))
          .with("expected", "near.threshold only; all that is kept was compared with the job's own")
          .with("do", "leave it out; other values need a job made with them that begins anew");
    }
    var failure =
        MillraceException.of(Kind.CALLER, "unknown name in the recipe")
            .with("name", name)
            .with("at", place(value.origin()));
    Optional<String> meant = nearest(name, all).or(() -> sameEnd(name, all));
    return meant.isPresent()
        ? failure.with("did you mean", meant.get())
        : failure.with("expected", "a name that stands in the default recipe");
  }

  /** The name in another section, if the last part is right. */
  private static Optional<String> sameEnd(String name, Set<String> all) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return all.stream().filter(other -> other.endsWith("." + last)).findFirst();
  }

  private static Set<String> allNames(ConfigObject known, String path, Set<String> into) {
    for (Map.Entry<String, ConfigValue> entry : known.entrySet()) {
      String name = path + entry.getKey();
      into.add(name);
      if (entry.getValue() instanceof ConfigObject inner) {
        allNames(inner, name + ".", into);
      }
    }
    return into;
  }

  /** Levenshtein's distance. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
