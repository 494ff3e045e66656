// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.store.cassandra.ServerFinding;
import io.millrace.store.cassandra.ServerFinding.Weight;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaCommandTest {
  private final StringWriter out = new StringWriter();

  private int report(ServerFinding... findings) {
    return SchemaCommand.Check.report(List.of(findings), new PrintWriter(out));
  }

  private static ServerFinding finding(Weight weight) {
    return new ServerFinding(
        weight, "10.0.0.1:9042", "paxos_variant", "v1", "what happens", "paxos_variant: v2");
  }

  @Test
  void givenNothingFound_whenReported_thenSaysSoAndExits0() {
    assertThat(report()).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("nothing weakens the promise");
  }

  @Test
  void givenWeakness_whenReported_thenEverythingAboutItAndExits1() {
    assertThat(report(finding(Weight.REMARK), finding(Weight.WEAKNESS))).isEqualTo(1);
    assertThat(out.toString())
        .contains("WEAK   paxos_variant = v1 (10.0.0.1:9042)")
        .contains("what happens")
        .contains("set: paxos_variant: v2");
  }

  @Test
  void givenRemarksOnly_whenReported_thenExits0() {
    assertThat(report(finding(Weight.REMARK))).isZero();
  }
}
