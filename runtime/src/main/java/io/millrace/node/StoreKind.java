// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.node;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What keeps a node's bytes. */
public enum StoreKind {
  /** A Cassandra cluster that others run. */
  CASSANDRA,
  /** A real Cassandra of one node, started and stopped with the node. */
  EMBEDDED,
  /** Nothing: all is lost at the end. */
  MEMORY;

  static StoreKind parse(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "millrace.node.store: "
                        + text
                        + " (expected: "
                        + Arrays.stream(values())
                            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))
                        + ")"));
  }
}
