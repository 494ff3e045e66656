// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.read.Document;
import io.millrace.corpus.read.DocumentReader;
import io.millrace.corpus.read.DocumentVisitor;
import io.millrace.corpus.read.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Real collections of this machine, as different normalised texts. */
final class RealTexts {
  private static final int CHARACTERS_MIN = 20;

  private RealTexts() {}

  /** Texts inside the jars of the class path. */
  static List<String> jars() {
    return read(ClassPathTexts.jars());
  }

  /** Copyright files of Debian's packages; empty where there are none. */
  static List<String> copyrights() {
    return read(files(Path.of("/usr/share/doc"), "copyright"));
  }

  /** Manual pages as they are stored; empty where there are none. */
  static List<String> manuals(int max) {
    var found = new ArrayList<Path>();
    for (Path file : files(Path.of("/usr/share/man"), ".gz")) {
      if (found.size() < max) {
        found.add(file);
      }
    }
    return manuals(found);
  }

  private static List<String> manuals(List<Path> files) {
    Set<String> texts = new LinkedHashSet<>();
    for (Path file : files) {
      try (var in = new java.util.zip.GZIPInputStream(Files.newInputStream(file))) {
        add(texts, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(file.toString(), e);
      }
    }
    return List.copyOf(texts);
  }

  private static List<Path> files(Path folder, String end) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(end))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Texts in files and folders. */
  static List<String> read(List<Path> inputs) {
    Set<String> texts = new LinkedHashSet<>();
    DocumentReader.of(inputs)
        .read(
            new DocumentVisitor() {
              @Override
              public void onDocument(Document document) {
                add(texts, document.text());
              }

              @Override
              public void onProblem(Problem problem) {}

              @Override
              public void onIgnored() {}
            });
    return List.copyOf(texts);
  }

  private static void add(Set<String> texts, String found) {
    String text = Normalizer.normalize(found);
    if (text.codePointCount(0, text.length()) >= CHARACTERS_MIN) {
      texts.add(text);
    }
  }
}
