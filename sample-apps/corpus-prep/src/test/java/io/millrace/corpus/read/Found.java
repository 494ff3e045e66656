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

  /** Everything in its order, documents without their positions. */
  final List<String> events = new ArrayList<>();

  int ignored;

  static Found in(Path... inputs) {
    return in(ReadSettings.defaults(), inputs);
  }

  static Found in(ReadSettings settings, Path... inputs) {
    var found = new Found();
    DocumentReader.of(List.of(inputs), settings).read(found);
    return found;
  }

  /** What is behind a document. */
  static Found behind(Document document, Path... inputs) {
    var found = new Found();
    Position position = Position.parse(document.position().json());
    DocumentReader.of(List.of(inputs)).readBehind(position, found);
    return found;
  }

  /** Each document as {@code source|path|text}. */
  List<String> lines() {
    return documents.stream().map(Found::line).toList();
  }

  /** Each problem as {@code path KIND reason}. */
  List<String> problemLines() {
    return problems.stream().map(p -> p.path() + " " + p.kind() + " " + p.reason()).toList();
  }

  /** The only document. */
  Document only() {
    if (documents.size() != 1 || !problems.isEmpty()) {
      throw new AssertionError("expected one document: " + events);
    }
    return documents.get(0);
  }

  private static String line(Document d) {
    return d.source() + "|" + d.path() + "|" + d.text();
  }

  @Override
  public void onDocument(Document document) {
    documents.add(document);
    events.add(line(document) + document.fields());
  }

  @Override
  public void onProblem(Problem problem) {
    problems.add(problem);
    events.add("problem " + problem);
  }

  @Override
  public void onIgnored() {
    ignored++;
    events.add("ignored");
  }
}
