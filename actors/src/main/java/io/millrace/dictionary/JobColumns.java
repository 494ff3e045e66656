// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import io.millrace.block.ColumnEntry;
import io.millrace.block.ColumnPlan;
import io.millrace.block.EncodedBody;
import io.millrace.codec.Codec;
import io.millrace.codec.Dictionary;
import io.millrace.codec.ZstdDictionaryCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a node knows of one job's columns: samples of its latest blocks, how well each column was
 * compressed, the dictionaries in force, and when it is time to look at them again: after an eighth
 * of what a sample holds, then after twice as many bytes each time, up to a setting; or when a
 * column is stored worse than was measured, by a setting. Thread-safe; no method waits.
 */
final class JobColumns {
  /** Columns that have less of the stored bytes are left alone: nothing is to be had there. */
  private static final double SHARE_MIN = 0.02;

  /** A job is first looked at when it has written this part of what a sample holds. */
  private static final int FIRST_CHECK_PART = 8;

  /** A job may name its fields as it likes; those above are left alone, too. */
  private static final int COLUMNS_MAX = 256;

  /** Content that never settles does not keep a processor busy for this alone. */
  private static final int DRIFT_CHECKS_MAX = 16;

  private final DictionarySettings settings;
  private final ColumnPlan base;
  private final int level;
  private final Reservoir<Sample> samples;
  private final Map<ColumnName, Seen> seen = new HashMap<>();
  private final Map<ColumnName, Dictionary> inForce = new HashMap<>();
  private volatile ColumnPlan plan;
  private long sinceCheck;
  private long dueBytes;
  private boolean checking;
  private long latestNanos;

  /** How a column fared. */
  private static final class Seen {
    private long everRaw;
    private long raw;
    private long stored;
    private double expectedRatio;

    private boolean isWorseBy(double drift) {
      return expectedRatio > 0 && stored > raw * expectedRatio * (1 + drift);
    }
  }

  /**
   * @param base the plan without dictionaries
   * @param level of dictionaries' codecs
   */
  JobColumns(DictionarySettings settings, ColumnPlan base, int level, RandomGenerator random) {
    this.settings = settings;
    this.base = base;
    this.level = level;
    this.samples = new Reservoir<>(settings.sampleBytes(), random);
    this.plan = base;
    this.dueBytes = settings.sampleBytes() / FIRST_CHECK_PART;
  }

  /** The plan for the next block. */
  ColumnPlan plan() {
    return plan;
  }

  /**
   * Takes note of a block.
   *
   * @param nowNanos by any clock that does not go back
   * @return whether it is time for a check: then one is begun, and {@link #checked} ends it
   */
  synchronized boolean encoded(ColumnPlan by, EncodedBody body, long nowNanos) {
    latestNanos = nowNanos;
    if (body.columns().isEmpty()) {
      return false;
    }
    samples.offer(new Sample(body, by), body.rawLength());
    sinceCheck += body.rawLength();
    boolean drifted = false;
    for (ColumnEntry entry : body.columns()) {
      Seen column = column(ColumnName.of(entry));
      column.everRaw += entry.rawLength();
      column.raw += entry.rawLength();
      column.stored += entry.storedLength();
      drifted |= column.isWorseBy(settings.retrainDrift());
    }
    long driftBytes = Math.max(settings.sampleBytes(), dueBytes / DRIFT_CHECKS_MAX);
    boolean due = sinceCheck >= dueBytes || (drifted && sinceCheck >= driftBytes);
    if (!due || checking) {
      return false;
    }
    checking = true;
    return true;
  }

  /** When the latest block came. */
  synchronized long latestNanos() {
    return latestNanos;
  }

  private Seen column(ColumnName name) {
    Seen known = seen.get(name);
    if (known == null) {
      known = new Seen();
      if (seen.size() < COLUMNS_MAX) {
        seen.put(name, known);
      }
    }
    return known;
  }

  /** The samples since the last check. */
  synchronized List<Sample> samples() {
    return samples.items();
  }

  /** Whether a column has enough of the bytes stored since the last check to be looked at. */
  synchronized boolean matters(ColumnName column) {
    long all = seen.values().stream().mapToLong(each -> each.stored).sum();
    Seen one = seen.get(column);
    return one != null && one.stored >= SHARE_MIN * all;
  }

  /** Raw bytes that a column had in all blocks so far. */
  synchronized long everRawBytes(ColumnName column) {
    Seen one = seen.get(column);
    return one == null ? 0 : one.everRaw;
  }

  /** The dictionary that new blocks' column is compressed with. */
  synchronized Optional<Dictionary> inForce(ColumnName column) {
    return Optional.ofNullable(inForce.get(column));
  }

  /**
   * Puts a dictionary in force, or none.
   *
   * @param dictionary is stored for good
   */
  synchronized void put(ColumnName column, Optional<Dictionary> dictionary) {
    if (!inForce(column).equals(dictionary)) {
      dictionary.ifPresentOrElse(
          changed -> inForce.put(column, changed), () -> inForce.remove(column));
      Codec codec =
          dictionary
              .<Codec>map(changed -> ZstdDictionaryCodec.of(changed, level))
              .orElse(base.codec(column.kind(), column.field()));
      plan = column.in(plan, codec);
    }
  }

  /** How well a column is to be stored from now on: worse than that by the setting is drift. */
  synchronized void expect(ColumnName column, double ratio) {
    column(column).expectedRatio = ratio;
  }

  /** Ends a check; the next one looks at what comes from here on. */
  synchronized void checked() {
    checking = false;
    samples.clear();
    sinceCheck = 0;
    dueBytes = Math.min(2 * dueBytes, settings.checkEveryBytes());
    for (Seen column : seen.values()) {
      column.raw = 0;
      column.stored = 0;
    }
  }
}
