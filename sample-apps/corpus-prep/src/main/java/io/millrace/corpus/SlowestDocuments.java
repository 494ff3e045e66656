// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.client.AnswerRow;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.DocumentClock.Sample;
import io.millrace.corpus.document.DocumentId;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The documents that take longest to prepare. What a node took cannot be among its results, since
 * the same record must give the same results wherever and however often it runs. So the longest
 * documents and a sample of all, those of the lowest ids, which are hashes, are prepared again
 * here: by the client, in one thread, each as often as {@link #ROUNDS} says, and the quickest time
 * counts.
 *
 * @param of documents that passed the rules or that a rule refused: as many could be measured
 * @param measured how many of them were
 * @param unmeasured how many could not be, since what their recipe needs is not on this machine
 * @param typicalBytes median size of the sample
 * @param typicalSpeed median speed of the sample. Unit: MB/s
 * @param slowest the slowest, the slowest first
 */
record SlowestDocuments(
    long of,
    int measured,
    int unmeasured,
    double typicalBytes,
    double typicalSpeed,
    List<TimedDocument> slowest) {
  /** How many are listed unless somebody says otherwise. */
  static final int LISTED = 10;

  /** Most that can be listed. */
  static final int LISTED_MAX = 50;

  /** How many of the longest are measured, and how many others as a sample. */
  static final int LONGEST = 50;

  static final int SAMPLE = 50;

  /** The longest are fewer if they are larger together. Unit: bytes of UTF-8. */
  private static final long BYTES_MAX = 16 << 20;

  private static final int ROUNDS = 3;

  /** Nothing was measured. */
  static final SlowestDocuments NONE = new SlowestDocuments(0, 0, 0, 0, 0, List.of());

  SlowestDocuments {
    slowest = List.copyOf(slowest);
  }

  private record Entry(DocumentId id, boolean kept, long bytes) {}

  /**
   * Measures.
   *
   * @param most how many to list, 0 to {@link #LISTED_MAX}; for 0 nothing is read
   */
  static SlowestDocuments measure(MillraceClient client, int most) {
    if (most == 0) {
      return NONE;
    }
    var ledger = new LedgerQueries(client);
    var choice = new Choice();
    ledger.eachDecision(
        List.of(
            DocumentsProcessor.STATUS,
            DocumentsProcessor.REASON,
            DocumentsProcessor.BYTES,
            DocumentFields.RAW_BYTES,
            Departures.WAS),
        choice::add);
    var samples = new LinkedHashMap<DocumentId, Sample>();
    Set<DocumentId> typical = choice.sample();
    long bytes = 0;
    for (Entry entry : choice.chosen()) {
      if (bytes < BYTES_MAX || typical.contains(entry.id())) {
        var found = ledger.text(entry.id(), entry.kept());
        if (found.isPresent()) {
          samples.put(entry.id(), found.get());
          bytes += found.get().bytes();
        }
      }
    }
    return measure(
        choice.documents, samples.values(), typical, most, new DocumentClock(System::nanoTime));
  }

  /** The documents that are measured, chosen in one pass over the ledger. */
  private static final class Choice {
    private final PriorityQueue<Entry> longest =
        new PriorityQueue<>(Comparator.comparingLong(Entry::bytes));
    private final PriorityQueue<Entry> lowest =
        new PriorityQueue<>(Comparator.comparing(Entry::id).reversed());
    private final Set<DocumentId> gone = new HashSet<>();
    private long documents;

    private void add(AnswerRow row) {
      DocumentId id = DocumentId.of(row.bytes("key").orElseThrow());
      if (row.text(Departures.WAS).isPresent()) {
        gone.add(id);
        return;
      }
      boolean isKept =
          row.text(DocumentsProcessor.STATUS).orElse("").equals(DocumentsProcessor.KEPT);
      String reason = row.text(DocumentsProcessor.REASON).orElse("");
      if (isKept || reason.equals(Removal.REFUSED.label())) {
        documents++;
        long raw = row.whole(DocumentFields.RAW_BYTES).orElse(0L);
        var entry = new Entry(id, isKept, row.whole(DocumentsProcessor.BYTES).orElse(raw));
        offer(longest, entry, LONGEST);
        offer(lowest, entry, SAMPLE);
      }
    }

    /** Keeps those that come last in the queue's order. */
    private static void offer(PriorityQueue<Entry> queue, Entry entry, int most) {
      if (queue.stream().noneMatch(other -> other.id().equals(entry.id()))) {
        queue.add(entry);
        if (queue.size() > most) {
          queue.remove();
        }
      }
    }

    private Set<DocumentId> sample() {
      var ids = new HashSet<DocumentId>();
      lowest.stream().map(Entry::id).filter(id -> !gone.contains(id)).forEach(ids::add);
      return ids;
    }

    /** The sample, then the longest first. */
    private List<Entry> chosen() {
      var all = new LinkedHashMap<DocumentId, Entry>();
      Stream.concat(
              lowest.stream(),
              longest.stream().sorted(Comparator.comparingLong(Entry::bytes).reversed()))
          .filter(entry -> !gone.contains(entry.id()))
          .forEach(entry -> all.putIfAbsent(entry.id(), entry));
      return List.copyOf(all.values());
    }
  }

  /** The measurement itself. */
  static SlowestDocuments measure(
      long of, Collection<Sample> samples, Set<DocumentId> typical, int most, DocumentClock clock) {
    Map<DocumentId, TimedDocument> timed = new HashMap<>();
    Set<DocumentId> failed = new HashSet<>();
    // The first round also gives the compiler time to do its work.
    for (int round = 0; round < ROUNDS; round++) {
      for (Sample sample : samples) {
        if (!failed.contains(sample.id())) {
          try {
            timed.merge(sample.id(), clock.time(sample), TimedDocument::orFaster);
          } catch (MillraceException e) {
            if (e.kind() != Kind.CALLER) {
              throw e;
            }
            failed.add(sample.id());
          }
        }
      }
    }
    List<TimedDocument> ofSample =
        timed.values().stream().filter(one -> typical.contains(one.id())).toList();
    List<TimedDocument> slowest =
        timed.values().stream()
            .sorted(
                Comparator.comparingDouble((TimedDocument one) -> one.ms())
                    .reversed()
                    .thenComparing(TimedDocument::id))
            .limit(most)
            .toList();
    return new SlowestDocuments(
        of,
        timed.size(),
        failed.size(),
        median(ofSample.stream().map(one -> (double) one.bytes()).toList()),
        median(ofSample.stream().map(TimedDocument::megabytesPerSecond).toList()),
        slowest);
  }

  private static double median(List<Double> values) {
    var sorted = new ArrayList<>(values);
    sorted.sort(Comparator.naturalOrder());
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
  }

  /** What may be why one of them takes long. */
  List<String> standsOut(TimedDocument document) {
    return document.standsOut(typicalBytes, typicalSpeed);
  }

  /** How it was measured, in a sentence. */
  String method() {
    String missing =
        unmeasured == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %,d more could not be, what their recipe needs is not here",
                unmeasured);
    return String.format(
        Locale.ROOT,
        "prepared again on this machine in one thread, the best of %d times: the longest and a"
            + " sample, %,d of %,d documents%s; median of the sample %,.0f bytes, %.1f MB/s",
        ROUNDS,
        measured,
        of,
        missing,
        typicalBytes,
        typicalSpeed);
  }
}
