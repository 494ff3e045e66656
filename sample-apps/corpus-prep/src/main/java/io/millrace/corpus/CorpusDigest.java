// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.AnswerRow;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.ledger.ClusterCensus;
import io.millrace.corpus.near.NearSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was decided about all documents, added up over the committed results: by rule, source,
 * language, length and similarity. Reads decisions and comparisons, no texts. Not thread-safe.
 */
final class CorpusDigest {
  /** Names that are counted one by one; what comes later is counted together. */
  static final int NAMES_MAX = 10_000;

  /** Where names beyond {@link #NAMES_MAX} are counted. */
  static final String OTHERS = "(others)";

  /** Ranges of similarity, each so wide. */
  static final double JACCARD_STEP = 0.025;

  /** Similarity from which on two documents are near duplicates. */
  static final double THRESHOLD = NearSettings.DEFAULT.threshold();

  private static final List<String> COLUMNS =
      List.of(
          DocumentsProcessor.STATUS,
          DocumentsProcessor.REASON,
          DocumentsProcessor.BYTES,
          DocumentsProcessor.TOKENS,
          DocumentsProcessor.KEPT_HASH,
          DocumentFields.SOURCE,
          DocumentFields.RAW_BYTES,
          DocumentFields.RESTORED,
          DocumentFields.PROMOTED,
          Departures.WAS,
          RecipeRules.RULE,
          RecipeRules.LANGUAGE);

  /** A source's documents. */
  static final class SourceCount {
    private long documents;
    private long kept;
    private long tokens;

    long documents() {
      return documents;
    }

    long kept() {
      return kept;
    }

    long tokens() {
      return tokens;
    }
  }

  private final Map<String, SourceCount> sources = new TreeMap<>();
  private final Map<String, Long> removed = new TreeMap<>();
  private final Map<Removal, Long> reasons = new EnumMap<>(Removal.class);
  private final Map<String, Long> languages = new TreeMap<>();
  private final long[] lengths = new long[Long.SIZE];
  private final long[] similarities = new long[(int) Math.round(1 / JACCARD_STEP) + 1];
  private final ClusterCensus census = new ClusterCensus();
  private long documents;
  private long kept;
  private long tokens;
  private long rawBytes;
  private long keptBytes;
  private long comparisons;
  private long restored;

  private CorpusDigest() {}

  /** Reads all decisions, then all comparisons. */
  static CorpusDigest read(MillraceClient client) {
    var ledger = new LedgerQueries(client);
    var digest = new CorpusDigest();
    ledger.eachDecision(COLUMNS, digest::add);
    ledger.eachComparison(digest::add);
    return digest;
  }

  private void add(AnswerRow row) {
    String reason = row.text(DocumentsProcessor.REASON).orElse("");
    boolean isMain = row.text("tag").orElse("").isEmpty();
    Restorations.takenBack(row).ifPresent(rule -> takeBack(row, rule));
    String was = row.text(Departures.WAS).orElse("");
    if (!was.isEmpty()) {
      takenDown(row, isMain, was);
      return;
    }
    if (!isMain) {
      reasons.merge(Removal.ofLabel(reason), 1L, Long::sum);
      removed.merge(name(removed, row.text(RecipeRules.RULE).orElse(reason)), 1L, Long::sum);
      if (!reason.equals(Removal.NEAR_DUPLICATE.label())) {
        arrived(row);
      }
      return;
    }
    DocumentId id = DocumentId.of(row.bytes("key").orElseThrow());
    boolean stays = row.text(DocumentsProcessor.STATUS).orElse("").equals(DocumentsProcessor.KEPT);
    if (stays) {
      if (row.whole(DocumentFields.PROMOTED).isPresent()) {
        isNearNoMore();
      } else {
        arrived(row);
      }
      census.kept(id);
    } else {
      census.removed(id, DocumentId.parse(row.text(DocumentsProcessor.KEPT_HASH).orElse("")));
    }
    count(row, stays ? 1 : -1);
  }

