// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A block of Java in a Markdown page, and the source that compiles it. The line before the block
 * names it, from the project's root on: {@code <!-- snippet: path/to/File.java -->}, or says why
 * there can be none: {@code <!-- no snippet: reason -->}.
 *
 * @param page for messages
 * @param line where the block starts in the page, from 1
 * @param source path of the source
 * @param code the block's lines
 */
record DocSnippet(String page, int line, Path source, List<String> code) {
  private static final Pattern NAMED = Pattern.compile("<!-- snippet: (\\S+) -->");
  private static final Pattern EXCUSED = Pattern.compile("<!-- no snippet: \\S.* -->");
  private static final String START = "```java";
  private static final String END = "```";

  DocSnippet {
    code = List.copyOf(code);
  }

  /**
   * All blocks of Java in a page.
   *
   * @throws AssertionError if one does not name its source, or does not end
   */
  static List<DocSnippet> of(String page, List<String> lines) {
    var snippets = new ArrayList<DocSnippet>();
    for (int at = 0; at < lines.size(); at++) {
      if (!lines.get(at).equals(START)) {
        continue;
      }
      String before = at == 0 ? "" : lines.get(at - 1);
      if (EXCUSED.matcher(before).matches()) {
        continue;
      }
      var named = NAMED.matcher(before);
      if (!named.matches()) {
        throw new AssertionError(
            page + ":" + (at + 1) + ": Java without <!-- snippet: path/to/File.java --> before it");
      }
      int length = lines.subList(at + 1, lines.size()).indexOf(END);
      if (length < 0) {
        throw new AssertionError(page + ":" + (at + 1) + ": Java without end");
      }
      var code = lines.subList(at + 1, at + 1 + length);
      snippets.add(new DocSnippet(page, at + 2, Path.of(named.group(1)), code));
      at += length;
    }
    return snippets;
  }

  /**
   * Looks for the block in its source, where it must stand in one piece. Spaces and line ends do
   * not count: the page is not as wide as the source.
   *
   * @return what differs first; empty if the block is there
   */
  Optional<String> difference(Path root) throws IOException {
    Path file = root.resolve(source);
    if (!Files.isRegularFile(file)) {
      return Optional.of(page + ":" + (line - 1) + ": there is no " + source);
    }
    String there = dense(Files.readAllLines(file));
    for (int length = 1; length <= code.size(); length++) {
      if (!there.contains(dense(code.subList(0, length)))) {
        int at = line + length - 1;
        return Optional.of(page + ":" + at + ": not in " + source + ": " + code.get(length - 1));
      }
    }
    return Optional.empty();
  }

  private static String dense(List<String> lines) {
    return lines.stream().map(l -> l.replaceAll("\\s+", "")).collect(Collectors.joining());
  }
}
