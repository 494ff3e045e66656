// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.client.Answer;
import io.millrace.client.AnswerRow;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.document.DocumentId;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.QueryEnd;
import io.millrace.v1.QueryRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Asks the job what it decided. Everything comes from committed results; no text is read again. */
final class LedgerQueries {
  private static final String JOB = '"' + CorpusPrep.JOB + '"';

  /** Rows of an answer, of as many as are needed. */
  private static final int PAGE_ROWS = 10_000;

  private final MillraceClient client;

  LedgerQueries(MillraceClient client) {
    this.client = client;
  }

  /**
   * The document that a person means.
   *
   * @param name its id in hexadecimal, or its path, or source and path with a blank between
   * @throws MillraceException NOT_FOUND nobody has that name; CALLER several have
   */
  DocumentId find(String name) {
    if (DocumentId.isId(name)) {
      return DocumentId.parse(name);
    }
    String sql =
        "SELECT key, source, path FROM "
            + JOB
            + " WHERE (tag = '' OR tag = '"
            + DocumentsProcessor.REMOVED
            + "') AND path IN ("
            + paths(name)
            + ")";
    var found = new ArrayList<String>();
    var ids = new ArrayList<DocumentId>();
    try (Answer answer = client.query(sql)) {
      while (answer.hasNext()) {
        AnswerRow row = answer.next();
        String source = row.text(DocumentFields.SOURCE).orElse("");
        String path = row.text(DocumentFields.PATH).orElse("");
        DocumentId id = DocumentId.of(row.bytes("key").orElse(ByteString.EMPTY));
        boolean isMeant = path.equals(name) || (source + " " + path).equals(name);
        if (isMeant && !ids.contains(id)) {
          ids.add(id);
          found.add(id + " " + source + " " + path);
        }
      }
    }
    if (ids.isEmpty()) {
      throw MillraceException.of(Kind.NOT_FOUND, "no such document")
          .with("name", name)
          .with("expected", "32 hexadecimal digits, a path, or a source and a path");
    }
    if (ids.size() > 1) {
      throw MillraceException.of(Kind.CALLER, "several documents are called so")
          .with("name", name)
          .with(
              "expected",
              "one of: " + String.join("; ", found.subList(0, Math.min(10, found.size()))));
    }
    return ids.get(0);
  }

  /** The name itself, and what stands behind each of its blanks. */
  private static String paths(String name) {
    var paths = new ArrayList<String>();
    paths.add(literal(name));
    for (int blank = name.indexOf(' '); blank >= 0 && paths.size() < 100; ) {
      paths.add(literal(name.substring(blank + 1)));
      blank = name.indexOf(' ', blank + 1);
    }
    return String.join(", ", paths);
  }

  /** All that was put out about a document, in order: main results and removals. */
  List<LedgerEntry> history(DocumentId id) {
    return entries(
        "SELECT key, tag, fields FROM "
            + JOB
            + " WHERE (tag = '' OR tag = '"
            + DocumentsProcessor.REMOVED
            + "') AND key = "
            + literal(id)
            + " ORDER BY position");
  }

  /**
   * A document's text.
   *
   * @param kept as it was when it was first kept; otherwise as it was when a rule first refused it
   * @return empty if it is gone from the log
   */
  Optional<DocumentClock.Sample> text(DocumentId id, boolean kept) {
    String which =
        kept
            ? "tag = '' AND status = '" + DocumentsProcessor.KEPT + "'"
            : "tag = '"
                + DocumentsProcessor.REMOVED
                + "' AND reason = '"
                + Removal.REFUSED.label()
                + "'";
    return rows(
            "SELECT key, tag, value, fields FROM "
                + JOB
                + " WHERE "
                + which
                + " AND key = "
                + literal(id)
                + " ORDER BY position LIMIT 1")
        .stream()
        .filter(row -> !row.bytes("value").orElse(ByteString.EMPTY).isEmpty())
        .map(
            row -> {
              LedgerEntry entry = LedgerEntry.of(row);
              ByteString value = row.bytes("value").orElse(ByteString.EMPTY);
              return new DocumentClock.Sample(
                  id,
                  entry.place(),
                  kept,
                  value.size(),
                  value.toStringUtf8(),
                  entry.text(RecipeRules.RECIPE));
            })
        .findFirst();
  }