  /** What comes of a takedown; a document that was never kept keeps the fate that it had. */
  private void takenDown(AnswerRow row, boolean isMain, String was) {
    if (isMain) {
      census.takenDown(DocumentId.of(row.bytes("key").orElseThrow()));
      if (was.equals(DocumentsProcessor.KEPT)) {
        count(row, -1);
      }
    } else if (!was.equals(Departures.NEVER_KEPT)) {
      if (was.equals(DocumentsProcessor.REMOVED)) {
        isNearNoMore();
      }
      reasons.merge(Removal.TAKEN_DOWN, 1L, Long::sum);
      removed.merge(name(removed, Removal.TAKEN_DOWN.label()), 1L, Long::sum);
    }
  }

  /** A near duplicate that has come back or has another fate. */
  private void isNearNoMore() {
    reasons.merge(Removal.NEAR_DUPLICATE, -1L, Long::sum);
    removed.merge(name(removed, Removal.NEAR_DUPLICATE.label()), -1L, Long::sum);
  }

  /** A refusal that no longer counts: the same document came again to be judged anew. */
  private void takeBack(AnswerRow row, String rule) {
    restored++;
    reasons.merge(Removal.REFUSED, -1L, Long::sum);
    removed.merge(name(removed, rule), -1L, Long::sum);
    documents--;
    rawBytes -= row.whole(DocumentFields.RAW_BYTES).orElse(0L);
    source(row).documents--;
  }

  private void arrived(AnswerRow row) {
    documents++;
    rawBytes += row.whole(DocumentFields.RAW_BYTES).orElse(0L);
    source(row).documents++;
  }

  /** Counts a document as one that stays, or takes it back. */
  private void count(AnswerRow row, int sign) {
    long bytes = row.whole(DocumentsProcessor.BYTES).orElse(0L);
    long count = row.whole(DocumentsProcessor.TOKENS).orElse(0L);
    kept += sign;
    keptBytes += sign * bytes;
    tokens += sign * count;
    SourceCount source = source(row);
    source.kept += sign;
    source.tokens += sign * count;
    lengths[Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.max(1, bytes))] += sign;
    row.text(RecipeRules.LANGUAGE)
        .ifPresent(l -> languages.merge(name(languages, l), (long) sign, Long::sum));
  }

  private SourceCount source(AnswerRow row) {
    String name = name(sources, row.text(DocumentFields.SOURCE).orElse(""));
    return sources.computeIfAbsent(name, any -> new SourceCount());
  }

  private static String name(Map<String, ?> counts, String name) {
    return counts.size() < NAMES_MAX || counts.containsKey(name) ? name : OTHERS;
  }

  private void add(LedgerQueries.Compared pair) {
    comparisons++;
    similarities[(int) (pair.jaccard() / JACCARD_STEP + 1e-9)]++;
    if (pair.jaccard() >= THRESHOLD) {
      census.alike(pair.one(), pair.other());
    }
  }

  /** Documents that came, each time that they came. */
  long documents() {
    return documents;
  }

  /** How often a document came again because its refusal was taken back. */
  long restored() {
    return restored;
  }

  /** Documents that stay. */
  long kept() {
    return kept;
  }

  /** Tokens of the documents that stay. */
  long tokens() {
    return tokens;
  }

  /** Size of all documents as they were found. Unit: bytes. */
  long rawBytes() {
    return rawBytes;
  }

  /** Size of the texts that stay. Unit: bytes. */
  long keptBytes() {
    return keptBytes;
  }

  /** Comparisons that were written down. */
  long comparisons() {
    return comparisons;
  }

  /** Documents that went, by rule, or by reason where there is none. */
  Map<String, Long> removed() {
    return removed;
  }

  /** Documents that went, by reason. */
  Map<Removal, Long> reasons() {
    return reasons;
  }

  /** By source. */
  Map<String, SourceCount> sources() {
    return sources;
  }

  /** Documents that passed the rules, by language; of those of which one was found. */
  Map<String, Long> languages() {
    return languages;
  }

  /** Documents that stay of 2^i to 2^(i+1) - 1 bytes. */
  long length(int i) {
    return lengths[i];
  }

  /** Comparisons of a similarity from i to i + 1 times {@link #JACCARD_STEP}. */
  long similarity(int i) {
    return similarities[i];
  }

  /** The clusters. */
  ClusterCensus.Result clusters() {
    return census.result();
  }
}
