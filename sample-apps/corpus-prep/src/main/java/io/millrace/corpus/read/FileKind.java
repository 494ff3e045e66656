// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a name says about a file or an entry of an archive. */
enum FileKind {
  /** One document. */
  TEXT,
  /** One document, between markup. */
  HTML,
  /** One document a line. */
  JSON_LINES,
  /** One document a row, as text. */
  CSV,
  /** One document a row, by columns. */
  PARQUET,
  /** What a crawler stored. */
  WARC,
  /** A zip or jar of all these. */
  ARCHIVE,
  /** Nothing to read: code, pictures, classes, hidden files. */
  OTHER;

  private static final Set<String> TEXT_EXTENSIONS =
      Set.of(
          "adoc",
          "cfg",
          "conf",
          "dtd",
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
          "xml",
          "xsd",
          "yaml",
          "yml");
  private static final Map<String, FileKind> BY_EXTENSION =
      Map.of(
          "htm", HTML,
          "html", HTML,
          "xhtml", HTML,
          "jsonl", JSON_LINES,
          "ndjson", JSON_LINES,
          "csv", CSV,
          "parquet", PARQUET,
          "warc", WARC,
          "jar", ARCHIVE,
          "zip", ARCHIVE);
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
    FileKind format = BY_EXTENSION.get(extension);
    if (format != null && dot >= 0) {
      return format;
    }
    boolean isText =
        dot < 0
            || TEXT_EXTENSIONS.contains(extension)
            || (NOTICE.matcher(name).matches() && !CODE_EXTENSIONS.contains(extension));
    return isText ? TEXT : OTHER;
  }
}
