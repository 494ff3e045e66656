// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The wall clock of one process, which can be set while it runs (libfaketime). What the process
 * measures by its monotonic clock stays true, as when an operator or NTP sets the real clock.
 */
final class FakeClock {
  private static final Path LIBRARY =
      Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

  private final Path file;

  FakeClock(Path file) {
    this.file = file;
    set("+0");
  }

  /** What is missing to have this, in words; empty if nothing is. */
  static String missing() {
    return Files.exists(LIBRARY) ? "" : "clock jumps need libfaketime: apt-get install -y faketime";
  }

  /** What a process has to have in its environment to live by this clock. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD",
        LIBRARY.toString(),
        "FAKETIME_TIMESTAMP_FILE",
        file.toString(),
        "FAKETIME_DONT_FAKE_MONOTONIC",
        "1",
        // Its repair for older C libraries makes every timed wait of this JVM return at once.
        "FAKETIME_FORCE_MONOTONIC_FIX",
        "0",
        "FAKETIME_CACHE_DURATION",
        "1");
  }

  /** Sets the clock relative to the true time, such as {@code +3600} or {@code -7200} seconds. */
  void set(String offset) {
    try {
      Files.writeString(file, offset + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
