// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How names stand in a query's text. */
public final class Names {
  private static final Pattern PLAIN = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

  /** Words that are no names unless quoted. */
  private static final Set<String> RESERVED =
      Set.of(
          "SELECT",
          "FROM",
          "WHERE",
          "GROUP",
          "ORDER",
          "BY",
          "LIMIT",
          "AND",
          "OR",
          "NOT",
          "IN",
          "LIKE",
          "BETWEEN",
          "IS",
          "NULL",
          "AS",
          "EXISTS",
          "TRUE",
          "FALSE",
          "POSITION");

  private Names() {}

  /** The name in quotes if it would mean something else, or nothing, without. */
  public static String quoted(String name) {
    boolean plain =
        PLAIN.matcher(name).matches()
            && !RESERVED.contains(name.toUpperCase(Locale.ROOT))
            && Column.Own.of(name).isEmpty();
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
