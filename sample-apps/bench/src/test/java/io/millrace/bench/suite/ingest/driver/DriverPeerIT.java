// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest.driver;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.Row;
import io.millrace.bench.peer.BenchRecords;
import io.millrace.bench.suite.BenchDatabase;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the driver's peers acknowledged lies in the table: each record once, as it is. */
class DriverPeerIT {
  private static final Map<String, String> LOAD =
      Map.of("records", "700", "value-bytes", "100", "keys", "30", "producers", "3");

  @TempDir private static Path folder;
  private static BenchDatabase database;

  @BeforeAll
  static void start() throws Exception {
    database = BenchDatabase.start(folder.resolve("cassandra"), folder.resolve("cache"));
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {DriverMain.ROWS, DriverMain.BATCHES})
  void givenTwoRounds_whenAcknowledged_thenEachRecordIsARowOfItsOwn(String writes)
      throws Exception {
    Map<String, String> told =
        Map.of(
            DriverMain.CONTACT_POINT,
            database.contactPoint(),
            DriverMain.DATACENTER,
            database.datacenter(),
            DriverMain.KEYSPACE,
            "driver_" + writes,
            DriverMain.WRITES,
            writes);

    try (DriverPeer peer = DriverPeer.start(told)) {
      assertThat(peer.round(LOAD)).containsEntry("records", 700.0).doesNotContainKey("p99-ms");
      var slowly = new TreeMap<>(LOAD);
      slowly.put("rate", "2000");
      assertThat(peer.round(slowly)).containsKeys("p50-ms", "p99-ms", "p99.9-ms", "max-ms");
    }

    var records = new BenchRecords(30, 100);
    var rows = new TreeMap<Long, Row>();
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(database.address())
            .withLocalDatacenter(database.datacenter())
            .build()) {
      String all = "SELECT key, sequence, value FROM driver_" + writes + ".records";
      session.execute(all).forEach(row -> rows.put(row.getLong("sequence"), row));
    }
    assertThat(rows).hasSize(1_400);
    rows.forEach(
        (index, row) -> {
          assertThat(row.getByteBuffer("key")).isEqualTo(ByteBuffer.wrap(records.key(index)));
          assertThat(row.getByteBuffer("value")).isEqualTo(ByteBuffer.wrap(records.value(index)));
        });
  }
}
