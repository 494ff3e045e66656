// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.util.Deque;
import java.util.Iterator;

/**
 * The next faults of a plan: so many at most, and none once the time is over. Each is taken off the
 * plan as it is handed out.
 */
record TimedFaults(Deque<Fault> plan, int max, long endNs) implements Iterable<Fault> {
  @Override
  public Iterator<Fault> iterator() {
    return new Iterator<>() {
      private int taken;

      @Override
      public boolean hasNext() {
        return taken < max && !plan.isEmpty() && System.nanoTime() < endNs;
      }

      @Override
      public Fault next() {
        taken++;
        return plan.removeFirst();
      }
    };
  }
}
