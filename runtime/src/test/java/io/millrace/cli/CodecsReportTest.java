// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.store.DictionaryEntry;
import io.millrace.store.DictionaryTrial;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CodecsReportTest {
  private static final DictionaryTrial TRIAL =
      new DictionaryTrial(9, 1_000_000, 200_000, 150_000, 10_000_000, 5_000_000, 2_000_000, 0);
  private static final List<DictionaryEntry> ENTRIES =
      List.of(
          new DictionaryEntry(71, "field text", 900, 1_700_000_000_000L, 0, TRIAL).retired(5),
          new DictionaryEntry(72, "value", 4_000, 1_700_000_000_000L, 0, TRIAL),
          new DictionaryEntry(73, "value", 4_000, 1_700_000_009_000L, 0, TRIAL));

  private static String print(boolean json, boolean counted, List<DictionaryEntry> entries) {
    var out = new StringWriter();
    new CodecsReport(json, new PrintWriter(out)).print(entries, Map.of(73, 12L), counted);
    return out.toString();
  }

  @Test
  void givenVersions_whenPrinted_thenStateBytesAndSpeedOfEach() {
    var lines = print(false, true, ENTRIES).lines().toList();

    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("COLUMN").endsWith("BLOCKS");
    assertThat(lines.get(1)).startsWith("field text ").contains(" retired ").endsWith(" 0");
    assertThat(lines.get(2)).contains(" 1 ", " 72 ", " superseded ");
    assertThat(lines.get(3))
        .contains(" 2 ", " 73 ", "2023-11-14T22:13:29Z", " in-force ", "25.0%", " 100 ", " 200 ")
        .endsWith(" 12");
  }

  @Test
  void givenVersions_whenPrintedAsJson_thenAnObjectEach() {
    var lines = print(true, false, ENTRIES).lines().toList();

    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).contains("\"state\":\"retired\"", "\"retiredAtMs\":5");
    assertThat(lines.get(2))
        .contains(
            "\"column\":\"value\"",
            "\"version\":2",
            "\"dictionary\":73",
            "\"state\":\"in-force\"",
            "\"bytesWithout\":200000",
            "\"bytesWith\":150000")
        .doesNotContain("blocks");
  }

  @Test
  void givenNone_whenPrinted_thenSaid() {
    assertThat(print(false, false, List.of())).contains("no dictionary");
    assertThat(print(true, false, List.of())).isEmpty();
  }
}