  /** Removals, in the order of the log. */
  List<LedgerEntry> removals(Optional<String> reason, Optional<String> source, int limit) {
    var where = new StringBuilder("tag = '" + DocumentsProcessor.REMOVED + "'");
    reason.ifPresent(
        r ->
            where
                .append(" AND (reason = ")
                .append(literal(r))
                .append(" OR rule = ")
                .append(literal(r))
                .append(')'));
    source.ifPresent(s -> where.append(" AND source = ").append(literal(s)));
    return entries(
        "SELECT key, tag, fields FROM "
            + JOB
            + " WHERE "
            + where
            + " ORDER BY position LIMIT "
            + limit);
  }

  /** Visits every refusal by a rule: the document, and where the note lies. */
  void eachRefusal(String rule, BiConsumer<DocumentId, LogPlace> visitor) {
    eachRow(
        "SELECT key, "
            + LogPlace.COLUMNS
            + " FROM "
            + JOB
            + " WHERE tag = '"
            + DocumentsProcessor.REMOVED
            + "' AND rule = "
            + literal(rule),
        row -> visitor.accept(DocumentId.of(row.bytes("key").orElseThrow()), LogPlace.of(row)));
  }

  /** Visits what came of every document that was taken back. */
  void eachRestored(Consumer<AnswerRow> visitor) {
    eachRow(
        "SELECT key, tag, status, reason, source, restored, promoted FROM "
            + JOB
            + " WHERE (tag = '' OR tag = '"
            + DocumentsProcessor.REMOVED
            + "') AND restored IS NOT NULL",
        visitor);
  }

  /** Visits every time that a document came back since a better one was taken down. */
  void eachPromoted(Consumer<AnswerRow> visitor) {
    eachRow("SELECT key, source FROM " + JOB + " WHERE tag = '' AND promoted IS NOT NULL", visitor);
  }

  /** Visits every document that has one of these names: a path, source and path, or a URL. */
  void eachNamed(List<String> names, BiConsumer<DocumentId, String> visitor) {
    String list = String.join(", ", names.stream().map(LedgerQueries::literal).toList());
    eachRow(
        "SELECT key, path, url FROM "
            + JOB
            + " WHERE (tag = '' OR tag = '"
            + DocumentsProcessor.REMOVED
            + "') AND (path IN ("
            + list
            + ") OR url IN ("
            + list
            + "))",
        row -> {
          DocumentId id = DocumentId.of(row.bytes("key").orElseThrow());
          row.text(DocumentFields.PATH).ifPresent(path -> visitor.accept(id, path));
          row.text("url").ifPresent(url -> visitor.accept(id, url));
        });
  }

  /** Visits the newer results of documents that were taken down or came back; all their fields. */
  void eachDeparture(Consumer<AnswerRow> visitor) {
    eachRow(
        "SELECT key, tag, fields, "
            + LogPlace.COLUMNS
            + " FROM "
            + JOB
            + " WHERE tag = '' AND (was IS NOT NULL OR promoted IS NOT NULL)",
        visitor);
  }

  /** All that were taken down and were kept at some time; 60 bytes each. */
  Set<DocumentId> takenDown() {
    var ids = new HashSet<DocumentId>();
    eachDeparture(
        row -> {
          Fields fields = row.value("fields") instanceof Fields found ? found : Fields.EMPTY;
          if (fields.contains(Departures.WAS)) {
            ids.add(DocumentId.of(row.bytes("key").orElseThrow()));
          }
        });
    return ids;
  }

