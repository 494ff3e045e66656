// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import io.millrace.model.Ranges;

/**
 * How much the index says of a block. Readers take an entry as it is: a change holds for blocks
 * written from then on.
 *
 * @param fieldsMax fields whose range is kept beside that of declared ones, 0 to {@link
 *     #FIELDS_CEILING}; those that a block's results have first
 * @param prefixBytes longest bound of keys and texts, 8 to 1,024; longer ones are cut, and rounded
 *     so that they stay bounds
 * @param keyFalsePositiveRate how often the filter of keys may say yes to one that is not there,
 *     0.00001 to 0.2
 * @param falsePositiveRate the same of declared fields' filters
 */
public record SkipSettings(
    int fieldsMax, int prefixBytes, double keyFalsePositiveRate, double falsePositiveRate) {
  /** No setting may go above this. Unit: fields. */
  public static final int FIELDS_CEILING = 240;

  /** Most fields that may be declared. */
  public static final int DECLARED_MAX = 16;

  /** A filter that says yes more often is not worth its bytes. */
  static final double RATE_MAX = 0.2;

  private static final double RATE_MIN = 0.00001;

  /** 64 fields, bounds of 64 bytes, one false positive in 10,000 keys, one in 100 values. */
  public static final SkipSettings DEFAULT = new SkipSettings(64, 64, 0.0001, 0.01);

  private static final String PATH = "millrace.partition.index.";

  public SkipSettings {
    Ranges.check(PATH + "fields-max", fieldsMax, 0, FIELDS_CEILING);
    Ranges.check(PATH + "prefix-bytes", prefixBytes, 8, 1_024);
    checkRate("key-false-positive-rate", keyFalsePositiveRate);
    checkRate("false-positive-rate", falsePositiveRate);
  }

  private static void checkRate(String name, double rate) {
    if (!(rate >= RATE_MIN && rate <= RATE_MAX)) {
      throw new IllegalArgumentException(PATH + name + ": " + rate + " (expected: 0.00001 to 0.2)");
    }
  }
}
