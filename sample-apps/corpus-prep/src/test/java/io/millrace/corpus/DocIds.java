// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.near.DocId;

/** Ids for tests. */
final class DocIds {
  private DocIds() {}

  static DocId parse(String hex) {
    return new DocId(
        Long.parseUnsignedLong(hex.substring(0, 16), 16),
        Long.parseUnsignedLong(hex.substring(16), 16));
  }
}
