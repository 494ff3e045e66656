// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the index says of one block: enough to pass over a block that has nothing of what is asked.
 * Every answer errs on one side only: it may say yes where the block has no such result, never no
 * where it has one. Thread-safe.
 *
 * <p>After Moerkotte, "Small Materialized Aggregates", VLDB 1998, and Bloom, "Space/Time Trade-offs
 * in Hash Coding with Allowable Errors", CACM 13(7), 1970.
 */
public final class SkipEntry {
  /** Most bytes of an entry; filters and fields that would make it longer are left off. */
  public static final int BYTES_MAX = 128 << 10;

  /**
   * Event times.
   *
   * @param without results without one
   * @param minMs earliest of the others, unless there are none
   * @param maxMs latest
   */
  record Times(int without, long minMs, long maxMs) {}

  /**
   * Keys.
   *
   * @param filter null if there was no room for it
   */
  record Keys(ByteRange range, @Nullable Filter filter) {}

  private final int results;
  private final int mainResults;
  private final Keys keys;
  private final Times times;
  private final boolean complete;
  private final SortedMap<String, FieldSkip> fields;

  /**
   * @param complete whether {@code fields} are all that the results have
   */
  SkipEntry(
      int results,
      int mainResults,
      Keys keys,
      Times times,
      boolean complete,
      SortedMap<String, FieldSkip> fields) {
    this.results = results;
    this.mainResults = mainResults;
    this.keys = keys;
    this.times = times;
    this.complete = complete;
    this.fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /**
   * Reads an entry.
   *
   * @param partition whose log the block belongs to, for the refusal
   * @param block its number
   * @throws MillraceException CORRUPT, naming both and the failed check, if a byte is not as it was
   *     written
   */
  public static SkipEntry decode(PartitionId partition, long block, ByteString bytes) {
    return SkipFormat.decode(partition, block, bytes);
  }

  /** How many results the block has, from 1. */
  public int results() {
    return results;
  }

  /** How many of them are main results, the others being side outputs. */
  public int mainResults() {
    return mainResults;
  }

  /** Whether a result may have this key. */
  public boolean mayHaveKey(ByteString key) {
    Filter filter = keys.filter();
    if (!keys.range().mayContain(key)) {
      return false;
    }
    byte[] bytes = key.toByteArray();
    return filter == null || filter.mayHold(Hashes.bytes(bytes, bytes.length));
  }

  /**
   * Whether a result's key may lie in between, in the order of their bytes, taken as unsigned.
   *
   * @param from inclusive; null: without bound
   * @param to inclusive; null: without bound
   */
  public boolean mayHaveKeyBetween(@Nullable ByteString from, @Nullable ByteString to) {
    return keys.range().meets(from, to);
  }

  /** Whether a result's key may begin like this. */
  public boolean mayHaveKeyWithPrefix(ByteString prefix) {
    return keys.range().mayStartWith(prefix);
  }

  /**
   * Whether a result's event time may lie in between. Results without one are no part of this.
   *
   * @param fromMs inclusive, milliseconds since 1970-01-01T00:00Z
   * @param toMs inclusive
   */
  public boolean mayHaveTimeBetween(long fromMs, long toMs) {
    return times.without() < results && times.minMs() <= toMs && times.maxMs() >= fromMs;
  }

  /** How many results have no event time. */
  public int withoutEventTime() {
    return times.without();
  }

  /**
   * What is known of a field: null if no result has it, and a {@link FieldSkip} that is not {@link
   * FieldSkip#isKnown known} if the entry had no room for it.
   */
  public @Nullable FieldSkip field(String name) {
    FieldSkip field = fields.get(name);
    return field != null || complete ? field : FieldSkip.ANYTHING;
  }

  /** The fields that something is known of, ascending. */
  public Set<String> fieldNames() {
    return fields.keySet();
  }

  /** Whether {@link #fieldNames} are all that the results have. */
  public boolean isComplete() {
    return complete;
  }

  Keys keys() {
    return keys;
  }

  Times times() {
    return times;
  }

  SortedMap<String, FieldSkip> fields() {
    return fields;
  }
}
