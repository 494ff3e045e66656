// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.query;

import com.datastax.oss.driver.api.core.CqlSession;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.BoundedWrites;
import java.time.Duration;

/** What the database still does with a keyspace behind the last write. */
final class Compactions {
  private static final Duration AWAIT_MAX = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(500);

  /** One that ends may make the next one begin. */
  private static final int QUIET_POLLS = 4;

  private Compactions() {}

  /** Waits until it compacts and indexes nothing there any more; for ten minutes at most. */
  static void await(BenchDatabase database, String keyspace) throws InterruptedException {
    try (CqlSession session = BoundedWrites.connect(database)) {
      long end = System.nanoTime() + AWAIT_MAX.toNanos();
      int quiet = 0;
      while (quiet < QUIET_POLLS && System.nanoTime() < end) {
        Thread.sleep(POLL.toMillis());
        boolean busy =
            session.execute("SELECT keyspace_name FROM system_views.sstable_tasks").all().stream()
                .anyMatch(row -> keyspace.equals(row.getString("keyspace_name")));
        quiet = busy ? 0 : quiet + 1;
      }
    }
  }
}
