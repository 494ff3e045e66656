// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.corpus.Simulation.Pair;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.UnionFind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is nearly the same among some texts, from all pairs that share anything: shingles are found
 * by a regular expression and numbered, not hashed, so that nothing of this is what it checks.
 */
final class ExactAnswer {
  private static final Pattern WORD =
      Pattern.compile(
          "[\\p{IsIdeographic}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}"
              + "\\p{IsMyanmar}\\p{IsTibetan}&&[\\p{L}\\p{Nd}\\p{Nl}\\p{So}\\p{Mn}\\p{Mc}]]"
              + "|[\\p{L}\\p{Nd}\\p{Mn}\\p{Mc}&&[^\\p{IsIdeographic}\\p{IsHiragana}\\p{IsKatakana}"
              + "\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}\\p{IsTibetan}]]+");

  private final List<DocumentId> ids = new ArrayList<>();
  private final List<int[]> sets = new ArrayList<>();
  private final Map<DocumentId, Integer> places = new HashMap<>();

  /** Similarity of each pair from the threshold on. */
  final Map<Pair, Double> pairs = new LinkedHashMap<>();

  private final UnionFind clusters;

  /**
   * @param texts different ones, normalised
   */
  ExactAnswer(List<String> texts, double threshold) {
    var numbers = new HashMap<String, Integer>();
    for (String text : texts) {
      DocumentId id = DocumentId.of(Fingerprint.of(ByteString.copyFromUtf8(text)));
      places.put(id, ids.size());
      ids.add(id);
      sets.add(numbered(text, numbers));
    }
    clusters = new UnionFind(ids.size());
    compareAll(numbers.size(), threshold);
  }

  private static int[] numbered(String text, Map<String, Integer> numbers) {
    var words = new ArrayList<String>();
    var matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group().toLowerCase(Locale.ROOT));
    }
    var shingles = new TreeSet<Integer>();
    if (words.size() >= 8) {
      for (int i = 0; i + 5 <= words.size(); i++) {
        shingles.add(number(String.join(" ", words.subList(i, i + 5)), numbers));
      }
    } else {
      String plain = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
      for (int i = 0; i <= Math.max(0, plain.length() - 5); i++) {
        String run = plain.substring(i, Math.min(plain.length(), i + 5));
        shingles.add(number("\0" + run, numbers));
      }
    }
    return shingles.stream().mapToInt(Integer::intValue).toArray();
  }

  private static int number(String shingle, Map<String, Integer> numbers) {
    return numbers.computeIfAbsent(shingle, s -> numbers.size());
  }

  /** Counts what each pair has in common over an inverted index. */
  private void compareAll(int shingles, double threshold) {
    var counts = new int[shingles];
    sets.forEach(set -> Arrays.stream(set).forEach(s -> counts[s]++));
    var holders = new int[shingles][];
    for (int s = 0; s < shingles; s++) {
      holders[s] = new int[counts[s]];
    }
    Arrays.fill(counts, 0);
    for (int a = 0; a < sets.size(); a++) {
      var common = new HashMap<Integer, int[]>();
      for (int s : sets.get(a)) {
        for (int i = 0; i < counts[s]; i++) {
          common.computeIfAbsent(holders[s][i], b -> new int[1])[0]++;
        }
        holders[s][counts[s]++] = a;
      }
      for (Map.Entry<Integer, int[]> entry : common.entrySet()) {
        int b = entry.getKey();
        int both = entry.getValue()[0];
        double jaccard = (double) both / (sets.get(a).length + sets.get(b).length - both);
        if (jaccard >= threshold) {
          pairs.put(Pair.of(ids.get(a), ids.get(b)), jaccard);
          clusters.unite(a, b);
        }
      }
    }
  }

  /** Exact similarity of any two. */
  double jaccard(Pair pair) {
    int[] a = sets.get(Objects.requireNonNull(places.get(pair.low())));
    int[] b = sets.get(Objects.requireNonNull(places.get(pair.high())));
    int both = 0;
    for (int s : a) {
      both += Arrays.binarySearch(b, s) >= 0 ? 1 : 0;
    }
    return (double) both / (a.length + b.length - both);
  }

  int count() {
    return ids.size();
  }

  /** The transitive closure: documents by the first of their cluster. */
  Map<Integer, Set<DocumentId>> clusters() {
    var all = new TreeMap<Integer, Set<DocumentId>>();
    for (int n = 0; n < ids.size(); n++) {
      all.computeIfAbsent(clusters.find(n), root -> new TreeSet<>()).add(ids.get(n));
    }
    return all;
  }
}
