// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the reader is told of a contender.
 *
 * @param name as {@link Contender#name}
 * @param promises as {@link Contender#promises}
 * @param settings as {@link Contender#settings}
 */
public record Side(String name, String promises, Map<String, String> settings) {
  public Side {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  static Side of(Contender contender) {
    return new Side(contender.name(), contender.promises(), contender.settings());
  }
}
