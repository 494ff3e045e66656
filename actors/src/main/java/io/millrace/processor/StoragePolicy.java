// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import io.millrace.model.Fields;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/**
 * How a job's results are kept: what the skip index has filters of, and for how long they stay; and
 * for how long its producers are known.
 *
 * @param indexed fields of the results whose values the index has filters of, ascending, at most
 *     {@link #INDEXED_MAX}: for those that queries compare with {@code =}. A field that is no part
 *     of the results costs nothing
 * @param retainAge results of blocks older than this may be deleted, 1 s to 36,500 days; zero: as
 *     {@code millrace.partition.retain-age} says
 * @param retainBytes of each partition, results of the oldest blocks may be deleted while so many
 *     stored bytes are left, 1 MiB up; zero: as {@code millrace.partition.retain-bytes} says
 * @param producerRetention how long a producer may put nothing into a partition before it expires
 *     there, 1 ms to 36,500 days; zero: as {@code millrace.partition.producer-retention} says
 */
public record StoragePolicy(
    List<String> indexed, Duration retainAge, long retainBytes, Duration producerRetention) {
  /** Most fields that are indexed: each takes some time and space of every record. */
  public static final int INDEXED_MAX = 16;

  /** No field is indexed, and the node's settings say what stays. */
  public static final StoragePolicy DEFAULT =
      new StoragePolicy(List.of(), Duration.ZERO, 0, Duration.ZERO);

  private static final Duration RETENTION_MIN = Duration.ofMillis(1);
  private static final Duration AGE_MIN = Duration.ofSeconds(1);
  private static final Duration AGE_MAX = Duration.ofDays(36_500);
  private static final long BYTES_MIN = 1 << 20;

  public StoragePolicy {
    indexed = List.copyOf(new TreeSet<>(indexed));
    if (indexed.size() > INDEXED_MAX) {
      throw new IllegalArgumentException(
          "indexed: " + indexed.size() + " fields (expected: at most " + INDEXED_MAX + ")");
    }
    for (String name : indexed) {
      if (name.isEmpty() || name.length() > Fields.NAME_LENGTH_MAX) {
        throw new IllegalArgumentException(
            "indexed: '"
                + name
                + "' (expected: the name of a field, 1 to "
                + Fields.NAME_LENGTH_MAX
                + " characters)");
      }
    }
    if (isOutside(retainAge, AGE_MIN)) {
      throw new IllegalArgumentException(
          "retainAge: " + retainAge + " (expected: 1 s to 36,500 days, or zero)");
    }
    if (retainBytes != 0 && retainBytes < BYTES_MIN) {
      throw new IllegalArgumentException(
          "retainBytes: " + retainBytes + " (expected: " + BYTES_MIN + " up, or 0)");
    }
    if (isOutside(producerRetention, RETENTION_MIN)) {
      throw new IllegalArgumentException(
          "producerRetention: " + producerRetention + " (expected: 1 ms to 36,500 days, or zero)");
    }
  }

  private static boolean isOutside(Duration time, Duration min) {
    return !time.isZero() && (time.compareTo(min) < 0 || time.compareTo(AGE_MAX) > 0);
  }

  /** The same with other indexed fields. */
  public StoragePolicy withIndexed(List<String> names) {
    return new StoragePolicy(names, retainAge, retainBytes, producerRetention);
  }

  /** The same with another age; zero leaves it to the node's settings. */
  public StoragePolicy withRetainAge(Duration age) {
    return new StoragePolicy(indexed, age, retainBytes, producerRetention);
  }

  /** The same with another size; 0 leaves it to the node's settings. */
  public StoragePolicy withRetainBytes(long bytes) {
    return new StoragePolicy(indexed, retainAge, bytes, producerRetention);
  }

  /**
   * The same with producers that expire later or sooner; zero leaves it to the node's settings. For
   * a job whose producers cannot open afresh, since nobody else can tell what they sent.
   */
  public StoragePolicy withProducerRetention(Duration time) {
    return new StoragePolicy(indexed, retainAge, retainBytes, time);
  }
}
