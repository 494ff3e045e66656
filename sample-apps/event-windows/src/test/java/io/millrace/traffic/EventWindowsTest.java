// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the sample whole, over a node with the in-memory store. */
@Timeout(300)
class EventWindowsTest {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static String line(String host, String time, String path, long bytes) {
    return host
        + " - - ["
        + TIME.format(Instant.parse(time))
        + "] \"GET "
        + path
        + " HTTP/1.1\" 200 "
        + bytes;
  }

  private static List<String> run(Path folder, List<String> lines)
      throws IOException, InterruptedException {
    Path log = Files.write(folder.resolve("access.log"), lines);
    var bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      EventWindows.main(new String[] {log.toString()});
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void givenLogWithLateLines_whenRun_thenWindowsSessionsAndWhatCameTooLate(@TempDir Path folder)
      throws Exception {
    List<String> printed =
        run(
            folder,
            List.of(
                line("192.0.2.1", "2026-11-26T10:00:10Z", "/a", 100),
                line("192.0.2.2", "2026-11-26T10:00:50Z", "/a", 10),
                line("192.0.2.1", "2026-11-26T10:02:00Z", "/b", 1),
                // Late, but in time for another result of 10:00.
                line("192.0.2.1", "2026-11-26T10:00:59Z", "/b", 1_000),
                line("192.0.2.1", "2026-11-26T12:00:00Z", "/c", 1),
                // Too late for its minute, and for the session it would have been in.
                line("192.0.2.3", "2026-11-26T10:00:30Z", "/d", 5)));

    assertThat(printed)
        .map(text -> text.replaceAll("  +", " "))
        .containsExactly(
            "minutes: 3 windows, 5 records in them, 1 results replaced, 1 records too late",
            " start (UTC) length records size who key most often",
            " 2026-11-26T10:00:00Z 1m 3 1,110 2 all /a",
            " 2026-11-26T10:02:00Z 1m 1 1 1 all /b",
            " 2026-11-26T12:00:00Z 1m 1 1 1 all /c",
            "sessions: 3 windows, 5 records in them, 0 results replaced, 1 records too late",
            " start (UTC) length records size who key most often",
            " 2026-11-26T10:00:10Z 31m50s 3 1,101 1 192.0.2.1 /b",
            " 2026-11-26T10:00:50Z 30m 1 10 1 192.0.2.2 /a",
            " 2026-11-26T12:00:00Z 30m 1 1 1 192.0.2.1 /c");
  }

  @Test
  void givenThousandsOfLinesInDisorder_whenRun_thenEachIsAccountedFor(@TempDir Path folder)
      throws Exception {
    var random = new Random(7);
    var lines = new ArrayList<String>();
    long now = Instant.parse("2026-11-26T10:00:00Z").toEpochMilli();
    for (int i = 0; i < 2_000; i++) {
      now += random.nextInt(4_000);
      long time =
          now - (random.nextInt(20) == 0 ? random.nextInt(1_200_000) : random.nextInt(20_000));
      lines.add(
          line(
              "192.0.2." + random.nextInt(200),
              Instant.ofEpochMilli(time).toString(),
              "/" + random.nextInt(50),
              random.nextInt(10_000)));
    }

    List<String> printed = run(folder, lines);

    // It ends only once every line is in a window or was too late.
    assertThat(printed).hasSize(2 * 14);
    assertThat(printed.get(0)).matches("minutes: [0-9,]+ windows, 1,[0-9]{3} records in them.*");
    assertThat(printed.get(14)).matches("sessions: [0-9,]+ windows, [12],[0-9]{3} records in.*");
  }
}
