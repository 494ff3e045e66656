// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.corpus.read.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Duration SETTLED = Duration.ofMillis(250);

  private static RunFigures run(long committedBefore) {
    return new RunFigures(
        "corpus-1",
        1_000,
        2_000_000,
        committedBefore,
        Map.of(Problem.Kind.UNREADABLE, 25L),
        List.of(new Problem("in", "a.gz", Problem.Kind.UNREADABLE, "unexpected end")),
        3,
        Duration.ofMillis(500),
        12.5,
        99);
  }

  private static JobFigures job(long documents) {
    return job(documents, 0);
  }

  private static JobFigures job(long documents, long broken) {
    return new JobFigures(
        documents,
        true,
        600,
        Map.of(Removal.DUPLICATE, 150L, Removal.NEAR_DUPLICATE, 50L, Removal.REFUSED, 200L),
        new NearFigures(20, 70, 9, 1_234, broken),
        0,
        2_000_000,
        1_200_000,
        300_000,
        16,
        1_500_000,
        400_000);
  }

  @Test
  void givenResultsThatDoNotAddUp_whenPrinted_thenSaidLoudly() {
    var report = new Report(run(0), job(1_001), SETTLED, SlowestDocuments.NONE);

    assertThat(report.job().isComplete()).isFalse();
    assertThat(report.table())
        .contains(
            "WRONG: kept + removed + in quarantine = 1,000"
                + " (expected: the 1,001 documents committed)");
    assertThat(report.json()).contains("\"complete\":false");
  }

  @Test
  void givenFirstRun_whenPrinted_thenAllFiguresInAlignedLines() {
    String table = new Report(run(0), job(1_000), SETTLED, SlowestDocuments.NONE).table();

    assertThat(table.lines())
        .contains(
            "This run: producer corpus-1",
            "  documents                   1,000  2,000,000 bytes raw",
            "  skipped: unreadable            25",
            "  documents/s              2,000.00",
            "  MB/s                         4.00  raw",
            "  acknowledged p99         99.00 ms",
            "  removed: duplicate            150",
            "  removed: near duplicate        50",
            "  clusters                       20  70 documents in them, the largest has 9",
            "  compared                    1,234  pairs that share something; exact similarity",
            "  dedup rate                 25.0 %  of what was long enough had a twin or a near one",
            "  stored bytes              400,000  0.20 per raw byte, in 16 blocks",
            "skipped in a.gz: unreadable: unexpected end",
            "... and 24 more were skipped");
    assertThat(table).doesNotContain("nothing changed", "WRONG");
  }

  @Test
  void givenRunThatFoundAllCommitted_whenPrinted_thenSaysNothingChanged() throws IOException {
    var report = new Report(run(1_000), job(1_000), SETTLED, SlowestDocuments.NONE);

    assertThat(report.table())
        .contains("all 1,000 records were already committed: nothing changed");
    JsonNode json = new ObjectMapper().readTree(report.json());
    assertThat(json.at("/run/nothing_changed").asBoolean()).isTrue();
    assertThat(json.at("/run/skipped/unreadable").asInt()).isEqualTo(25);
    assertThat(json.at("/job/removed/duplicate").asInt()).isEqualTo(150);
    assertThat(json.at("/job/stored_bytes_per_raw_byte").asDouble()).isEqualTo(0.2);
  }
}
