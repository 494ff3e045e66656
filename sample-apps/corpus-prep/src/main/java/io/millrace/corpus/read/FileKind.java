// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a name says about a file or an entry of an archive. */
enum FileKind {
  /** One document. */
  TEXT,
  /** One document a line. */
  JSON_LINES,
  /** A zip or jar of them. */
  ARCHIVE,
  /** Nothing to read: code, pictures, classes, hidden files. */
  OTHER;

  private static final Set<String> TEXT_EXTENSIONS =
      Set.of(
          "adoc",
          "cfg",
          "conf",
          "csv",
          "dtd",
          "htm",
          "html",
          "ini",
          "json",
          "markdown",
          "md",
          "mf",
          "properties",
          "proto",
          "rst",
          "rtf",
          "sql",
          "tex",
          "text",
          "toml",
          "tsv",
          "txt",
          "xhtml",
          "xml",
          "xsd",
          "yaml",
          "yml");
  private static final Pattern NOTICE =
      Pattern.compile(
          "(licen[cs]e|notice|readme|copying|copyright|authors|contributors|changes|changelog"
              + "|thanks|credits|history|news|about)([-._ ].*)?");
  private static final Set<String> CODE_EXTENSIONS =
      Set.of("class", "java", "scala", "kt", "js", "css", "png", "gif", "jpg", "svg", "so", "dll");

  /** The kind of the file with this name, which may hold folders and end in .gz or .zst. */
  static FileKind of(String path) {
    String name =
        Compression.stripped(path.substring(path.lastIndexOf('/') + 1)).toLowerCase(Locale.ROOT);
    if (name.isEmpty() || name.startsWith(".")) {
      return OTHER;
    }
    int dot = name.lastIndexOf('.');
    String extension = name.substring(dot + 1);
    if (extension.equals("jsonl") || extension.equals("ndjson")) {
      return JSON_LINES;
    }
    if (extension.equals("jar") || extension.equals("zip")) {
      return ARCHIVE;
    }
    boolean isText =
        dot < 0
            || TEXT_EXTENSIONS.contains(extension)
            || (NOTICE.matcher(name).matches() && !CODE_EXTENSIONS.contains(extension));
    return isText ? TEXT : OTHER;
  }
}
