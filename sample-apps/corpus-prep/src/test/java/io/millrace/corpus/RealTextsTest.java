// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.NearSettings;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Real texts against the exact answer; larger collections with {@link RealTextsMain}. */
class RealTextsTest {
  private static final NearSettings NEAR = NearSettings.DEFAULT;

  private static void check(List<String> texts) {
    var exact = new ExactAnswer(texts, NEAR.threshold());
    var simulation = new Simulation(NEAR, new Random(1));
    for (int n = 0; n < texts.size(); n++) {
      simulation.add("s", "p" + n, texts.get(n));
    }
    simulation.runInOrder();

    long found = exact.pairs.keySet().stream().filter(simulation.compared::containsKey).count();
    assertThat(found).isGreaterThanOrEqualTo((long) (0.95 * exact.pairs.size()));
    assertThat(simulation.compared.entrySet().stream().filter(e -> e.getValue() >= 0.8))
        .allSatisfy(entry -> assertThat(exact.pairs).containsKey(entry.getKey()));
    Set<Set<DocumentId>> truth = Set.copyOf(exact.clusters().values());
    long right =
        simulation.clusters().values().stream().filter(truth::contains).mapToLong(Set::size).sum();
    assertThat(right).isGreaterThanOrEqualTo((long) (0.99 * texts.size()));
  }

  @Test
  void givenTextsInJars_whenRun_thenAsTheExactAnswerSays() {
    check(RealTexts.jars());
  }

  @Test
  void givenCopyrightFiles_whenRun_thenAsTheExactAnswerSays() {
    List<String> texts = RealTexts.copyrights();
    Assumptions.assumeFalse(texts.isEmpty(), "no packages of Debian here");

    check(texts);
  }
}
