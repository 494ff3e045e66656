// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static io.millrace.corpus.ReportTable.count;

import io.millrace.corpus.ledger.ClusterCensus;
import io.millrace.corpus.near.NearSettings;
import io.millrace.corpus.report.Page;
import io.millrace.corpus.report.Page.Bars;
import io.millrace.corpus.report.Page.Card;
import io.millrace.corpus.report.Page.Columns;
import io.millrace.corpus.report.Page.Line;
import io.millrace.corpus.report.Page.Part;
import io.millrace.corpus.report.Page.Point;
import io.millrace.corpus.report.Page.Section;
import io.millrace.corpus.report.Page.Share;
import io.millrace.corpus.report.Page.Table;
import io.millrace.corpus.report.Page.Value;
import io.millrace.corpus.report.Page.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lays a digest of the job out as a page for people. */
final class CorpusPage {
  private static final int BARS_MAX = 20;
  private static final int ROWS_MAX = 50;
  private static final int SIZES_MAX = 24;

  private final CorpusDigest digest;
  private final long storedBytes;

  /**
   * Of a digest.
   *
   * @param storedBytes what the job's blocks take in the store
   */
  CorpusPage(CorpusDigest digest, long storedBytes) {
    this.digest = digest;
    this.storedBytes = storedBytes;
  }

  /**
   * The page.
   *
   * @param now when the digest was read
   * @param speed how the run that has just ended went on, MB/s over time; may be empty
   */
  Page page(Instant now, List<Point> speed) {
    var sections = new ArrayList<Section>();
    sections.add(fates());
    sections.add(rules());
    sections.add(duplicates());
    sections.add(texts());
    sections.add(sources());
    if (speed.size() > 1) {
      sections.add(
          new Section(
              "How fast",
              "Raw bytes acknowledged as durable, of the run that has just ended.",
              List.of(new Line("Throughput", "MB/s", speed))));
    }
    return new Page(
        "Corpus report",
        "job "
            + CorpusPrep.JOB
            + ", all that is committed at "
            + now.truncatedTo(ChronoUnit.SECONDS),
        cards(),
        sections);
  }

  private List<Card> cards() {
    return List.of(
        new Card("documents in", count(digest.documents()), size(digest.rawBytes()) + " raw"),
        new Card(
            "kept",
            count(digest.kept()),
            percent(digest.kept(), digest.documents()) + " of the documents"),
        new Card("tokens kept", count(digest.tokens()), "cl100k_base"),
        new Card(
            "text kept",
            size(digest.keptBytes()),
            percent(digest.keptBytes(), digest.rawBytes()) + " of the raw bytes"),
        new Card(
            "stored",
            size(storedBytes),
            String.format(
                Locale.ROOT,
                "%.2f per raw byte, index and ledger included",
                digest.rawBytes() == 0 ? 0 : (double) storedBytes / digest.rawBytes())));
  }

  private Section fates() {
    long twins = removed(Removal.DUPLICATE) + removed(Removal.SEEN_BEFORE);
    long near = removed(Removal.NEAR_DUPLICATE);
    long rest = digest.removed().values().stream().mapToLong(Long::longValue).sum() - twins - near;
    boolean adds = digest.kept() + twins + near + rest == digest.documents();
    return new Section(
        "What became of the documents",
        "Every document has exactly one fate, and the ledger says why: millrace corpus why DOCUMENT.",
        List.of(
            new Share(
                "All documents",
                "documents",
                List.of(
                    new Value("kept", digest.kept()),
                    new Value("exact duplicates", twins),
                    new Value("near duplicates", near),
                    new Value("refused by a rule", rest))),
            new Verdict(
                adds,
                "kept + removed = "
                    + count(digest.kept() + twins + near + rest)
                    + (adds ? "" : " (expected: ")
                    + (adds
                        ? ", every document is accounted for"
                        : count(digest.documents()) + ")"))));
  }

  private long removed(Removal why) {
    return digest.removed().getOrDefault(why.label(), 0L);
  }

  private Section rules() {
    return new Section(
        "Why documents went",
        "By rule, most frequent first. The documents: millrace corpus removed --rule NAME.",
        List.of(new Bars("Removed", "documents", top(digest.removed()))));
  }

