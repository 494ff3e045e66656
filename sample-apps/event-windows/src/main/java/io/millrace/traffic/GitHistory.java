// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.traffic;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the commits of a repository as events, in the order in which they lie in the history, each
 * with the time at which it was written: a commit that was moved comes later than younger ones.
 */
final class GitHistory {
  private static final String FORMAT = "--format=%x01%at%x01%an%x01%s";
  private static final char MARK = '\u0001';
  private static final Pattern CHANGED = Pattern.compile("(\\d{1,9}) (?:insertion|deletion)");

  private GitHistory() {}

  /**
   * The commits of the repository that holds a folder.
   *
   * @throws IOException if git cannot be run or finds none; says why
   */
  static List<Event> read(Path folder) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder(
                "git", "-C", folder.toString(), "log", "--reverse", "--shortstat", FORMAT)
            .redirectErrorStream(true)
            .start();
    List<String> lines;
    try (BufferedReader output = git.inputReader()) {
      lines = output.lines().toList();
    }
    int exit = git.waitFor();
    if (exit != 0) {
      throw new IOException(
          "git log in '"
              + folder
              + "' ended with "
              + exit
              + ": "
              + String.join(" ", lines)
              + " (expected: a repository here, or the path of an access log as argument)");
    }
    return parse(lines);
  }

  /** A line that starts with a mark is a commit; the counts below it are its size. */
  static List<Event> parse(List<String> lines) {
    var events = new ArrayList<Event>();
    for (String line : lines) {
      if (!line.isEmpty() && line.charAt(0) == MARK) {
        String[] parts = line.substring(1).split(String.valueOf(MARK), 3);
        String verb = parts[2].isBlank() ? "(none)" : parts[2].strip().split("\\s+", 2)[0];
        events.add(new Event(parts[1], verb, 0, Long.parseLong(parts[0]) * 1_000));
      } else if (!events.isEmpty()) {
        int last = events.size() - 1;
        Event commit = events.get(last);
        long size = commit.size() + changedLines(line);
        events.set(last, new Event(commit.who(), commit.what(), size, commit.timeMs()));
      }
    }
    return events;
  }

  private static long changedLines(String line) {
    long changed = 0;
    for (Matcher count = CHANGED.matcher(line); count.find(); ) {
      changed += Long.parseLong(count.group(1));
    }
    return changed;
  }
}
