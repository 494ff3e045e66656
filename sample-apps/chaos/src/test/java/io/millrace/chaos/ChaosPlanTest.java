// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosPlanTest {
  private static ChaosSettings settings(String... settings) {
    var properties = new Properties();
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    return ChaosSettings.from(properties);
  }

  private static List<String> plan(String... settings) {
    return ChaosPlan.of(settings(settings)).stream().map(Fault::name).toList();
  }

  private static long count(List<String> names, String beginning) {
    return names.stream().filter(name -> name.startsWith(beginning)).count();
  }

  @Test
  void givenDefaults_whenPlanned_thenAsOftenAsPromised() {
    List<String> names = plan();

    long nodeKills =
        count(names, "kill -9 of the owner")
            + count(names, "kill -9 of any node")
            + NodesConfig.NODES * count(names, "kill -9 of all nodes");
    long databaseKills =
        count(names, "kill -9 of a Cassandra node")
            + CassandraRing.NODES * count(names, "kill -9 of all Cassandra nodes");
    assertThat(nodeKills).isGreaterThanOrEqualTo(50);
    assertThat(count(names, "zombie")).isGreaterThanOrEqualTo(20);
    assertThat(count(names, "split")).isGreaterThanOrEqualTo(20);
    assertThat(databaseKills).isGreaterThanOrEqualTo(10);
  }

  @Test
  void givenSeed_whenPlannedTwice_thenTheSameOrder() {
    assertThat(plan("chaos.seed", "7")).isEqualTo(plan("chaos.seed", "7"));
    assertThat(plan("chaos.seed", "7")).isNotEqualTo(plan("chaos.seed", "8"));
  }

  @Test
  void givenFaultsThatRanBefore_whenPlanned_thenTheRestInTheSameOrder() {
    List<String> all = plan();

    assertThat(plan("chaos.skip", "80")).isEqualTo(all.subList(80, all.size()));
    assertThat(plan("chaos.skip", "9999")).isEmpty();
  }

  @Test
  void givenGroups_whenPlanned_thenNoOthers() {
    assertThat(plan("chaos.groups", "splits")).allMatch(name -> name.startsWith("split"));
  }

  @Test
  void givenNoScale_whenRead_thenRefused() {
    assertThatThrownBy(() -> plan("chaos.scale", "0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chaos.scale: 0.0 (expected: above 0 to 10.0)");
  }

  @Test
  void givenSettings_whenToBeRepeated_thenTheCommandNamesAllThatAreNotTheDefault() {
    assertThat(settings().command()).isEqualTo("mvn -Pchaos verify -Dchaos.seed=1");
    assertThat(
            settings("chaos.skip", "82", "chaos.minutes", "41", "chaos.groups", "splits, nodes")
                .command())
        .isEqualTo(
            "mvn -Pchaos verify -Dchaos.seed=1 -Dchaos.skip=82 -Dchaos.minutes=41"
                + " -Dchaos.groups=nodes,splits");
  }

  @Test
  void givenMoreToSkipThanThereIs_whenRun_thenRefused(@TempDir Path folder) {
    var run =
        new ChaosRun(settings("chaos.skip", "9999", "chaos.groups", "answers"), folder, folder);

    assertThatThrownBy(() -> run.run(folder.resolve("report.md")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("chaos.skip: 9999 (expected: fewer than the plan has faults)");
  }

  @Test
  void givenUnknownGroupOrNoNumber_whenRead_thenKeyValueAndExpectedAreNamed() {
    assertThatThrownBy(() -> settings("chaos.groups", "nodes,clock"))
        .hasMessageStartingWith("chaos.groups: clock (expected: some of [nodes, splits,");
    assertThatThrownBy(() -> settings("chaos.minutes", "an hour"))
        .hasMessage("chaos.minutes: an hour (expected: a number)");
  }
}
