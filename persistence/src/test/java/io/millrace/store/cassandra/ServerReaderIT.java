// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.store.cassandra.ServerFinding.Weight;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.SharedCassandra;
import org.junit.jupiter.api.Test;

class ServerReaderIT {
  private static CassandraSettings settings() {
    var server = SharedCassandra.get().contactPoint();
    return CassandraSettings.of(server, EmbeddedCassandra.DATACENTER, "server_reader_it");
  }

  @Test
  void givenEmbeddedServer_whenChecked_thenItsWeaknessesAreFoundAndNothingIsCreated() {
    var findings = CassandraStores.check(settings());

    assertThat(findings)
        .extracting(f -> f.setting() + "=" + f.value() + " " + f.weight())
        .containsExactly("paxos_state_purging=legacy WEAKNESS");
    assertThat(findings)
        .allSatisfy(
            f ->
                assertThat(f.where())
                    .contains(Integer.toString(SharedCassandra.get().contactPoint().getPort())));
  }

  @Test
  void givenEmbeddedServer_whenConnectedKnowingIt_thenRemarksOnly() {
    try (var stores = CassandraStores.connect(settings(), EmbeddedCassandra.KNOWN_WEAKNESSES)) {
      assertThat(stores.findings())
          .singleElement()
          .satisfies(f -> assertThat(f.weight()).isEqualTo(Weight.REMARK));
    }
  }
}
