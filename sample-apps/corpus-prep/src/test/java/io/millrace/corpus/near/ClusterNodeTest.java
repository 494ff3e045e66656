// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Message.Adopt;
import io.millrace.corpus.near.Message.Demote;
import io.millrace.corpus.near.Message.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forest of clusters under every order in which messages may come. */
class ClusterNodeTest {
  private final Map<DocumentId, ClusterNode> nodes = new TreeMap<>();
  private final List<Sent> underWay = new ArrayList<>();
  private final Map<DocumentId, Demote> demoted = new HashMap<>();

  private static DocumentId id(long n) {
    return new DocumentId(n, -n);
  }

  private static Candidate candidate(DocumentId id, int characters, DocumentId match) {
    return new Candidate(id, new Rank(0, 0, characters, Long.MAX_VALUE, 1), match, 0.9);
  }

  /** Delivers any one of the messages under way; what it causes is under way then. */
  private void deliver(Random random) {
    int place = random.nextInt(underWay.size());
    Sent sent = underWay.set(place, underWay.get(underWay.size() - 1));
    underWay.remove(underWay.size() - 1);
    DocumentId to = Sent.idOf(sent.key());
    Message message = Message.decode(sent.message().encode());
    if (message instanceof Demote demote) {
      assertThat(Sent.isNodeKey(sent.key())).isFalse();
      assertThat(demoted.put(to, demote)).as("demoted twice: " + to).isNull();
      return;
    }
    assertThat(Sent.isNodeKey(sent.key())).isTrue();
    ClusterNode node = nodes.getOrDefault(to, ClusterNode.alone(to));
    ClusterNode.Step step = message instanceof Link link ? node.on(link) : node.on((Adopt) message);
    assertThat(step.node().parent()).isLessThanOrEqualTo(node.parent());
    nodes.put(to, ClusterNode.decode(to, step.node().encode()));
    underWay.addAll(step.sent());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void givenRandomPairs_whenDeliveredInAnyOrder_thenClustersAreTheComponentsAndTheBestOfEachStays(
      long seed) {
    var random = new Random(seed);
    int count = 2 + random.nextInt(300);
    var lengths = new int[count];
    var exact = new UnionFind(count);
    for (int n = 0; n < count; n++) {
      lengths[n] = 1 + random.nextInt(20);
    }
    int pairs = random.nextInt(3 * count);
    var met = new boolean[count];
    for (int pair = 0; pair < pairs || !underWay.isEmpty(); pair++) {
      int a = random.nextInt(count);
      int b = random.nextInt(count);
      if (pair < pairs && a != b) {
        exact.unite(a, b);
        met[a] = true;
        met[b] = true;
        Candidate high = candidate(id(Math.max(a, b)), lengths[Math.max(a, b)], id(Math.min(a, b)));
        Candidate low = candidate(id(Math.min(a, b)), lengths[Math.min(a, b)], id(Math.max(a, b)));
        underWay.add(
            Sent.toNode(high.id(), new Link(low.id(), Optional.of(high), Optional.of(low))));
      }
      for (int n = random.nextInt(4); n > 0 && !underWay.isEmpty(); n--) {
        deliver(random);
      }
    }

    for (int n = 0; n < count; n++) {
      if (!met[n]) {
        assertThat(nodes).doesNotContainKey(id(n));
        continue;
      }
      List<Integer> cluster = exact.component(n);
      DocumentId root = root(id(n));
      assertThat(root).isEqualTo(id(cluster.get(0)));
      Summary summary = node(root).summary();
      assertThat(summary.size()).isEqualTo(cluster.size());
      List<DocumentId> best =
          cluster.stream()
              .map(member -> candidate(id(member), lengths[member], id(0)))
              .sorted()
              .map(Candidate::id)
              .toList();
      assertThat(summary.best().stream().map(Candidate::id))
          .isEqualTo(best.subList(0, Math.min(Summary.BEST_MAX, best.size())));
      assertThat(cluster.stream().map(member -> id(member)).filter(d -> !demoted.containsKey(d)))
          .containsExactly(best.get(0));
    }
  }

  private ClusterNode node(DocumentId id) {
    return Objects.requireNonNull(nodes.get(id));
  }

  private DocumentId root(DocumentId id) {
    ClusterNode node = node(id);
    if (node.isRoot()) {
      return id;
    }
    assertThat(node.summary()).isEqualTo(Summary.NONE);
    assertThat(node.parent()).isLessThan(id);
    return root(node.parent());
  }

  @Test
  void givenSamePairTwice_whenDelivered_thenNothingMoreHappens() {
    var random = new Random(1);
    var link =
        new Link(
            id(1),
            Optional.of(candidate(id(2), 5, id(1))),
            Optional.of(candidate(id(1), 5, id(2))));
    for (int times = 0; times < 2; times++) {
      underWay.add(Sent.toNode(id(2), link));
      while (!underWay.isEmpty()) {
        deliver(random);
      }
    }

    assertThat(node(id(1)).summary().size()).isEqualTo(2);
    assertThat(demoted.keySet()).containsExactly(id(2));
    assertThat(Objects.requireNonNull(demoted.get(id(2))).winner()).isEqualTo(id(1));
  }

  @Test
  void givenLinkToItselfOrHigher_whenTaken_thenRefused() {
    ClusterNode node = ClusterNode.alone(id(5));

    assertThatThrownBy(() -> node.on(new Link(id(5), Optional.empty(), Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: a lower id");
  }

  @Test
  void givenDamagedStates_whenDecoded_thenRefused() {
    ByteString state =
        ClusterNode.alone(id(7))
            .on(new Adopt(Summary.of(candidate(id(9), 3, id(7))), Optional.empty()))
            .node()
            .encode();

    assertThat(ClusterNode.decode(id(7), state).encode()).isEqualTo(state);
    for (int length = 0; length < state.size(); length++) {
      ByteString cut = state.substring(0, length);
      assertThatThrownBy(() -> ClusterNode.decode(id(7), cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> ClusterNode.decode(id(7), state.concat(ByteString.copyFromUtf8("x"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
