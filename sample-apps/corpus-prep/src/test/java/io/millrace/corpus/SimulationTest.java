// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.NearSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole protocol under random orders of delivery, against the exact answer. */
class SimulationTest {
  /** Enough residents that each of these small collections is compared as far as bands show it. */
  private static final NearSettings NEAR = NearSettings.DEFAULT.withResidentsMax(256);

  /** So few that the root of a cluster remembers whoever comes next. */
  private static final int TAKEDOWNS = 8;

  /** Originals, each with variants of which some words are others, and variants of variants. */
  static List<String> texts(Random random, int originals) {
    var texts = new ArrayList<String>();
    for (int n = 0; n < originals; n++) {
      var words = new ArrayList<String>();
      int length = 20 + random.nextInt(200);
      for (int i = 0; i < length; i++) {
        words.add("w" + random.nextInt(5_000));
      }
      texts.add(String.join(" ", words));
      for (int variants = random.nextInt(8); variants > 0; variants--) {
        int changes = 1 + random.nextInt(1 + length / 40);
        for (int change = 0; change < changes; change++) {
          words.set(random.nextInt(length), "x" + random.nextInt(5_000));
        }
        texts.add(String.join(" ", words));
      }
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void givenTextsWithVariants_whenDeliveredInAnyOrder_thenClustersAreTheClosureOfWhatWasFound(
      long seed) {
    var random = new Random(seed);
    List<String> texts = texts(random, 40);
    var exact = new ExactAnswer(texts, NEAR.threshold());
    var simulation = new Simulation(NEAR, random);
    for (int n = 0; n < texts.size(); n++) {
      simulation.add("s", "p" + n, texts.get(n));
    }

    simulation.run();

    assertThat(simulation.kept).hasSize(new HashSet<>(texts).size());
    simulation.compared.forEach(
        (pair, jaccard) -> assertThat(jaccard).isEqualTo(exact.jaccard(pair)));
    long found = exact.pairs.keySet().stream().filter(simulation.compared::containsKey).count();
    assertThat(found).isGreaterThanOrEqualTo((long) (0.97 * exact.pairs.size()));
    Map<DocumentId, Set<DocumentId>> clusters = simulation.clusters();
    boolean isClosure =
        Set.copyOf(clusters.values()).equals(Set.copyOf(simulation.closure(NEAR.threshold())));
    assertThat(isClosure).isTrue();
    clusters.forEach(
        (survivor, members) ->
            assertThat(members)
                .as("the longest stays")
                .allSatisfy(
                    member ->
                        assertThat(bytes(simulation, member))
                            .isLessThanOrEqualTo(bytes(simulation, survivor))));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void givenTakedownsAtAnyTime_whenDeliveredInAnyOrder_thenTheLongestThatIsLeftStays(long seed) {
    var random = new Random(seed);
    List<String> texts = texts(random, 12);
    var simulation = new Simulation(NEAR, random);
    for (int n = 0; n < texts.size(); n++) {
      simulation.add("s", "p" + n, texts.get(n));
    }
    Set<DocumentId> gone = new HashSet<>();
    for (int n = 0; n < TAKEDOWNS; n++) {
      String text = texts.get(random.nextInt(texts.size()));
      DocumentId id = DocumentId.of(Fingerprint.of(ByteString.copyFromUtf8(text)));
      gone.add(id);
      simulation.takeDown(id);
      if (n % 2 == 0) {
        // Those that are under way meet what was decided before; the others come beside them.
        simulation.run();
      }
    }
    simulation.run();

    assertThat(simulation.standing).doesNotContainAnyElementsOf(gone);
    for (Set<DocumentId> cluster : simulation.closure(NEAR.threshold())) {
      List<DocumentId> left = cluster.stream().filter(id -> !gone.contains(id)).toList();
      List<DocumentId> stay = left.stream().filter(simulation.standing::contains).toList();
      assertThat(stay).as("of " + left).hasSize(Math.min(1, left.size()));
      for (DocumentId id : left) {
        assertThat(bytes(simulation, id)).isLessThanOrEqualTo(bytes(simulation, stay.get(0)));
      }
    }
  }

  private static long bytes(Simulation simulation, DocumentId id) {
    return Objects.requireNonNull(simulation.kept.get(id)).longValue("bytes").orElseThrow();
  }
}
