// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Remembers what a reader told. */
final class Found implements DocumentVisitor {
  final List<Document> documents = new ArrayList<>();
  final List<Problem> problems = new ArrayList<>();
  int ignored;

  static Found in(Path... inputs) {
    var found = new Found();
    DocumentReader.of(List.of(inputs)).read(found);
    return found;
  }

  /** Each document as {@code source|path|text}. */
  List<String> lines() {
    return documents.stream()
        .map(d -> d.source() + "|" + d.path() + "|" + d.text())
        .toList();
  }

  @Override
  public void onDocument(Document document) {
    documents.add(document);
  }

  @Override
  public void onProblem(Problem problem) {
    problems.add(problem);
  }

  @Override
  public void onIgnored() {
    ignored++;
  }
}
