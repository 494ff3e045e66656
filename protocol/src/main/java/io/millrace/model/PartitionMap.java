// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Which partition owns which tokens. The ranges cover all tokens without overlap; nothing else may
 * be assumed of them, neither equal width nor that a partition's number says its range.
 *
 * @param version counts up from 1 with every change of the map
 * @param starts first token (unsigned) of each range, ascending, the first one 0
 * @param numbers partition number of each range
 */
public record PartitionMap(int version, List<Integer> starts, List<Integer> numbers) {
  /** More partitions than this make every node's bookkeeping slow before they make work fast. */
  public static final int PARTITIONS_MAX = 4096;

  public PartitionMap {
    starts = List.copyOf(starts);
    numbers = List.copyOf(numbers);
    if (version < 1) {
      throw new IllegalArgumentException("version: " + version + " (expected: >= 1)");
    }
    if (starts.isEmpty() || starts.size() > PARTITIONS_MAX || starts.size() != numbers.size()) {
      throw new IllegalArgumentException(
          "starts: "
              + starts.size()
              + ", numbers: "
              + numbers.size()
              + " (expected: equal, 1 to "
              + PARTITIONS_MAX
              + ")");
    }
    if (starts.get(0) != 0) {
      throw new IllegalArgumentException("starts[0]: " + starts.get(0) + " (expected: 0)");
    }
    for (int i = 1; i < starts.size(); i++) {
      if (Integer.compareUnsigned(starts.get(i - 1), starts.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "starts["
                + i
                + "]: "
                + Integer.toUnsignedString(starts.get(i))
                + " (expected: above the one before)");
      }
    }
  }

  /** A first map: {@code count} ranges of nearly equal width, numbered from 0 in token order. */
  public static PartitionMap even(int count) {
    return even(count, 0);
  }

  /** The same, numbered from {@code first}, 0 up. */
  public static PartitionMap even(int count, int first) {
    if (count < 1 || count > PARTITIONS_MAX) {
      throw new IllegalArgumentException(
          "partitions: " + count + " (expected: 1 to " + PARTITIONS_MAX + ")");
    }
    var starts = new ArrayList<Integer>(count);
    var numbers = new ArrayList<Integer>(count);
    for (int i = 0; i < count; i++) {
      starts.add((int) ((1L << 32) * i / count));
      numbers.add(first + i);
    }
    return new PartitionMap(1, starts, numbers);
  }

  /** How many partitions there are. */
  public int count() {
    return starts.size();
  }

  /** The range at a place of the map, 0-based in token order. */
  public TokenRange range(int place) {
    int last = place + 1 < starts.size() ? starts.get(place + 1) - 1 : -1;
    return new TokenRange(starts.get(place), last);
  }

  /** A router over this map; make one and keep it, routing itself allocates nothing. */
  public Router router() {
    return new Router(this);
  }

  /** Finds the partition of a token by binary search. Thread-safe. */
  public static final class Router {
    private final int[] starts;
    private final int[] numbers;

    private Router(PartitionMap map) {
      starts = map.starts.stream().mapToInt(Integer::intValue).toArray();
      numbers = map.numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The number of the partition that owns the token. */
    public int partitionOf(int token) {
      int low = 0;
      int high = starts.length - 1;
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (Integer.compareUnsigned(starts[middle], token) <= 0) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return numbers[low];
    }
  }
}
