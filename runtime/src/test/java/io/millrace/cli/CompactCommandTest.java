// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.compact.Outcome;
import io.millrace.compact.Outcome.What;
import io.millrace.model.PartitionId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactCommandTest {
  private static final Outcome MERGED = new Outcome(What.COMPACTED, 5_000, 4, 900_000, 90_000, "");
  private static final Outcome LEFT = new Outcome(What.NOT_IDLE, 0, 0, 0, 0, "its newest is young");
  private static final Outcome BROKEN = new Outcome(What.FAILED, 0, 0, 0, 0, "pack is damaged");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static PartitionId partition(int number) {
    return new PartitionId(new UUID(1, 2), number);
  }

  private void report(boolean json, Outcome... outcomes) {
    var report = new CompactReport(json, new PrintWriter(out), new PrintWriter(err));
    report.reached(partition(0), 999, 5_000);
    report.reached(partition(0), 1_000, 5_000);
    report.reached(partition(0), 1_001, 5_000);
    report.reached(partition(0), 5_000, 5_000);
    report.waiting(Duration.ofSeconds(60));
    for (int i = 0; i < outcomes.length; i++) {
      report.done(partition(i), outcomes[i]);
    }
    report.end("j", List.of(outcomes));
  }

  @Test
  void givenCompact_whenUsedWrongly_thenExitTwoAndWhy() throws IOException {
    String memory =
        Files.writeString(folder.resolve("m.conf"), "millrace.node.store = memory").toString();

    Printed nothing = Printed.run("compact", "--config", memory, "--job", "latest");
    Printed soon = Printed.run("compact", "--config", memory, "--job", "latest", "--idle", "soon");
    String stored =
        Files.writeString(folder.resolve("c.conf"), "millrace.node.store = cassandra").toString();
    Printed past = Printed.run("compact", "--config", stored, "--job", "latest", "--idle", "-1s");

    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.err()).contains("nothing is stored", "cassandra, embedded");
    assertThat(soon.exit()).isEqualTo(2);
    assertThat(soon.err()).contains("--idle", "'soon' is no duration", "30s, 10m or 2h");
    assertThat(past.exit()).isEqualTo(2);
    assertThat(past.err()).contains("millrace.compact.idle: -1000 ms");
  }

  @Test
  void givenOutcomes_whenReported_thenARowEachASumAndAVerdict() {
    report(false, MERGED, LEFT, MERGED);

    assertThat(out.toString().lines())
        .map(line -> line.strip().replaceAll(" +", " "))
        .containsExactly(
            "PARTITION BLOCKS PACKS BYTES BEFORE BYTES AFTER",
            "0 5000 4 900000 90000 compacted",
            "1 0 0 0 0 not idle: its newest is young",
            "2 5000 4 900000 90000 compacted",
            "all 10000 8 1800000 180000",
            "job j: 2 of 3 partitions are compacted");
    assertThat(err.toString().lines())
        .containsExactly(
            "partition 0: block 1000 of 5000",
            "partition 0: block 5000 of 5000",
            "readers may go on for 60000 ms before the old rows are deleted");
  }

  @Test
  void givenFailure_whenReported_thenSaid() {
    report(true, MERGED, BROKEN);

    assertThat(out.toString().lines())
        .element(1)
        .asString()
        .contains("\"partition\":\"1\"", "\"result\":\"FAILED: pack is damaged\"");
    assertThat(out.toString().lines())
        .last()
        .asString()
        .contains("\"partition\":\"all\"", "1 of 2 partitions FAILED and stay as they are");
  }
}
