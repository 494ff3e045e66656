// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import io.millrace.codec.CodecCost;
import io.millrace.codec.Dictionary;
import io.millrace.codec.DictionaryTrainer;
import io.millrace.codec.ZstdCodec;
import io.millrace.codec.ZstdDictionaryCodec;
import io.millrace.store.DictionaryTrial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Decides for one column, by measuring, whether a dictionary pays and which. Trains on three of
 * four pieces and measures on the fourth, which the training has not seen, each candidate at the
 * same level on the same pieces. Takes seconds of one thread. Thread-safe.
 */
final class ColumnTraining {
  /** Fewer blocks cannot be told apart into what is learnt from and what is measured. */
  static final int PIECES_MIN = 8;

  private static final int HELD_OUT_EVERY = 4;

  private final DictionarySettings settings;
  private final int level;
  private final LongSupplier cpuNanos;

  /**
   * @param level of the zstd codec
   * @param cpuNanos what the calling thread has spent on a processor
   */
  ColumnTraining(DictionarySettings settings, int level, LongSupplier cpuNanos) {
    this.settings = settings;
    this.level = level;
    this.cpuNanos = cpuNanos;
  }

  /** A dictionary and what it made of the held-out pieces. */
  private record Candidate(Optional<Dictionary> dictionary, boolean fresh, CodecCost cost) {
    boolean smallerThan(Candidate other) {
      return cost.storedBytes() < other.cost.storedBytes();
    }
  }

  /**
   * Decides.
   *
   * @param pieces of the column, at least {@link #PIECES_MIN}
   * @param known dictionaries to choose from that are stored already, the one in force first
   * @param mayTrain whether there may be another version
   * @param seenRawBytes what the column had since dictionaries were looked at for the first time: a
   *     new dictionary has to save its own bytes in so much
   */
  Verdict decide(
      ColumnName column,
      List<byte[]> pieces,
      List<Dictionary> known,
      boolean mayTrain,
      long seenRawBytes) {
    var learnt = new ArrayList<byte[]>();
    var heldOut = new ArrayList<byte[]>();
    for (int i = 0; i < pieces.size(); i++) {
      (i % HELD_OUT_EVERY == HELD_OUT_EVERY - 1 ? heldOut : learnt).add(pieces.get(i));
    }
    CodecCost plain = CodecCost.of(ZstdCodec.ofLevel(level), heldOut, cpuNanos);
    var best = new Candidate(Optional.empty(), false, plain);
    for (Dictionary dictionary : known) {
      var candidate = candidate(dictionary, false, heldOut);
      best = candidate.smallerThan(best) ? candidate : best;
    }
    if (mayTrain) {
      Optional<Candidate> trained =
          new DictionaryTrainer(settings.dictionaryBytes(), level)
              .train(learnt)
              .map(dictionary -> candidate(dictionary, true, heldOut));
      if (trained.isPresent() && pays(trained.get(), best.cost(), seenRawBytes)) {
        best = trained.get();
      }
    }
    return new Verdict(column, best.dictionary(), best.fresh(), trial(heldOut.size(), plain, best));
  }

  private Candidate candidate(Dictionary dictionary, boolean fresh, List<byte[]> heldOut) {
    var cost = CodecCost.of(ZstdDictionaryCodec.of(dictionary, level), heldOut, cpuNanos);
    return new Candidate(Optional.of(dictionary), fresh, cost);
  }

  private boolean pays(Candidate trained, CodecCost without, long seenRawBytes) {
    long stored = trained.cost().storedBytes();
    double saved = (double) (without.storedBytes() - stored) / Math.max(1, without.rawBytes());
    int own = trained.dictionary().map(dictionary -> dictionary.bytes().size()).orElse(0);
    return stored <= (1 - settings.adoptGain()) * without.storedBytes()
        && saved * seenRawBytes >= own;
  }

  private static DictionaryTrial trial(int pieces, CodecCost plain, Candidate best) {
    return new DictionaryTrial(
        pieces,
        plain.rawBytes(),
        plain.storedBytes(),
        best.cost().storedBytes(),
        plain.encodeNanos(),
        best.cost().encodeNanos(),
        plain.decodeNanos(),
        best.cost().decodeNanos());
  }
}
