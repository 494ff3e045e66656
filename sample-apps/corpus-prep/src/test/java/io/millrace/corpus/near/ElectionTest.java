// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Message.Adopt;
import io.millrace.corpus.near.Message.Demote;
import io.millrace.corpus.near.Message.Link;
import io.millrace.corpus.near.Message.Promote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links, parts and takedowns in every order. */
class ElectionTest {
  private static final class Document {
    private boolean stays = true;
    private boolean isGone;
    private long turn;

    void told(long at, boolean now) {
      if (at > turn) {
        turn = at;
        stays = now;
      }
    }
  }

  private final Map<DocumentId, ClusterNode> nodes = new TreeMap<>();
  private final Map<DocumentId, Document> documents = new TreeMap<>();
  private final List<Sent> underWay = new ArrayList<>();

  private static DocumentId id(long n) {
    return new DocumentId(n, -n);
  }

  private static Candidate candidate(int n, int characters, int match) {
    return new Candidate(id(n), new Rank(0, 0, characters, Long.MAX_VALUE, 1), id(match), 0.9);
  }

  private Document document(DocumentId id) {
    return documents.computeIfAbsent(id, any -> new Document());
  }

  private void deliver(Random random) {
    Sent sent = underWay.remove(random.nextInt(underWay.size()));
    DocumentId to = Sent.idOf(sent.key());
    Message message = Message.decode(sent.message().encode());
    if (message instanceof Demote demote) {
      document(to).told(demote.self().turn(), false);
    } else if (message instanceof Promote promote) {
      document(to).told(promote.turn(), true);
    } else {
      ClusterNode node = nodes.getOrDefault(to, ClusterNode.alone(to));
      ClusterNode.Step step =
          message instanceof Link link ? node.on(link) : node.on((Adopt) message);
      nodes.put(to, ClusterNode.decode(to, step.node().encode()));
      underWay.addAll(step.sent());
    }
  }

  private void takeDown(int n) {
    if (!document(id(n)).isGone) {
      document(id(n)).isGone = true;
      underWay.add(Sent.gone(id(n)));
    }
  }

  private void link(int a, int b, int lengthA, int lengthB) {
    int high = Math.max(a, b);
    int low = Math.min(a, b);
    Candidate above = candidate(high, high == a ? lengthA : lengthB, low);
    Candidate below = candidate(low, low == a ? lengthA : lengthB, high);
    underWay.add(Sent.toNode(id(high), new Link(id(low), Optional.of(above), Optional.of(below))));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void givenTakedownsAmongLinks_whenDeliveredInAnyOrder_thenEachClusterKeepsItsBestThatIsLeft(
      long seed) {
    var random = new Random(seed);
    int count = 2 + random.nextInt(60);
    var lengths = new int[count];
    var exact = new UnionFind(count);
    for (int n = 0; n < count; n++) {
      lengths[n] = 1 + random.nextInt(20);
      document(id(n));
    }
    int pairs = random.nextInt(3 * count);
    int takedowns = Summary.BEST_MAX - 1;
    for (int step = 0; step < pairs || takedowns > 0 || !underWay.isEmpty(); step++) {
      int a = random.nextInt(count);
      int b = random.nextInt(count);
      if (step < pairs && a != b) {
        exact.unite(a, b);
        link(a, b, lengths[a], lengths[b]);
      } else if (takedowns > 0 && random.nextInt(4) == 0) {
        takedowns--;
        takeDown(a);
      }
      for (int n = random.nextInt(4); n > 0 && !underWay.isEmpty(); n--) {
        deliver(random);
      }
    }

    for (int n = 0; n < count; n++) {
      List<Integer> living =
          exact.component(n).stream().filter(m -> !document(id(m)).isGone).toList();
      List<DocumentId> best =
          living.stream()
              .map(m -> candidate(m, lengths[m], 0))
              .sorted()
              .map(Candidate::id)
              .limit(1)
              .toList();
      assertThat(living.stream().map(m -> id(m)).filter(d -> document(d).stays))
          .as("cluster of " + n + " of " + living)
          .isEqualTo(best);
    }
  }

  @Test
  void givenMoreTakedownsThanAreRemembered_whenTheLastIsGone_thenTheRootSaysSo() {
    var random = new Random(1);
    for (int n = 1; n <= 12; n++) {
      link(0, n, 100, n);
    }
    while (!underWay.isEmpty()) {
      deliver(random);
    }
    for (int n = 0; n <= 12; n++) {
      int next = n == 0 ? 0 : 13 - n;
      Summary root = Objects.requireNonNull(nodes.get(id(0))).summary();
      assertThat(root.isExhausted()).isEqualTo(n >= Summary.BEST_MAX && n < 13);
      assertThat(root.living()).isEqualTo(13 - n);
      takeDown(next);
      while (!underWay.isEmpty()) {
        deliver(random);
      }
    }

    assertThat(Objects.requireNonNull(nodes.get(id(0))).summary().isExhausted()).isFalse();
  }
}