  private Section duplicates() {
    ClusterCensus.Result clusters = digest.clusters();
    var sizes = new ArrayList<Value>();
    long larger = 0;
    for (Map.Entry<Long, Long> entry : clusters.sizes().entrySet()) {
      if (sizes.size() < SIZES_MAX) {
        sizes.add(new Value(String.valueOf(entry.getKey()), entry.getValue()));
      } else {
        larger += entry.getValue();
      }
    }
    if (larger > 0) {
      sizes.add(new Value("more", larger));
    }
    var alike = new ArrayList<Value>();
    int end = (int) Math.round(1 / CorpusDigest.JACCARD_STEP);
    int from = (int) Math.round(NearSettings.DEFAULT.reported() / CorpusDigest.JACCARD_STEP);
    for (int i = from; i <= end; i++) {
      alike.add(
          new Value(
              String.format(Locale.ROOT, "%.3f", i * CorpusDigest.JACCARD_STEP),
              digest.similarity(i)));
    }
    return new Section(
        "Near duplicates",
        "Candidates from shared bands, compared exactly; pairs of at least "
            + CorpusDigest.THRESHOLD
            + " form clusters, and each keeps its best document.",
        List.of(
            new Verdict(
                clusters.broken() == 0,
                clusters.broken() == 0
                    ? "every cluster keeps exactly one document: "
                        + count(clusters.clusters())
                        + " clusters checked"
                    : count(clusters.broken())
                        + " times a cluster keeps none or several (expected: each keeps one; is a"
                        + " run still going on?)"),
            new Columns("Clusters by size", "documents in the cluster", sizes),
            new Columns(
                "Compared pairs by similarity: " + count(digest.comparisons()),
                "Jaccard similarity, from",
                alike)));
  }

  private Section texts() {
    var parts = new ArrayList<Part>();
    var lengths = new ArrayList<Value>();
    int first = 0;
    int last = Long.SIZE - 2;
    while (first < last && digest.length(first) == 0) {
      first++;
    }
    while (last > first && digest.length(last) == 0) {
      last--;
    }
    for (int i = first; i <= last; i++) {
      lengths.add(new Value(size(1L << i), digest.length(i)));
    }
    parts.add(new Columns("Kept documents by length", "length of the text, from", lengths));
    if (!digest.languages().isEmpty()) {
      parts.add(
          new Bars(
              "Documents that passed the rules, by language",
              "documents",
              top(digest.languages())));
    }
    return new Section("What stays", "", parts);
  }

  private Section sources() {
    List<Map.Entry<String, CorpusDigest.SourceCount>> all =
        digest.sources().entrySet().stream()
            .sorted((a, b) -> Long.compare(b.getValue().tokens(), a.getValue().tokens()))
            .toList();
    List<List<String>> rows =
        all.stream()
            .limit(ROWS_MAX)
            .map(
                e ->
                    List.of(
                        e.getKey(),
                        count(e.getValue().documents()),
                        count(e.getValue().kept()),
                        percent(e.getValue().kept(), e.getValue().documents()),
                        count(e.getValue().tokens())))
            .toList();
    String shown = all.size() > ROWS_MAX ? "The " + ROWS_MAX + " largest of " : "";
    return new Section(
        "Where it came from",
        shown + count(all.size()) + " sources, by tokens that stay.",
        List.of(
            new Table("", List.of("source", "documents", "kept", "share", "tokens kept"), rows)));
  }

  private static List<Value> top(Map<String, Long> counts) {
    List<Value> values =
        counts.entrySet().stream()
            .filter(e -> e.getValue() > 0)
            .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
            .map(e -> new Value(e.getKey().replace('_', ' '), e.getValue()))
            .toList();
    if (values.size() <= BARS_MAX) {
      return values;
    }
    var shown = new ArrayList<>(values.subList(0, BARS_MAX - 1));
    double rest =
        values.subList(BARS_MAX - 1, values.size()).stream().mapToDouble(Value::value).sum();
    shown.add(new Value(CorpusDigest.OTHERS, rest));
    return shown;
  }

  private static String percent(long part, long whole) {
    return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  /** Bytes for people, in powers of 1,024. */
  static String size(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    String form = unit == 0 || value >= 100 || value == Math.rint(value) ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, form, value, units[unit]);
  }
}
