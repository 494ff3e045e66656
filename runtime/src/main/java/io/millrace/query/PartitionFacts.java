// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.google.protobuf.ByteString;
import io.millrace.model.PartitionMap.Router;
import io.millrace.model.Token;
import io.millrace.select.Column;
import io.millrace.select.Column.Own;
import io.millrace.select.Comparison;
import io.millrace.select.Literal;
import io.millrace.select.Predicate;
import org.jspecify.annotations.Nullable;

/** What a partition's number says: its keys' tokens, and itself. */
record PartitionFacts(int partition, Router router) implements Prune.Facts {
  @Override
  public @Nullable String absent(Predicate leaf) {
    if (leaf instanceof Predicate.Compare compare) {
      if (compare.column() == Own.KEY && compare.comparison() == Comparison.EQ) {
        return owns(compare.literal()) ? null : "key";
      }
      return compare.column() != Own.PARTITION || holds(compare, partition) ? null : "partition";
    }
    if (leaf instanceof Predicate.In in) {
      Column column = in.column();
      if (column == Own.KEY) {
        return in.literals().stream().anyMatch(this::owns) ? null : "key";
      }
      if (column == Own.PARTITION) {
        boolean any = in.literals().stream().anyMatch(l -> holds(equal(l), partition));
        return any ? null : "partition";
      }
    }
    return null;
  }

  private static Predicate.Compare equal(Literal literal) {
    return new Predicate.Compare(Own.PARTITION, Comparison.EQ, literal);
  }

  private boolean owns(Literal literal) {
    return router.partitionOf(Token.of(bytes(literal))) == partition;
  }

  /** The bytes that a key or value is compared with. */
  static ByteString bytes(Literal literal) {
    return literal instanceof Literal.Text text
        ? ByteString.copyFromUtf8(text.value())
        : ((Literal.Bytes) literal).value();
  }

  /** Whether a comparison with a number holds for a number below 2^53. */
  static boolean holds(Predicate.Compare compare, long value) {
    int order =
        compare.literal() instanceof Literal.Whole whole
            ? Long.compare(value, whole.value())
            : Double.compare((double) value, ((Literal.Decimal) compare.literal()).value());
    return compare.comparison().holds(order);
  }
}
