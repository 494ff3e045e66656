// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.rule.contamination;

import io.millrace.corpus.rule.Phrases;
import io.millrace.corpus.rule.TextStats;
import io.millrace.corpus.rule.Words;
import io.millrace.corpus.rule.language.Language;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All runs of n words of the evaluation sets, whatever their case and what signs stand between. A
 * run is looked up by a 64-bit hash and then compared word by word, so no match is false.
 * Immutable, so any thread may ask. Memory: about 20 bytes a word of the sets, and their different
 * words.
 */
public final class NgramIndex {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;
  private static final int BREAK = -1;

  private final int n;
  private final List<String> sets;
  private final Phrases vocabulary;
  private final int[] words;
  private final int[] setStarts;
  private final int[] slots;
  private final long highest;
  private final int ngrams;
  private final int shortTexts;

  private NgramIndex(int n, Collector all) {
    this.n = n;
    this.sets = List.copyOf(all.sets);
    this.vocabulary = Phrases.of(all.vocabulary.keySet());
    this.words = Arrays.copyOf(all.words, all.size);
    this.setStarts = all.setStarts.stream().mapToInt(Integer::intValue).toArray();
    this.shortTexts = all.shortTexts;
    long power = 1;
    for (int i = 1; i < n; i++) {
      power *= FACTOR;
    }
    this.highest = power;
    this.slots = new int[Math.max(64, Integer.highestOneBit(Math.max(1, words.length)) << 2)];
    this.ngrams = fill();
  }

  /**
   * Indexes texts; those with fewer than n words are counted and left out.
   *
   * @param texts the texts of a set one after another
   * @param n words of a run, at least 2
   * @param wordsMax most words of all texts together
   * @throws MillraceException CALLER if there are more
   */
  public static NgramIndex of(Iterable<EvaluationText> texts, int n, int wordsMax) {
    var collector = new Collector(n, wordsMax);
    var stats = new TextStats();
    for (EvaluationText text : texts) {
      stats.read(text.text(), Language.UNKNOWN);
      collector.add(text, stats.words());
    }
    return new NgramIndex(n, collector);
  }

  /** Different runs of n words. */
  public int size() {
    return ngrams;
  }

  /** Texts that were too short to have such a run. */
  public int shortTexts() {
    return shortTexts;
  }

  /** Words of a run. */
  public int n() {
    return n;
  }

  /** Finds the runs that a text has in common with the sets. */
  Matches find(Words text) {
    var found = new Matches();
    if (ngrams == 0 || text.size() < n) {
      return found;
    }
    int[] known = known(text);
    // The text's words without those of signs alone: what they are here, and where they stand
    // there.
    int[] ids = new int[text.size()];
    int[] places = new int[text.size()];
    int size = 0;
    for (int i = 0; i < text.size(); i++) {
      if (text.isText(i)) {
        ids[size] = known[text.id(i)];
        places[size++] = i;
      }
    }
    int run = 0;
    long hash = 0;
    for (int i = 0; i < size; i++) {
      if (ids[i] < 0) {
        run = 0;
        hash = 0;
        continue;
      }
      if (run >= n) {
        hash -= value(ids[i - n]) * highest;
      }
      hash = hash * FACTOR + value(ids[i]);
      if (++run < n) {
        continue;
      }
      int place = lookUp(hash, ids, i - n + 1);
      if (place >= 0) {
        found.add(text.start(places[i - n + 1]), text.end(places[i]), place);
      }
    }
    return found;
  }

  /** Name of the set that the indexed word is of. */
  String setAt(int place) {
    int at = Arrays.binarySearch(setStarts, place);
    return sets.get(at >= 0 ? at : -at - 2);
  }

  private int[] known(Words text) {
    int[] known = new int[text.distinct()];
    for (int id = 0; id < known.length; id++) {
      known[id] = text.find(vocabulary, id);
    }
    return known;
  }

  private int fill() {
    int run = 0;
    long hash = 0;
    int filled = 0;
    for (int i = 0; i < words.length; i++) {
      if (words[i] == BREAK) {
        run = 0;
        hash = 0;
        continue;
      }
      if (run >= n) {
        hash -= value(words[i - n]) * highest;
      }
      hash = hash * FACTOR + value(words[i]);
      int first = i - n + 1;
      if (++run >= n && lookUp(hash, words, first) < 0) {
        int slot = slot(hash);
        while (slots[slot] != 0) {
          slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = first + 1;
        filled++;
      }
    }
    return filled;
  }

  /** Where the n words from {@code first} on stand in the sets, or -1. */
  private int lookUp(long hash, int[] ids, int first) {
    int slot = slot(hash);
    while (slots[slot] != 0) {
      int place = slots[slot] - 1;
      if (Arrays.equals(words, place, place + n, ids, first, first + n)) {
        return place;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1;
  }

  private int slot(long hash) {
    return (int) (value(hash) >>> 20) & (slots.length - 1);
  }

  private static long value(long id) {
    long mixed = (id + 1) * 0xD6E8FEB86659FD93L;
    mixed ^= mixed >>> 32;
    return mixed * 0xD6E8FEB86659FD93L;
  }

  /** Gathers the words of all texts. */
  private static final class Collector {
    private final int n;
    private final int wordsMax;
    private final Map<String, Integer> vocabulary = new LinkedHashMap<>();
    private final List<String> sets = new ArrayList<>();
    private final List<Integer> setStarts = new ArrayList<>();
    private int[] words = new int[1024];
    private int size;
    private int shortTexts;

    private Collector(int n, int wordsMax) {
      this.n = n;
      this.wordsMax = wordsMax;
    }

    private void add(EvaluationText text, Words found) {
      if (sets.isEmpty() || !sets.get(sets.size() - 1).equals(text.set())) {
        sets.add(text.set());
        setStarts.add(size);
      }
      int start = size;
      for (int i = 0; i < found.size(); i++) {
        if (found.isText(i)) {
          put(number(text.text().substring(found.start(i), found.end(i))));
        }
      }
      if (size - start < n) {
        size = start;
        shortTexts++;
        return;
      }
      put(BREAK);
    }

    private int number(String word) {
      String folded = Phrases.fold(word);
      Integer known = vocabulary.putIfAbsent(folded, vocabulary.size());
      return known == null ? vocabulary.size() - 1 : known;
    }

    private void put(int word) {
      if (size >= wordsMax) {
        throw MillraceException.of(Kind.CALLER, "the evaluation sets have too many words")
            .with("expected", "at most " + wordsMax)
            .with("do", "name fewer sets, or raise decontamination.words-max");
      }
      if (size == words.length) {
        words = Arrays.copyOf(words, (int) Math.min(Integer.MAX_VALUE - 8L, size * 2L));
      }
      words[size++] = word;
    }
  }
}
