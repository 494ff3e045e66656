// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.datastax.oss.driver.api.core.CqlSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A server that is killed right behind an acknowledgement. With {@code commitlog_sync: periodic}
 * this loses the last 100 ms and more.
 */
class KilledCassandraIT {
  private static final int WRITES = 500;

  @Test
  void givenDefaults_whenKilledBehindAnAcknowledgement_thenEveryAcknowledgedWriteIsThere() {
    var settings = SharedCassandra.settings("killed");
    try (var server = EmbeddedCassandra.start(settings)) {
      try (var session = connect(server)) {
        session.execute(
            "CREATE KEYSPACE k WITH replication={'class':'NetworkTopologyStrategy','datacenter1':1}");
        session.execute("CREATE TABLE k.t (a int PRIMARY KEY)");
        var insert = session.prepare("INSERT INTO k.t (a) VALUES (?)");
        var decide = session.prepare("INSERT INTO k.t (a) VALUES (?) IF NOT EXISTS");
        for (int i = 0; i < WRITES; i++) {
          session.execute(insert.bind(i));
        }
        session.execute(decide.bind(WRITES));
        var process = ProcessHandle.of(server.pid()).orElseThrow();
        process.destroyForcibly();
        await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
      }
    }

    try (var server = EmbeddedCassandra.start(settings);
        var session = connect(server)) {
      List<Integer> lost = new ArrayList<>();
      for (int i = 0; i <= WRITES; i++) {
        if (session.execute("SELECT a FROM k.t WHERE a = ?", i).one() == null) {
          lost.add(i);
        }
      }
      assertThat(lost).as("acknowledged and lost, the last one by compare-and-set").isEmpty();
    }
  }

  private static CqlSession connect(EmbeddedCassandra server) {
    return CqlSession.builder()
        .addContactPoint(server.contactPoint())
        .withLocalDatacenter(EmbeddedCassandra.DATACENTER)
        .build();
  }
}
