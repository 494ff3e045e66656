// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
  private static final long TIME = Instant.parse("2026-11-26T21:15:07Z").toEpochMilli();

  @Test
  void givenCommonLogFormat_whenParsed_thenAnEvent() {
    String line = "192.0.2.7 - ada [26/Nov/2026:23:15:07 +0200] \"GET /a/b?q=1 HTTP/1.1\" 200 512";

    assertThat(AccessLog.parse(line)).contains(new Event("192.0.2.7", "/a/b", 512, TIME));
  }

  @Test
  void givenCombinedLogFormat_whenParsed_thenTheRestIsNotRead() {
    String line =
        "2001:db8::1 - - [26/Nov/2026:21:15:07 +0000] \"HEAD /\" 304 - \"-\" \"an agent [x]\"";

    assertThat(AccessLog.parse(line)).contains(new Event("2001:db8::1", "/", 0, TIME));
  }

  @Test
  void givenLinesThatAreNone_whenParsed_thenNothing() {
    assertThat(AccessLog.parse("")).isEmpty();
    assertThat(AccessLog.parse("192.0.2.7 - - [yesterday] \"GET / HTTP/1.1\" 200 512")).isEmpty();
    assertThat(AccessLog.parse("192.0.2.7 - - [26/Nov/2026:21:15:07 +0000] GET / 200")).isEmpty();
  }

  @Test
  void givenFileWithoutEvents_whenRead_thenTheMessageSaysWhatWasExpected(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("a.log"), "one\ntwo\n");

    assertThatThrownBy(() -> AccessLog.read(file))
        .hasMessage(file + ": no events in 2 lines (expected: Common or Combined Log Format)");
  }
}
