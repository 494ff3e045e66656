// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import java.util.ArrayList;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A binary heap whose elements know their place in it, so that any of them can move or leave in
 * logarithmic time (Williams, "Algorithm 232: Heapsort", CACM 7(6), 1964). Not thread-safe.
 *
 * @param <E> an element lies in one heap at a time
 */
final class PlacedHeap<E extends PlacedHeap.Placed> {
  /** Something that can lie in a heap. */
  abstract static class Placed {
    private int slot = -1;

    /** Whether it lies in a heap. */
    final boolean isPlaced() {
      return slot >= 0;
    }

    private int slot() {
      return slot;
    }

    private void slot(int newSlot) {
      slot = newSlot;
    }
  }

  private final ArrayList<E> elements = new ArrayList<>();
  private final Comparator<E> order;

  PlacedHeap(Comparator<E> order) {
    this.order = order;
  }

  /** The lowest element, null if there is none. */
  @Nullable E first() {
    return elements.isEmpty() ? null : elements.get(0);
  }

  boolean isEmpty() {
    return elements.isEmpty();
  }

  void add(E element) {
    elements.add(element);
    put(element, elements.size() - 1);
    rise(element);
  }

  /** Puts an element that has changed where it belongs now. */
  void moved(E element) {
    rise(element);
    sink(element);
  }

  void remove(E element) {
    int slot = place(element).slot();
    E last = elements.remove(elements.size() - 1);
    if (last != element) {
      put(last, slot);
      moved(last);
    }
    place(element).slot(-1);
  }

  private void rise(E element) {
    int slot = place(element).slot();
    while (slot > 0) {
      int above = (slot - 1) / 2;
      E parent = elements.get(above);
      if (order.compare(parent, element) <= 0) {
        break;
      }
      put(parent, slot);
      slot = above;
    }
    put(element, slot);
  }

  private void sink(E element) {
    int slot = place(element).slot();
    int size = elements.size();
    while (2 * slot + 1 < size) {
      int below = 2 * slot + 1;
      if (below + 1 < size && order.compare(elements.get(below + 1), elements.get(below)) < 0) {
        below++;
      }
      E child = elements.get(below);
      if (order.compare(element, child) <= 0) {
        break;
      }
      put(child, slot);
      slot = below;
    }
    put(element, slot);
  }

  private void put(E element, int slot) {
    elements.set(slot, element);
    place(element).slot(slot);
  }

  private static Placed place(Placed element) {
    return element;
  }
}
