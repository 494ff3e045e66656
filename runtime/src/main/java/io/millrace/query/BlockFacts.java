// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.google.protobuf.ByteString;
import io.millrace.select.Column;
import io.millrace.select.Column.Own;
import io.millrace.select.Comparison;
import io.millrace.select.Literal;
import io.millrace.select.Predicate;
import io.millrace.skip.SkipEntry;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a block: its number, and its entry in the skip index.
 *
 * @param entry null if it has none
 */
record BlockFacts(long block, @Nullable SkipEntry entry) implements Prune.Facts {
  @Override
  public @Nullable String absent(Predicate leaf) {
    if (leaf instanceof Predicate.Compare compare && compare.column() == Own.BLOCK) {
      return PartitionFacts.holds(compare, block) ? null : "block number";
    }
    SkipEntry known = entry;
    if (known == null) {
      return null;
    }
    boolean not = leaf instanceof Predicate.Not;
    Predicate inner = leaf instanceof Predicate.Not n ? n.part() : leaf;
    if (inner instanceof Predicate.Compare compare) {
      return not ? null : compare(known, compare.column(), compare.comparison(), compare.literal());
    }
    if (inner instanceof Predicate.In in) {
      if (not) {
        return in.literals().isEmpty() ? null : anything(known, in.column());
      }
      return in(known, in);
    }
    if (inner instanceof Predicate.Prefix prefix) {
      return not ? anything(known, prefix.column()) : prefix(known, prefix);
    }
    return exists(known, ((Predicate.Exists) inner).column(), not);
  }

  /** A comparison is true only where there is something to compare. */
  private static @Nullable String anything(SkipEntry entry, Column column) {
    return exists(entry, column, false);
  }

  private static @Nullable String exists(SkipEntry entry, Column column, boolean not) {
    if (column instanceof Column.Field field) {
      var known = entry.field(field.name());
      if (not) {
        return known != null && known.isKnown() && known.present() == entry.results()
            ? field.name() + " presence"
            : null;
      }
      return known == null ? field.name() + " presence" : null;
    }
    if (column == Own.EVENT_TIME) {
      int without = entry.withoutEventTime();
      return (not ? without == 0 : without == entry.results()) ? "event_time presence" : null;
    }
    return not ? "presence" : null;
  }

  private static @Nullable String in(SkipEntry entry, Predicate.In in) {
    String reason = "IN ()";
    for (Literal literal : in.literals()) {
      reason = compare(entry, in.column(), Comparison.EQ, literal);
      if (reason == null) {
        return null;
      }
    }
    return reason;
  }

  private static @Nullable String compare(
      SkipEntry entry, Column column, Comparison comparison, Literal literal) {
    if (column instanceof Column.Field field) {
      var known = entry.field(field.name());
      return known == null
          ? field.name() + " presence"
          : FieldFacts.absent(field.name(), known, comparison, literal);
    }
    return switch ((Own) column) {
      case KEY -> key(entry, comparison, PartitionFacts.bytes(literal));
      case EVENT_TIME -> time(entry, comparison, ((Literal.Time) literal).ms());
      case TAG -> tag(entry, comparison, ((Literal.Text) literal).value());
      default -> null;
    };
  }

  private static @Nullable String key(SkipEntry entry, Comparison comparison, ByteString key) {
    return switch (comparison) {
      case EQ ->
          !entry.mayHaveKeyBetween(key, key)
              ? "key range"
              : entry.mayHaveKey(key) ? null : "key filter";
      case LT, LE -> entry.mayHaveKeyBetween(null, key) ? null : "key range";
      case GT, GE -> entry.mayHaveKeyBetween(key, null) ? null : "key range";
      case NE -> null;
    };
  }

  private static @Nullable String time(SkipEntry entry, Comparison comparison, long ms) {
    boolean may =
        switch (comparison) {
          case EQ -> entry.mayHaveTimeBetween(ms, ms);
          case LT, LE -> entry.mayHaveTimeBetween(Long.MIN_VALUE, ms);
          case GT, GE -> entry.mayHaveTimeBetween(ms, Long.MAX_VALUE);
          case NE -> entry.withoutEventTime() < entry.results();
        };
    return may ? null : "event_time range";
  }

  private static @Nullable String tag(SkipEntry entry, Comparison comparison, String tag) {
    boolean main = tag.isEmpty();
    boolean may =
        switch (comparison) {
          case EQ -> main ? entry.mainResults() > 0 : entry.mainResults() < entry.results();
          case NE, GT -> !main || entry.mainResults() < entry.results();
          case LT -> !main;
          case LE, GE -> true;
        };
    return may ? null : "tag";
  }

  private static @Nullable String prefix(SkipEntry entry, Predicate.Prefix prefix) {
    if (prefix.column() == Own.KEY) {
      return entry.mayHaveKeyWithPrefix(PartitionFacts.bytes(prefix.literal()))
          ? null
          : "key range";
    }
    if (prefix.column() instanceof Column.Field field
        && prefix.literal() instanceof Literal.Text text) {
      var known = entry.field(field.name());
      if (known == null) {
        return field.name() + " presence";
      }
      return known.mayStartWith(text.value()) ? null : field.name() + " range";
    }
    return null;
  }
}
