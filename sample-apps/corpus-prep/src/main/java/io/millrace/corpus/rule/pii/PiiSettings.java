// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.pii;

import java.util.Set;

/**
 * What is taken out.
 *
 * @param kinds which kinds; none: texts stay as they are
 * @param publicOnly whether addresses of private, local and documentation networks stay
 * @param region country of phone numbers written without +, two capital letters; empty: such
 *     numbers stay
 */
public record PiiSettings(Set<PiiKind> kinds, boolean publicOnly, String region) {
  /** Copies the set. */
  public PiiSettings {
    kinds = Set.copyOf(kinds);
  }
}
