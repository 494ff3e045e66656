// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.model.PartitionMap;
import io.millrace.model.ProducerMark;
import io.millrace.model.StateChange;
import io.millrace.model.Token;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what clients sent and were told with what is committed. Takes the blocks of all
 * partitions, each partition's in order; then {@link #finish} looks for what is missing. Linear in
 * the records. Not thread-safe.
 */
final class Checker {
  private final Workload workload;
  private final PartitionMap.Router router;
  private final Map<String, ProducerHistory> histories = new HashMap<>();
  private final Map<String, BitSet> seen = new HashMap<>();
  private final Map<Place, Long> newest = new HashMap<>();
  private final Map<ByteString, KeyHistory> keys = new HashMap<>();
  private final Verdict verdict = new Verdict();
  private long records;

  private record Place(String producer, int partition) {}

  private record Id(ProducerHistory producer, long sequence) {}

  private static final class KeyHistory {
    private Fold fold = Fold.EMPTY;
    private long latestSubmitNs = ProducerHistory.NEVER;
  }

  Checker(Workload workload, PartitionMap partitions, Collection<ProducerHistory> producers) {
    this.workload = workload;
    this.router = partitions.router();
    for (var producer : producers) {
      histories.put(producer.producer(), producer);
    }
  }

  /** Takes the next block of a partition. */
  void take(Block block) {
    Set<ByteString> changed = new LinkedHashSet<>();
    for (var result : block.results()) {
      if (!result.isMain()) {
        verdict.found(
            Violation.STATE,
            where(block) + ": side output " + result.tag() + " " + result.fields());
        continue;
      }
      records++;
      var fold = decode(result.value());
      var id = fold == null ? null : known(fold.last());
      if (fold == null || id == null || !isAsSent(id, result.key(), block)) {
        verdict.found(
            Violation.NEVER_SENT,
            where(block) + ": " + result.key().toStringUtf8() + " " + result.value());
        continue;
      }
      changed.add(result.key());
      takeRecord(block, id, result.key(), fold);
    }
    if (block.recordCount() != block.results().size()) {
      verdict.found(
          Violation.STATE,
          where(block) + ": " + block.recordCount() + " records, " + block.results().size());
    }
    if (!block.expired().isEmpty() || !block.quarantine().isEmpty()) {
      verdict.found(
          Violation.STATE, where(block) + ": " + block.expired() + " " + block.quarantine());
    }
    checkChanges(block, changed);
    checkMarks(block);
  }

  private void takeRecord(Block block, Id id, ByteString keyBytes, Fold claimed) {
    String name = id.producer().producer() + ":" + id.sequence();
    var producer = id.producer();
    var there = seen(producer);
    if (there.get((int) id.sequence())) {
      verdict.found(Violation.TWICE, where(block) + ": " + name);
    } else {
      there.set((int) id.sequence());
      checkProducerOrder(block, id);
    }
    var key = keys.computeIfAbsent(keyBytes, k -> new KeyHistory());
    long acknowledgedNs = producer.acknowledgedNs(id.sequence());
    if (acknowledgedNs != ProducerHistory.NEVER && acknowledgedNs < key.latestSubmitNs) {
      verdict.found(
          Violation.KEY_ORDER,
          where(block) + ": " + name + " of key " + keyBytes.toStringUtf8() + " came too late");
    }
    key.latestSubmitNs = Math.max(key.latestSubmitNs, producer.submittedNs(id.sequence()));
    var expected = key.fold.add(workload.value(producer.producer(), id.sequence()));
    if (!expected.equals(claimed)) {
      verdict.found(
          Violation.STATE, where(block) + ": " + name + " is " + claimed + ", not " + expected);
    }
    // From what is there, so that one wrong step counts once.
    key.fold = claimed;
  }

  private BitSet seen(ProducerHistory producer) {
    return seen.computeIfAbsent(producer.producer(), name -> new BitSet());
  }

  private void checkProducerOrder(Block block, Id id) {
    int partition = block.partition().number();
    var place = new Place(id.producer().producer(), partition);
    long before = newest.getOrDefault(place, 0L);
    long expected = next(place, before);
    if (id.sequence() != expected) {
      verdict.found(
          Violation.PRODUCER_ORDER,
          where(block) + ": " + place.producer() + ":" + id.sequence() + ", not " + expected);
    }
    newest.put(place, Math.max(before, id.sequence()));
  }

  /** The producer's next record after {@code sequence} whose key lies in the partition. */
  private long next(Place place, long sequence) {
    var history = histories.get(place.producer());
    long last = history == null ? 0 : history.last();
    for (long next = sequence + 1; next <= last; next++) {
      if (partitionOf(workload.key(place.producer(), next)) == place.partition()) {
        return next;
      }
    }
    return last + 1;
  }

  private void checkChanges(Block block, Set<ByteString> changed) {
    var told = new LinkedHashSet<ByteString>();
    for (StateChange change : block.changes()) {
      told.add(change.key());
      var key = keys.get(change.key());
      if (key == null || !change.present() || !change.state().equals(key.fold.encode())) {
        verdict.found(
            Violation.STATE,
            where(block) + ": state of " + change.key().toStringUtf8() + " is not the fold");
      }
    }
    if (!told.equals(changed)) {
      verdict.found(
          Violation.STATE, where(block) + ": states of " + told + " changed, not " + changed);
    }
  }

  private void checkMarks(Block block) {
    for (ProducerMark mark : block.marks()) {
      long real = newest.getOrDefault(new Place(mark.producer(), block.partition().number()), 0L);
      if (mark.sequence() != real) {
        verdict.found(
            Violation.STATE,
            where(block) + ": watermark " + mark.producer() + ":" + mark.sequence() + ", " + real);
      }
    }
  }

  private boolean isAsSent(Id id, ByteString key, Block block) {
    return id.producer().isSubmitted(id.sequence())
        && key.equals(workload.key(id.producer().producer(), id.sequence()))
        && partitionOf(key) == block.partition().number();
  }

  private int partitionOf(ByteString key) {
    return router.partitionOf(Token.of(key));
  }

  private @Nullable Id known(String id) {
    int colon = id.lastIndexOf(':');
    var producer = colon < 0 ? null : histories.get(id.substring(0, colon));
    if (producer == null || !id.substring(colon + 1).matches("\\d{1,9}")) {
      return null;
    }
    return new Id(producer, Long.parseLong(id.substring(colon + 1)));
  }

  private static @Nullable Fold decode(ByteString value) {
    try {
      return Fold.decode(value);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static String where(Block block) {
    return "partition " + block.partition().number() + " block " + block.sequence();
  }

  /** Records taken so far. */
  long records() {
    return records;
  }

  /** Looks for acknowledged records that no block held, and returns all that was found. */
  Verdict finish() {
    for (var history : histories.values()) {
      var there = seen(history);
      for (long sequence = 1; sequence <= history.last(); sequence++) {
        if (history.isAcknowledged(sequence) && !there.get((int) sequence)) {
          verdict.found(Violation.LOST, history.producer() + ":" + sequence);
        }
      }
    }
    return verdict;
  }
}
