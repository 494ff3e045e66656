// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class UnackedRingTest {
  @Test
  void givenAnyAddsAndRemoves_whenAsked_thenTheRingEqualsASortedMap() {
    for (int seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      long start = 1L + random.nextInt(5_000);
      var ring = new UnackedRing(start);
      var model = new TreeMap<Long, byte[]>();
      for (int step = 0; step < 20_000; step++) {
        if (random.nextInt(10) < 6) {
          byte[] record = new byte[1 + random.nextInt(20)];
          model.put(ring.next(), record);
          ring.add(record, null);
        } else {
          long sequence = ring.first() - 2 + random.nextInt((int) ring.span() + 4);
          assertThat(ring.get(sequence)).isSameAs(model.get(sequence));
          assertThat(ring.remove(sequence)).isEqualTo(model.remove(sequence) != null);
        }
        assertThat(ring.count()).isEqualTo(model.size());
        assertThat(ring.first()).isEqualTo(model.isEmpty() ? ring.next() : model.firstKey());
      }
      assertThat(ring.bytes())
          .isEqualTo(model.values().stream().mapToLong(record -> record.length).sum());
    }
  }
}
