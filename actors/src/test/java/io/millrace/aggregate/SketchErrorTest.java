// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.Fields;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The documented error bounds, over seeded trials: how often and how far results are off. */
class SketchErrorTest {
  private static final int TRIALS = 200;
  private static final int VALUES = 20_000;
  private static final double RANK_ERROR = 0.0165;
  private static final int PARTS = 7;

  private static double relativeError(Aggregate distinct, int values, boolean merged, long seed) {
    var random = new Random(seed);
    Accumulator[] parts = new Accumulator[merged ? PARTS : 1];
    Arrays.setAll(parts, i -> distinct.create());
    for (int i = 0; i < values; i++) {
      parts[i % parts.length].add(Folding.record(Fields.of("n", random.nextLong())));
    }
    for (int i = 1; i < parts.length; i++) {
      parts[0].merge(Folding.read(distinct, Folding.write(parts[i])));
    }
    long found = Folding.result(parts[0]).longValue("distinct.n").orElseThrow();
    return (double) (found - values) / values;
  }

  private static double standardError(boolean merged) {
    Aggregate distinct = Aggregates.distinct("n");
    double squares = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      double error = relativeError(distinct, VALUES, merged, trial);
      assertThat(error).as("trial %s", trial).isBetween(-0.068, 0.068); // 4 standard errors
      squares += error * error;
    }
    return Math.sqrt(squares / TRIALS);
  }

  @Test
  void givenValuesOneByOne_whenDistinct_thenStandardErrorIs1Point3Percent() {
    assertThat(standardError(false)).isBetween(0.010, 0.0156);
  }

  @Test
  void givenMergedParts_whenDistinct_thenStandardErrorIs1Point7Percent() {
    assertThat(standardError(true)).isBetween(0.013, 0.020);
  }

  @Test
  void givenAFewDozen_whenDistinct_thenAlmostExact() {
    Aggregate distinct = Aggregates.distinct("n");
    for (int trial = 0; trial < TRIALS; trial++) {
      assertThat(relativeError(distinct, 50, false, trial)).isZero();
    }
  }

  /** By how much of all ranks the worst of the percentiles is off. */
  private static double worstRankError(boolean merged, boolean ascending, long seed) {
    var random = new Random(seed);
    double[] values = random.doubles(VALUES).map(x -> x * x * x).toArray();
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    var sketches = new KllSketch[merged ? PARTS : 1];
    Arrays.setAll(sketches, i -> new KllSketch());
    for (int i = 0; i < VALUES; i++) {
      sketches[i % sketches.length].update(ascending ? sorted[i] : values[i]);
    }
    for (int i = 1; i < sketches.length; i++) {
      sketches[0].merge(sketches[i]);
    }
    assertThat(sketches[0].count()).isEqualTo(VALUES);
    double[] ranks = new double[101];
    Arrays.setAll(ranks, i -> i / 100.0);
    double[] found = sketches[0].quantiles(ranks);
    double worst = 0;
    for (int i = 0; i < ranks.length; i++) {
      int at = Arrays.binarySearch(sorted, found[i]);
      assertThat(at).as("one of the values").isNotNegative();
      worst = Math.max(worst, Math.abs((at + 1.0) / VALUES - ranks[i]));
    }
    assertThat(found[0]).isEqualTo(sorted[0]);
    assertThat(found[100]).isEqualTo(sorted[VALUES - 1]);
    return worst;
  }

  private static void expectRankErrors(boolean merged, boolean ascending) {
    int off = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      if (worstRankError(merged, ascending, trial) > RANK_ERROR) {
        off++;
      }
    }
    assertThat(off).as("of %s trials beyond the bound", TRIALS).isLessThanOrEqualTo(TRIALS / 100);
  }

  @Test
  void givenRandomOrder_whenQuantiles_thenAllPercentilesWithinTheBoundIn99Of100() {
    expectRankErrors(false, false);
  }

  @Test
  void givenAscendingOrder_whenQuantiles_thenAllPercentilesWithinTheBoundIn99Of100() {
    expectRankErrors(false, true);
  }

  @Test
  void givenMergedParts_whenQuantiles_thenAllPercentilesWithinTheBoundIn99Of100() {
    expectRankErrors(true, false);
  }

  @Test
  void givenMillions_whenQuantiles_thenTheSketchStaysSmall() {
    var sketch = new KllSketch();
    var random = new Random(7);
    for (int i = 0; i < 2_000_000; i++) {
      sketch.update(random.nextGaussian());
    }

    double[] found = sketch.quantiles(new double[] {0.1587, 0.5, 0.8413});

    assertThat(found[0]).isBetween(-1.08, -0.93);
    assertThat(found[1]).isBetween(-0.05, 0.05);
    assertThat(found[2]).isBetween(0.93, 1.08);
    assertThat(sketch.size()).isLessThan(640);
  }

  @Test
  void givenSkewedTexts_whenTop_thenCountsAreWithinTheErrorTheyName() {
    for (int trial = 0; trial < 20; trial++) {
      var random = new Random(trial);
      Aggregate top = Aggregates.topK("n", 5);
      Accumulator[] parts = {top.create(), top.create()};
      var exact = new HashMap<String, Long>();
      for (int i = 0; i < VALUES; i++) {
        String text = "t" + (int) Math.pow(2, random.nextDouble() * 14); // many, the low ones often
        exact.merge(text, 1L, Long::sum);
        parts[i % 2].add(Folding.record(Fields.of("n", text)));
      }
      parts[0].merge(Folding.read(top, Folding.write(parts[1])));
      Fields result = Folding.result(parts[0]);

      long error = result.longValue("top.n.error").orElseThrow();
      assertThat(error).isLessThanOrEqualTo((long) (3.5 / TopK.places(5) * VALUES));
      for (int i = 1; i <= 5; i++) {
        String text = result.text("top.n." + i).orElseThrow();
        long estimate = result.longValue("top.n." + i + ".count").orElseThrow();
        assertThat(estimate - exact.getOrDefault(text, 0L)).as(text).isBetween(0L, error);
      }
    }
  }
}
