// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Cassandra does at once what it would put off. */
@Timeout(120)
class BackgroundWorkIT {
  @Test
  void givenRowsInMemory_whenFinished_thenTheyAreOnDiskInOneRun(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path data = folder.resolve("cassandra");
    try (BenchDatabase database = BenchDatabase.start(data, folder.resolve("cache"));
        BackgroundWork work = BackgroundWork.of(database);
        CqlSession session = BoundedWrites.connect(database)) {
      session.execute(
          "CREATE KEYSPACE things WITH replication ="
              + " {'class': 'SimpleStrategy', 'replication_factor': 1}");
      session.execute("CREATE TABLE things.rows (k int PRIMARY KEY)");
      session.execute("INSERT INTO things.rows (k) VALUES (1)");
      assertThatThrownBy(() -> TableFiles.dataFiles(data, "things", "rows"))
          .hasMessageContaining("nothing on disk of things.rows");
      assertThat(work.bytesOnDisk("things")).isZero();

      work.finish();

      assertThat(TableFiles.dataFiles(data, "things", "rows")).isOne();
      assertThat(work.bytesOnDisk("things")).isPositive();
    }
  }
}
