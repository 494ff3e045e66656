// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Sum and mean of numbers. Longs are added exactly in 128 bits; doubles with what each addition
 * rounds away carried along, after Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation
 * endlicher Summen", ZAMM 54, 1974.
 */
final class NumberFold implements Fold {
  private final Call call;
  private long count;
  private long low;
  private long high;
  private boolean anyDouble;
  private double sum;
  private double rest;

  NumberFold(Call call) {
    this.call = call;
  }

  @Override
  public void add(Cells cells, Cells.Kind kind, int row) {
    switch (kind) {
      case LONG -> addLong(cells.whole(row));
      case DOUBLE -> {
        anyDouble = true;
        addDouble(cells.decimal(row));
      }
      default ->
          throw Folds.wrongType(call, kind.name().toLowerCase(Locale.ROOT), "long or double");
    }
    count++;
  }

  private void addLong(long value) {
    long next = low + value;
    high += (value >> 63) + (Long.compareUnsigned(next, low) < 0 ? 1 : 0);
    low = next;
  }

  private void addDouble(double value) {
    double next = sum + value;
    rest += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }

  @Override
  public void merge(Fold other) {
    var that = (NumberFold) other;
    count += that.count;
    long next = low + that.low;
    high += that.high + (Long.compareUnsigned(next, low) < 0 ? 1 : 0);
    low = next;
    anyDouble |= that.anyDouble;
    addDouble(that.sum);
    rest += that.rest;
  }

  private BigInteger longs() {
    return BigInteger.valueOf(high).shiftLeft(64).add(new BigInteger(Long.toUnsignedString(low)));
  }

  @Override
  public @Nullable Object result() {
    if (count == 0) {
      return null;
    }
    BigInteger longs = longs();
    double total = sum + rest + longs.doubleValue();
    if (!Double.isFinite(total)) {
      throw tooLarge(Double.toString(total), "a sum up to " + Double.MAX_VALUE);
    }
    if (call.function() == Call.Function.AVG) {
      return total / count;
    }
    if (anyDouble) {
      return total;
    }
    if (longs.bitLength() > 63) {
      throw tooLarge(longs.toString(), "-2^63 to 2^63-1; avg(x) and count(x) have no such bound");
    }
    return longs.longValue();
  }

  private MillraceException tooLarge(String value, String expected) {
    return MillraceException.of(Kind.CALLER, "sum is too large")
        .with("aggregate", call.sql())
        .with("value", value)
        .with("expected", expected);
  }
}
