// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import com.google.protobuf.ByteString;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the index says of one field in one block. Every answer errs on one side only: it may say yes
 * where the block has no such value, never no where it has one. Thread-safe.
 *
 * <p>Values asked for are a String, Long, Integer, Double, Float, Boolean or Instant. A value is
 * compared with values of its own kind only: a text with texts, a number with numbers (whole or
 * not), a truth with truths, a time with times; of another kind there is none. Texts are in the
 * order of their code points, which is that of their UTF-8, and not that of {@link
 * String#compareTo}.
 */
public final class FieldSkip {
  /** Stands for fields that the entry had no room for. */
  static final FieldSkip ANYTHING =
      new FieldSkip(0, new TypeRanges(null, null, null, null, null), null);

  private final int present;
  private final TypeRanges ranges;
  private final @Nullable Filter filter;

  /**
   * @param present results that have it, from 1
   */
  FieldSkip(int present, TypeRanges ranges, @Nullable Filter filter) {
    this.present = present;
    this.ranges = ranges;
    this.filter = filter;
  }

  /** Whether the entry says anything of the field; if not, every answer is yes. */
  public boolean isKnown() {
    return this != ANYTHING;
  }

  /** How many results have it, of whatever type: from 1, or 0 if that is not known. */
  public int present() {
    return present;
  }

  /** Whether a filter knows its values, so that {@link #mayEqual} is not by range alone. */
  public boolean isFiltered() {
    return filter != null;
  }

  /** Whether a result's field may equal this. */
  public boolean mayEqual(Object value) {
    check(value);
    if (!isKnown()) {
      return true;
    }
    return ranges.meet(value, value)
        && (filter == null || value instanceof Boolean || filter.mayHold(hash(value)));
  }

  /**
   * Whether a result's field may lie in between.
   *
   * @param from inclusive; null: without bound
   * @param to inclusive; null: without bound
   */
  public boolean mayBeBetween(@Nullable Object from, @Nullable Object to) {
    if (from != null) {
      check(from);
    }
    if (to != null) {
      check(to);
    }
    return !isKnown() || (from == null && to == null) || ranges.meet(from, to);
  }

  /** Whether a result's field may be a text that begins like this. */
  public boolean mayStartWith(String prefix) {
    ByteRange text = ranges.text();
    return !isKnown() || (text != null && text.mayStartWith(ByteString.copyFromUtf8(prefix)));
  }

  TypeRanges ranges() {
    return ranges;
  }

  @Nullable Filter filter() {
    return filter;
  }

  private static long hash(Object value) {
    if (value instanceof String text) {
      byte[] utf8 = ByteString.copyFromUtf8(text).toByteArray();
      return Hashes.bytes(utf8, utf8.length);
    }
    return value instanceof Instant time
        ? Hashes.timeMs(TypeRanges.timeMs(time))
        : Hashes.number(((Number) value).doubleValue());
  }

  private static void check(Object value) {
    if (!(value instanceof String
        || value instanceof Long
        || value instanceof Integer
        || value instanceof Double
        || value instanceof Float
        || value instanceof Boolean
        || value instanceof Instant)) {
      throw new IllegalArgumentException(
          "value: "
              + value.getClass().getName()
              + " (expected: String, Long, Integer, Double, Float, Boolean or Instant)");
    }
  }
}
