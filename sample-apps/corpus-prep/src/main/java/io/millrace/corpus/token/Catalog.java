// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.corpus.document.DocumentId;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * The documents of a run in the order of their ids, whatever order they came in, and its sources in
 * the order of their names. About 24 bytes a document. Immutable.
 */
final class Catalog {
  private final TokenStore store;
  private final int[] numbers;
  private final int[] sourceOf;
  private final float[] quality;
  private final List<String> sources;

  private Catalog(
      TokenStore store, int[] numbers, int[] sourceOf, float[] quality, List<String> sources) {
    this.store = store;
    this.numbers = numbers;
    this.sourceOf = sourceOf;
    this.quality = quality;
    this.sources = sources;
  }

  /** Gathers the documents. Not thread-safe. */
  static final class Builder {
    private static final int INITIAL = 1 << 10;

    private final TokenStore store;
    private final BitSet seen = new BitSet();
    private final TreeMap<String, Integer> sources = new TreeMap<>();
    private int[] numbers = new int[INITIAL];
    private int[] sourceOf = new int[INITIAL];
    private float[] quality = new float[INITIAL];
    private int size;

    Builder(TokenStore store) {
      this.store = store;
    }

    /**
     * A document of the run, by its number in the store.
     *
     * @throws MillraceException BUG if it was there already
     */
    void add(int number, String source, double score) {
      if (seen.get(number)) {
        throw MillraceException.of(Kind.BUG, "document is kept twice")
            .with("id", store.id(number))
            .with("source", source);
      }
      seen.set(number);
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
        sourceOf = Arrays.copyOf(sourceOf, 2 * size);
        quality = Arrays.copyOf(quality, 2 * size);
      }
      numbers[size] = number;
      sourceOf[size] = sources.computeIfAbsent(source, name -> sources.size());
      quality[size++] = (float) score;
    }

    Catalog build() {
      int[] order = byId();
      List<String> names = List.copyOf(sources.keySet());
      var place = new int[names.size()];
      for (int i = 0; i < names.size(); i++) {
        place[sources.getOrDefault(names.get(i), 0)] = i;
      }
      var byId = new int[size];
      var sourceById = new int[size];
      var qualityById = new float[size];
      for (int i = 0; i < size; i++) {
        byId[i] = numbers[order[i]];
        sourceById[i] = place[sourceOf[order[i]]];
        qualityById[i] = quality[order[i]];
      }
      return new Catalog(store, byId, sourceById, qualityById, names);
    }

    private int[] byId() {
      var high = new long[size];
      for (int i = 0; i < size; i++) {
        high[i] = store.id(numbers[i]).high();
      }
      int[] order = Ordering.byKey(high);
      for (int i = 1; i < size; i++) {
        for (int j = i; j > 0 && isBefore(order[j], order[j - 1]); j--) {
          int other = order[j];
          order[j] = order[j - 1];
          order[j - 1] = other;
        }
      }
      return order;
    }

    /** Only where the first halves of two ids are equal, which chance does not bring about. */
    private boolean isBefore(int one, int other) {
      DocumentId a = store.id(numbers[one]);
      DocumentId b = store.id(numbers[other]);
      return a.high() == b.high() && a.low() < b.low();
    }
  }

  int size() {
    return numbers.length;
  }

  /** The number in the store of a document of this catalogue. */
  int number(int document) {
    return numbers[document];
  }

  DocumentId id(int document) {
    return store.id(numbers[document]);
  }

  int sourceOf(int document) {
    return sourceOf[document];
  }

  /** NaN for none. */
  double quality(int document) {
    return quality[document];
  }

  /** The document's tokens and the one that ends it. */
  int length(int document) {
    return store.tokens(numbers[document]) + 1;
  }

  /** By name. */
  List<String> sources() {
    return sources;
  }

  /** Documents of each source. */
  int[] documentsBySource() {
    var counts = new int[sources.size()];
    for (int source : sourceOf) {
      counts[source]++;
    }
    return counts;
  }

  /** Tokens of each source, the ends of documents too. */
  long[] tokensBySource() {
    var tokens = new long[sources.size()];
    for (int i = 0; i < numbers.length; i++) {
      tokens[sourceOf[i]] += length(i);
    }
    return tokens;
  }
}
