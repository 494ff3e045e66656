// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import com.typesafe.config.Config;
import io.millrace.codec.Dictionary;
import io.millrace.model.Ranges;

/**
 * Whether and how a node trains dictionaries; {@code millrace.dictionary} in {@code reference.conf}
 * says what each means.
 *
 * @param adoptGain share of the stored bytes, 0.03 for 3 %
 * @param retrainDrift share of the ratio that was measured
 */
public record DictionarySettings(
    boolean enabled,
    int sampleBytes,
    int dictionaryBytes,
    double adoptGain,
    double retrainDrift,
    long checkEveryBytes,
    int versionsMax,
    int jobsMax,
    long cacheBytes,
    int storeAttempts) {
  private static final String PATH = "millrace.dictionary";

  public DictionarySettings {
    Ranges.check(PATH + ".sample-bytes", sampleBytes, 64 << 10, 256 << 20);
    Ranges.check(PATH + ".dictionary-bytes", dictionaryBytes, 1 << 10, Dictionary.BYTES_MAX);
    checkShare(PATH + ".adopt-gain", adoptGain, 0, 0.9);
    checkShare(PATH + ".retrain-drift", retrainDrift, 0.01, 10);
    Ranges.check(PATH + ".check-every-bytes", checkEveryBytes, sampleBytes, 1L << 50);
    Ranges.check(PATH + ".versions-max", versionsMax, 1, 1_000);
    Ranges.check(PATH + ".jobs-max", jobsMax, 1, 10_000);
    Ranges.check(PATH + ".cache-bytes", cacheBytes, 0, 1L << 34);
    Ranges.check(PATH + ".store-attempts", storeAttempts, 1, 100);
  }

  private static void checkShare(String key, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(
          key + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }

  /** Reads {@code millrace.dictionary}. */
  public static DictionarySettings from(Config root) {
    Config c = root.getConfig(PATH);
    return new DictionarySettings(
        c.getBoolean("enabled"),
        Math.toIntExact(c.getBytes("sample-bytes")),
        Math.toIntExact(c.getBytes("dictionary-bytes")),
        c.getDouble("adopt-gain"),
        c.getDouble("retrain-drift"),
        c.getBytes("check-every-bytes"),
        c.getInt("versions-max"),
        c.getInt("jobs-max"),
        c.getBytes("cache-bytes"),
        c.getInt("store-attempts"));
  }
}
