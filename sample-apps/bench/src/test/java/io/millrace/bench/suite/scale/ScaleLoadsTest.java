// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.bench.suite.Load;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleLoadsTest {
  @Test
  void givenALargestTotal_whenItGrows_thenEachStepEndsAtTenTimesTheOneBefore() {
    List<Load> steps = ScaleLoads.data(100_000_000);

    assertThat(steps)
        .extracting(Load::name)
        .containsExactly(
            "total-records=1000000", "total-records=10000000", "total-records=100000000");
    long total = 0;
    for (int i = 0; i < steps.size(); i++) {
      total += steps.get(i).get(Load.RECORDS) * ScaleLoads.slices(i == 0);
      assertThat(steps.get(i).name()).endsWith("=" + total);
    }
  }

  @Test
  void givenAllLoads_whenNamed_thenNoTwoAlike() {
    var all = new ArrayList<Load>(ScaleLoads.data(1_000_000));
    all.addAll(ScaleLoads.keys());
    all.addAll(ScaleLoads.partitions());
    all.addAll(ScaleLoads.nodes());
    all.addAll(ScaleLoads.recovery());
    all.addAll(ScaleLoads.model());

    assertThat(all).extracting(Load::name).doesNotHaveDuplicates();
  }
}
