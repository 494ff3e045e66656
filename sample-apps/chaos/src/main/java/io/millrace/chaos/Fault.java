// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One thing that goes wrong, once: made anew for each time. Used by one thread. */
interface Fault {
  /** Name in the report. */
  String name();

  /** Breaks something; which, is chosen here. */
  void inject(Testbed bed, RandomGenerator random) throws InterruptedException, IOException;

  /** How long it stays broken. */
  Duration hold();

  /** Mends it, as far as it does not mend itself. */
  void heal(Testbed bed) throws InterruptedException, IOException;

  /** Partitions that are hit, where it matters which; empty for all. */
  default Optional<BitSet> hit() {
    return Optional.empty();
  }
}
