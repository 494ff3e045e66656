// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.millrace.store.cassandra.ServerFinding.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerChecksTest {
  private static final Map<String, String> GOOD =
      Map.of("paxos_variant", "v2", "paxos_state_purging", "repaired", "commitlog_sync", "group");

  private static CassandraSettings settings(String consistency, String serial) {
    return CassandraSettings.from(
        ConfigFactory.parseString(
                "millrace.cassandra { local-datacenter = dc1, consistency = "
                    + consistency
                    + ", serial-consistency = "
                    + serial
                    + " }")
            .withFallback(ConfigFactory.defaultReference()));
  }

  private static List<ServerFinding> usage(
      String consistency, String serial, int nodes, Map<String, Integer> replication) {
    return ServerChecks.usage(settings(consistency, serial), nodes, replication);
  }

  @Test
  void givenGoodSettings_whenJudged_thenNothingFound() {
    assertThat(ServerChecks.node("n1", GOOD)).isEmpty();
    assertThat(usage("LOCAL_QUORUM", "LOCAL_SERIAL", 3, Map.of("dc1", 3))).isEmpty();
    assertThat(usage("LOCAL_QUORUM", "LOCAL_SERIAL", 1, Map.of("dc1", 1))).isEmpty();
  }

  @Test
  void givenServersDefaults_whenJudged_thenEachWeaknessWithNodeValueAndRemedy() {
    var found =
        ServerChecks.node(
            "n1",
            Map.of(
                "paxos_variant",
                "v1",
                "paxos_state_purging",
                "legacy",
                "commitlog_sync",
                "periodic"));

    assertThat(found)
        .allSatisfy(
            finding -> {
              assertThat(finding.weight()).isEqualTo(Weight.WEAKNESS);
              assertThat(finding.where()).isEqualTo("n1");
              assertThat(finding.remedy()).contains(finding.setting());
              assertThat(finding.consequence()).isNotEmpty();
            })
        .extracting(finding -> finding.setting() + "=" + finding.value())
        .containsExactly(
            "paxos_variant=v1", "paxos_state_purging=legacy", "commitlog_sync=periodic");
  }

  @Test
  void givenOtherSpellingsAndSafeValues_whenJudged_thenTakenAsTheyAreMeant() {
    assertThat(
            ServerChecks.node(
                "n1",
                Map.of(
                    "paxos_variant",
                    "V2",
                    "paxos_state_purging",
                    "gc_grace",
                    "commitlog_sync",
                    "batch")))
        .isEmpty();
  }

  @Test
  void givenSilentNode_whenJudged_thenRemarksOnly() {
    assertThat(ServerChecks.node("n1", Map.of()))
        .hasSize(3)
        .allSatisfy(finding -> assertThat(finding.weight()).isEqualTo(Weight.REMARK));
  }

  @Test
  void givenOneReplicaOfSeveralNodes_whenJudged_thenFound() {
    assertThat(usage("LOCAL_QUORUM", "LOCAL_SERIAL", 3, Map.of("dc1", 1)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.where()).isEqualTo("millrace");
              assertThat(finding.setting()).isEqualTo("replication");
              assertThat(finding.weight()).isEqualTo(Weight.WEAKNESS);
            });
  }

  @Test
  void givenLevelsOfOneReplica_whenJudged_thenFound() {
    for (String level : List.of("ONE", "LOCAL_ONE")) {
      assertThat(usage(level, "LOCAL_SERIAL", 3, Map.of("dc1", 3)))
          .singleElement()
          .satisfies(finding -> assertThat(finding.value()).isEqualTo(level));
    }
  }

  @Test
  void givenSeveralDatacenters_whenFencedInOne_thenWeakAndElseARemark() {
    var replication = Map.of("dc1", 3, "dc2", 3);

    assertThat(usage("LOCAL_QUORUM", "LOCAL_SERIAL", 6, replication))
        .extracting(ServerFinding::weight)
        .containsExactly(Weight.WEAKNESS);
    assertThat(usage("LOCAL_QUORUM", "SERIAL", 6, replication))
        .extracting(ServerFinding::weight)
        .containsExactly(Weight.REMARK);
  }

  @Test
  void givenTheSameOnSeveralNodes_whenMerged_thenOneFindingAndKnownOnesAreRemarks() {
    var weak =
        Map.of(
            "paxos_variant", "v1", "paxos_state_purging", "repaired", "commitlog_sync", "periodic");
    var all = new ArrayList<>(ServerChecks.node("n1", weak));
    all.addAll(ServerChecks.node("n2", GOOD));
    all.addAll(ServerChecks.node("n3", weak));

    var merged = ServerChecks.merge(all, Set.of("commitlog_sync"));

    assertThat(merged)
        .extracting(f -> f.setting() + " " + f.weight() + " " + f.where())
        .containsExactly("paxos_variant WEAKNESS n1, n3", "commitlog_sync REMARK n1, n3");
  }
}
