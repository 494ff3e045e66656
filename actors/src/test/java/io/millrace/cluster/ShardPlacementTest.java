// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.millrace.model.PartitionId;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardPlacementTest {
  /** Node {@code old} may not run shards of job {@code x}. */
  private static boolean oldWithoutX(String node, String shard) {
    return !node.equals("old") || !shard.startsWith("x");
  }

  private static List<String> shards(String job, int count) {
    return IntStream.range(0, count).mapToObj(i -> job + i).toList();
  }

  @Test
  void givenNodes_whenAShardIsPlaced_thenWhereItMayRunAndFewestAre() {
    var placement =
        new ShardPlacement<>(
            Map.of("old", List.of(), "full", shards("x", 3), "free", shards("y", 1)),
            ShardPlacementTest::oldWithoutX);

    assertThat(placement.place("x9")).contains("free");
    assertThat(placement.place("y9")).contains("old");
  }

  @Test
  void givenNoNodeThatMayRunIt_whenPlaced_thenNowhereAndItDoesNotMove() {
    var placement =
        new ShardPlacement<>(Map.of("old", shards("x", 2)), ShardPlacementTest::oldWithoutX);

    assertThat(placement.place("x9")).isEmpty();
    assertThat(placement.misplaced()).isEmpty();
  }

  @Test
  void givenNewCodeElsewhere_whenLookedAt_thenOnlyThatJobsShardsLeaveTheOldNode() {
    var placement =
        new ShardPlacement<>(
            Map.of("old", List.of("x1", "y1", "x2"), "new", List.of("x3")),
            ShardPlacementTest::oldWithoutX);

    assertThat(placement.misplaced()).containsExactlyInAnyOrder("x1", "x2");
  }

  @Test
  void givenManyMisplaced_whenLookedAt_thenABoundedNumberMoves() {
    var placement =
        new ShardPlacement<>(
            Map.of("old", shards("x", 500), "new", List.of()), ShardPlacementTest::oldWithoutX);

    assertThat(placement.misplaced()).hasSize(ShardPlacement.MISPLACED_MAX);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyCluster_whenMovesAreMade_thenTheyEndAndAllRunWhereTheyMay(long seed) {
    var random = new Random(seed);
    var current = new TreeMap<String, List<String>>();
    for (String node : List.of("old", "n1", "n2", "n3").subList(0, 2 + random.nextInt(3))) {
      current.put(node, List.of());
    }
    Stream.concat(
            shards("x", random.nextInt(40)).stream(), shards("y", random.nextInt(40)).stream())
        .forEach(
            shard -> {
              var nodes = List.copyOf(current.keySet());
              String node = nodes.get(random.nextInt(nodes.size()));
              add(current, node, shard);
            });

    int rounds = 0;
    while (move(current) && rounds < 100) {
      rounds++;
    }

    assertThat(rounds).isLessThan(100);
    assertThat(current.get("old")).noneMatch(shard -> shard.startsWith("x"));
    var sizes = new HashMap<>(current);
    sizes.remove("old");
    int most = sizes.values().stream().mapToInt(List::size).max().orElseThrow();
    int least = sizes.values().stream().mapToInt(List::size).min().orElseThrow();
    assertThat(most - least).isLessThanOrEqualTo(1);
  }

  private static void add(Map<String, List<String>> current, String node, String shard) {
    current.merge(
        node, List.of(shard), (its, one) -> Stream.concat(its.stream(), one.stream()).toList());
  }

  /** One round as the coordinator makes it; false if nothing moves. */
  private static boolean move(Map<String, List<String>> current) {
    var placement = new ShardPlacement<>(current, ShardPlacementTest::oldWithoutX);
    Set<String> moves = placement.misplaced();
    if (moves.isEmpty()) {
      moves = placement.level();
    }
    Set<String> gone = moves;
    current.replaceAll((node, its) -> its.stream().filter(s -> !gone.contains(s)).toList());
    for (String shard : moves) {
      String to =
          new ShardPlacement<>(current, ShardPlacementTest::oldWithoutX).place(shard).orElseThrow();
      add(current, to, shard);
    }
    return !moves.isEmpty();
  }

  @Test
  void givenPartitions_whenShardsAreNamed_thenEachJobHasItsOwn() {
    var job = UUID.randomUUID();
    var names =
        IntStream.range(0, 50).mapToObj(n -> ShardNames.of(new PartitionId(job, n), 7)).toList();

    assertThat(names)
        .allSatisfy(name -> assertThat(ShardNames.group(name)).isEqualTo(ShardNames.group(job)));
    assertThat(Set.copyOf(names)).hasSizeBetween(2, 7);
  }

  @Test
  void givenJobs_whenTheyAreRoles_thenOthersReadTheirVersions() {
    Job job = Job.of("a.b-c", () -> (record, context) -> Effect.builder().build());
    var config =
        JobRoles.add(
            ConfigFactory.parseString("pekko.cluster.roles = [edge]"),
            List.of(job.withVersion(12), Job.of("a", job.processor())));
    var roles = config.getStringList("pekko.cluster.roles");

    assertThat(roles).contains("edge");
    assertThat(JobRoles.version(roles, "a.b-c")).hasValue(12);
    assertThat(JobRoles.version(roles, "a")).hasValue(1);
    assertThat(JobRoles.version(roles, "b")).isEmpty();
  }
}
