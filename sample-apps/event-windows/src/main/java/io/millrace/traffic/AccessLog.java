// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.traffic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a web server's log in the Common or the Combined Log Format. */
final class AccessLog {
  /** Host, identity, user, [time], "method path protocol", status, bytes; the rest is not read. */
  private static final Pattern LINE =
      Pattern.compile(
          "(\\S+) \\S+ .*?\\[([^]]+)] \"(\\S+)(?: ([^ \"?]+))?[^\"]*\" \\d{3} (\\d{1,18}|-).*");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

  private static final int WHAT_LENGTH_MAX = 200;

  private AccessLog() {}

  /** The event of a line; empty if it is none. */
  static Optional<Event> parse(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      return Optional.empty();
    }
    long timeMs;
    try {
      timeMs = OffsetDateTime.parse(parts.group(2), TIME).toInstant().toEpochMilli();
    } catch (DateTimeParseException notATime) {
      return Optional.empty();
    }
    String path = parts.group(4) == null ? parts.group(3) : parts.group(4);
    String what = path.length() > WHAT_LENGTH_MAX ? path.substring(0, WHAT_LENGTH_MAX) : path;
    long size = parts.group(5).equals("-") ? 0 : Long.parseLong(parts.group(5));
    return Optional.of(new Event(parts.group(1), what, size, timeMs));
  }

  /**
   * All events of a file, in its order; says how many lines were none.
   *
   * @throws IllegalArgumentException if no line is one
   */
  static List<Event> read(Path file) throws IOException {
    var events = new ArrayList<Event>();
    var skipped = new ArrayList<Integer>(1);
    int number = 0;
    // Every byte is a character here, so a log with stray bytes can be read, too.
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      for (String line : (Iterable<String>) lines::iterator) {
        number++;
        int at = number;
        parse(line).ifPresentOrElse(events::add, () -> skipped.add(at));
      }
    }
    if (events.isEmpty()) {
      throw new IllegalArgumentException(
          file + ": no events in " + number + " lines (expected: Common or Combined Log Format)");
    }
    if (!skipped.isEmpty()) {
      System.err.println(
          file + ": " + skipped.size() + " lines are no events, the first is " + skipped.get(0));
    }
    return events;
  }
}
