// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import com.google.protobuf.ByteString;
import io.millrace.select.Column;
import io.millrace.select.Column.Own;
import io.millrace.select.Comparison;
import io.millrace.select.Literal;
import io.millrace.select.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Predicates over the columns of {@link QueryRig}, some true often, some never. */
final class RandomPredicate {
  private static final List<Own> OWN = List.of(Own.values());
  private static final List<Comparison> COMPARISONS = List.of(Comparison.values());
  private static final String[] FIELDS = {"lang", "n", "flag", "at", "x", "d", "nowhere"};

  private final Random random;

  RandomPredicate(Random random) {
    this.random = random;
  }

  Predicate next(int depth) {
    int kind = random.nextInt(depth == 0 ? 6 : 9);
    return switch (kind) {
      case 6 -> new Predicate.And(parts(depth));
      case 7 -> new Predicate.Or(parts(depth));
      case 8 -> new Predicate.Not(next(depth - 1));
      case 5 -> new Predicate.Exists(column());
      case 4 -> prefix();
      case 3 -> in();
      default -> compare();
    };
  }

  private List<Predicate> parts(int depth) {
    var parts = new ArrayList<Predicate>();
    for (int i = random.nextInt(4); i > 0; i--) {
      parts.add(next(depth - 1));
    }
    return parts;
  }

  private Column column() {
    return random.nextInt(3) == 0
        ? OWN.get(random.nextInt(OWN.size()))
        : new Column.Field(FIELDS[random.nextInt(FIELDS.length)]);
  }

  private Predicate compare() {
    Column column = comparable();
    Comparison comparison = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
    return new Predicate.Compare(column, comparison, literal(column));
  }

  private Predicate in() {
    Column column = comparable();
    var literals = new ArrayList<Literal>();
    for (int i = random.nextInt(4); i > 0; i--) {
      literals.add(literal(column));
    }
    return new Predicate.In(column, literals);
  }

  private Predicate prefix() {
    return random.nextBoolean()
        ? new Predicate.Prefix(Own.KEY, new Literal.Text("k" + random.nextInt(7)))
        : new Predicate.Prefix(
            new Column.Field("lang"),
            new Literal.Text(firstLetter(QueryRig.LANGS[random.nextInt(QueryRig.LANGS.length)])));
  }

  private static String firstLetter(String text) {
    return text.substring(0, text.offsetByCodePoints(0, 1));
  }

  private Column comparable() {
    Column column = column();
    return column == Own.FIELDS ? Own.KEY : column;
  }

  private Literal literal(Column column) {
    if (column instanceof Own own) {
      return switch (own) {
        case KEY, FIELDS -> new Literal.Text("k" + random.nextInt(70));
        case VALUE ->
            random.nextBoolean()
                ? new Literal.Bytes(ByteString.copyFrom(new byte[] {(byte) 0xff, 1}))
                : new Literal.Text("value " + random.nextInt(1_000));
        case TAG -> new Literal.Text(random.nextBoolean() ? "" : "removed");
        case EVENT_TIME -> new Literal.Time(1_000L * random.nextInt(14) + random.nextInt(50));
        case PARTITION -> new Literal.Whole(random.nextInt(5));
        case BLOCK ->
            random.nextBoolean()
                ? new Literal.Whole(random.nextInt(14))
                : new Literal.Decimal(random.nextInt(28) / 2.0);
        case IDX -> new Literal.Whole(random.nextInt(20));
      };
    }
    return switch (random.nextInt(8)) {
      case 0 -> new Literal.Text(QueryRig.LANGS[random.nextInt(QueryRig.LANGS.length)]);
      case 1 -> new Literal.Whole(random.nextInt(25));
      case 2 -> new Literal.Decimal(random.nextInt(50) / 2.0);
      case 3 -> new Literal.Truth(random.nextBoolean());
      case 4 -> new Literal.Time(1_000L * random.nextInt(100));
      case 5 -> new Literal.Text("1970-01-01T00:00:" + (10 + random.nextInt(50)) + "Z");
      case 6 ->
          random.nextBoolean()
              ? new Literal.Whole(Long.MAX_VALUE - random.nextInt(3))
              : new Literal.Decimal(0x1p63);
      default -> new Literal.Whole(1_000L * random.nextInt(100));
    };
  }
}