  /** Visits clusters of which none can come back: the lowest id, and how many are left. */
  void eachExhausted(Consumer<AnswerRow> visitor) {
    eachRow(
        "SELECT cluster, living, " + LogPlace.COLUMNS + " FROM " + JOB + " WHERE tag = 'exhausted'",
        visitor);
  }

  /** How many went for each reason and rule; columns as the query names them. */
  List<AnswerRow> removalCounts(Optional<String> source) {
    String where = source.map(s -> " AND source = " + literal(s)).orElse("");
    return rows(
        "SELECT reason, rule, count(*) AS documents, min(score) AS least, max(score) AS most FROM "
            + JOB
            + " WHERE tag = '"
            + DocumentsProcessor.REMOVED
            + "'"
            + where
            + " GROUP BY reason, rule ORDER BY documents DESC");
  }

  /** With whom the document was compared, and how alike they are; most alike first. */
  List<Compared> comparisons(DocumentId id) {
    var found = new ArrayList<Compared>();
    eachComparison("AND (key = " + literal(id) + " OR value = " + literal(id) + ")", found::add);
    found.sort((a, b) -> Double.compare(b.jaccard(), a.jaccard()));
    return found;
  }

  /** Visits every comparison that was written down. */
  void eachComparison(Consumer<Compared> visitor) {
    eachComparison("", visitor);
  }

  private void eachComparison(String more, Consumer<Compared> visitor) {
    String sql =
        "SELECT key, value, jaccard, threshold FROM "
            + JOB
            + " WHERE tag = '"
            + DocumentsProcessor.COMPARED
            + "' "
            + more;
    eachRow(
        sql,
        row ->
            visitor.accept(
                new Compared(
                    DocumentId.of(row.bytes("key").orElse(ByteString.EMPTY)),
                    DocumentId.of(row.bytes("value").orElse(ByteString.EMPTY)),
                    row.number(DocumentsProcessor.JACCARD).orElse(0.0),
                    row.number(RecipeRules.THRESHOLD).orElse(CorpusDigest.THRESHOLD))));
  }

  /**
   * Visits all that was decided, without the texts: main results and removals with these fields.
   */
  void eachDecision(List<String> fields, Consumer<AnswerRow> visitor) {
    String sql =
        "SELECT key, tag, "
            + String.join(", ", fields)
            + " FROM "
            + JOB
            + " WHERE tag = '' OR tag = '"
            + DocumentsProcessor.REMOVED
            + "'";
    eachRow(sql, visitor);
  }

  /** Goes from page to page, since an answer has a most of rows; all see the same moment. */
  private void eachRow(String sql, Consumer<AnswerRow> visitor) {
    var request = QueryRequest.newBuilder().setSql(sql).setPageRows(PAGE_ROWS);
    boolean isLast = false;
    while (!isLast) {
      try (Answer answer = client.query(request.build())) {
        answer.forEachRemaining(visitor);
        String next = answer.end().map(QueryEnd::getNextPageToken).orElse("");
        isLast = next.isEmpty();
        request.setPageToken(next);
      }
    }
  }

  private List<LedgerEntry> entries(String sql) {
    return rows(sql).stream().map(LedgerEntry::of).toList();
  }

  private List<AnswerRow> rows(String sql) {
    try (Answer answer = client.query(sql)) {
      var rows = new ArrayList<AnswerRow>();
      answer.forEachRemaining(rows::add);
      return rows;
    }
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static String literal(DocumentId id) {
    return "X'" + id + "'";
  }

  /**
   * A comparison that was written down.
   *
   * @param jaccard exact similarity, 0 to 1
   * @param threshold from which on the two are near duplicates
   */
  record Compared(DocumentId one, DocumentId other, double jaccard, double threshold) {
    /** The one of the two that is not this one. */
    DocumentId partner(DocumentId of) {
      return one.equals(of) ? other : one;
    }
  }
}
