// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.google.common.hash.Hashing;
import io.millrace.select.Query;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Tells queries apart. */
final class QueryHash {
  private QueryHash() {}

  /** The first 8 bytes of the SHA-256 of the job's incarnation and the query's own text. */
  static long of(Query query, UUID job) {
    return Hashing.sha256().hashString(job + "\n" + query.sql(), StandardCharsets.UTF_8).asLong();
  }
}
