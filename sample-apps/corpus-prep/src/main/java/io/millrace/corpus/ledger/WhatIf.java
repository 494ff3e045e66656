// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.ledger;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.document.DocumentNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much would stay under other thresholds, from the scores that were stored when the documents
 * came: what each is worth, and how alike the compared ones are. Documents of too little quality go
 * first; of those left, each cluster of pairs at least as alike as the threshold keeps its best.
 *
 * <p>Holds 80 to 160 bytes a document and 12 to 36 a pair, at most {@link #documentsMax} and {@link
 * #pairsMax} of them. Not thread-safe.
 */
public final class WhatIf {
  private final int documentsMax;
  private final int pairsMax;
  private final DocumentNumbers ids = new DocumentNumbers();
  private long[] tokens = new long[1 << 10];
  private double[] quality = new double[1 << 10];
  private long[] ranks = new long[1 << 10];
  private int documents;

  private int[] ones = new int[1 << 10];
  private int[] others = new int[1 << 10];
  private float[] alike = new float[1 << 10];
  private int pairs;
  private long strangers;

  /**
   * What would stay.
   *
   * @param jaccard the threshold: pairs at least so alike count as duplicates
   * @param quality the threshold: documents of less are out
   * @param belowQuality documents that quality takes out
   * @param duplicates documents that go as duplicates of a better one
   * @param kept documents that stay
   * @param tokens of the documents that stay
   */
  public record Outcome(
      double jaccard, double quality, long belowQuality, long duplicates, long kept, long tokens) {}

  /** With room for so many documents and pairs, at least one each. */
  public WhatIf(int documentsMax, int pairsMax) {
    if (documentsMax < 1 || pairsMax < 1) {
      throw new IllegalArgumentException(
          "maxima: " + documentsMax + ", " + pairsMax + " (expected: at least 1)");
    }
    this.documentsMax = documentsMax;
    this.pairsMax = pairsMax;
  }

  /**
   * Adds a document that was judged, once each.
   *
   * @param rank the higher stays; ties go to the one added first
   */
  public void document(DocumentId id, long tokenCount, double score, long rank) {
    int number = ids.add(id);
    if (number < documents) {
      return;
    }
    check("documents", documents, documentsMax);
    if (documents == tokens.length) {
      int room = documents * 2;
      tokens = Arrays.copyOf(tokens, room);
      quality = Arrays.copyOf(quality, room);
      ranks = Arrays.copyOf(ranks, room);
    }
    tokens[documents] = tokenCount;
    quality[documents] = score;
    ranks[documents] = rank;
    documents++;
  }

  /** Adds a compared pair; one of which a document is unknown is counted and left out. */
  public void pair(DocumentId a, DocumentId b, double jaccard) {
    int one = ids.find(a);
    int other = ids.find(b);
    if (one < 0 || other < 0) {
      strangers++;
      return;
    }
    check("pairs", pairs, pairsMax);
    if (pairs == ones.length) {
      int room = pairs * 2;
      ones = Arrays.copyOf(ones, room);
      others = Arrays.copyOf(others, room);
      alike = Arrays.copyOf(alike, room);
    }
    ones[pairs] = one;
    others[pairs] = other;
    alike[pairs++] = (float) jaccard;
  }

  private static void check(String what, int count, int most) {
    if (count >= most) {
      throw new IllegalStateException(
          what + ": more than " + most + " (expected: at most so many)");
    }
  }

  /** Documents added. */
  public int documents() {
    return documents;
  }

  /** Pairs added of which a document was unknown. */
  public long strangers() {
    return strangers;
  }

  /**
   * What would stay at each quality under each Jaccard threshold.
   *
   * @return for each quality in the order given, for each threshold in the order given
   */
  public List<Outcome> outcomes(List<Double> jaccards, List<Double> qualities) {
    int[] byJaccard = mostAlikeFirst();
    List<Double> falling = jaccards.stream().sorted((a, b) -> Double.compare(b, a)).toList();
    var outcomes = new ArrayList<Outcome>();
    for (double least : qualities) {
      List<Outcome> found = at(least, falling, byJaccard);
      jaccards.forEach(j -> outcomes.add(found.get(falling.indexOf(j))));
    }
    return outcomes;
  }

  /** Numbers of the pairs; scores are at least 0, so their bits are in their order. */
  private int[] mostAlikeFirst() {
    long[] keys = new long[pairs];
    for (int i = 0; i < pairs; i++) {
      keys[i] = (long) ~Float.floatToIntBits(alike[i]) << 32 | i;
    }
    Arrays.sort(keys);
    int[] order = new int[pairs];
    for (int i = 0; i < pairs; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  private List<Outcome> at(double least, List<Double> falling, int[] byJaccard) {
    var clusters = new Clusters(documents, this::better);
    long good = 0;
    long goodTokens = 0;
    for (int i = 0; i < documents; i++) {
      if (quality[i] >= least) {
        good++;
        goodTokens += tokens[i];
      }
    }
    var found = new ArrayList<Outcome>();
    long gone = 0;
    long goneTokens = 0;
    int next = 0;
    for (double threshold : falling) {
      for (; next < pairs && alike[byJaccard[next]] >= (float) threshold; next++) {
        int one = ones[byJaccard[next]];
        int other = others[byJaccard[next]];
        if (quality[one] >= least && quality[other] >= least) {
          int goes = clusters.link(one, other);
          gone += goes < 0 ? 0 : 1;
          goneTokens += goes < 0 ? 0 : tokens[goes];
        }
      }
      found.add(
          new Outcome(
              threshold, least, documents - good, gone, good - gone, goodTokens - goneTokens));
    }
    return found;
  }

  private int better(int one, int other) {
    if (ranks[one] != ranks[other]) {
      return ranks[one] > ranks[other] ? one : other;
    }
    return Math.min(one, other);
  }
}
