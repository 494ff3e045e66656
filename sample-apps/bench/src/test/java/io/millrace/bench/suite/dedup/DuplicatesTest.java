// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.near.ShingleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DuplicatesTest {
  private static List<String> words(SplittableRandom random) {
    var words = new ArrayList<String>();
    for (int i = 0; i < 200; i++) {
      words.add("w" + random.nextInt(5_000));
    }
    return words;
  }

  /** Texts of which each tenth repeats the one before with one word in 200 replaced. */
  private static List<ShingleSet> sets() {
    var random = new SplittableRandom(5);
    var texts = new ArrayList<String>();
    List<String> last = words(random);
    for (int i = 0; i < 100; i++) {
      if (i % 10 == 9) {
        last.set(random.nextInt(last.size()), "other");
      } else {
        last = words(random);
      }
      texts.add(String.join(" ", last));
    }
    return Duplicates.shingles(texts);
  }

  @Test
  void givenPlantedDuplicates_whenComparedEachWithEach_thenThoseAreFound() {
    Labels labels = Duplicates.exact(sets());

    assertThat(labels.clusters()).isEqualTo(90);
    assertThat(labels.of(9)).isEqualTo(8);
    assertThat(labels.of(7)).isEqualTo(7);
  }

  @Test
  void givenPlantedDuplicates_whenOnlyBandsMeet_thenTheSameAreFound() {
    List<ShingleSet> sets = sets();

    Labels labels = Duplicates.banded(sets);

    assertThat(labels.pairsInBoth(Duplicates.exact(sets))).isEqualTo(10);
    assertThat(labels.pairs()).isEqualTo(10);
  }
}
