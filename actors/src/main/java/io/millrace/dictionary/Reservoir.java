// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * Keeps a random part of what is offered, bounded in bytes: each item draws a number, and those
 * with the highest numbers stay. What was once too low never comes back, so that an item's chance
 * does not depend on when it came. After Efraimidis and Spirakis, "Weighted random sampling with a
 * reservoir", IPL 97(5), 2006, with equal weights. Not thread-safe.
 */
final class Reservoir<T> {
  private record Slot<T>(double draw, long order, T item, long bytes) {}

  private final long bytesMax;
  private final RandomGenerator random;
  private final PriorityQueue<Slot<T>> slots =
      new PriorityQueue<>(Comparator.comparingDouble((Slot<T> slot) -> slot.draw()));
  private double lowest;
  private long bytes;
  private long offered;

  /**
   * @param bytesMax of all items together
   */
  Reservoir(long bytesMax, RandomGenerator random) {
    this.bytesMax = bytesMax;
    this.random = random;
  }

  /**
   * Takes an item or leaves it, and drops others for it.
   *
   * @param itemBytes what it counts for; more than the whole bound is left
   */
  void offer(T item, long itemBytes) {
    offered++;
    double draw = random.nextDouble();
    if (itemBytes > bytesMax || draw < lowest) {
      return;
    }
    slots.add(new Slot<>(draw, offered, item, itemBytes));
    bytes += itemBytes;
    while (bytes > bytesMax) {
      Slot<T> dropped = slots.remove();
      bytes -= dropped.bytes();
      lowest = dropped.draw();
    }
  }

  /** What is kept, in the order it was offered. */
  List<T> items() {
    var sorted = new ArrayList<>(slots);
    sorted.sort(Comparator.comparingLong(Slot::order));
    return sorted.stream().map(Slot::item).toList();
  }

  /** Bytes of what is kept. */
  long bytes() {
    return bytes;
  }

  /** Forgets all and begins anew. */
  void clear() {
    slots.clear();
    bytes = 0;
    lowest = 0;
  }
}
