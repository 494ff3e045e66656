// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.codec.Dictionary;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * The dictionaries that jobs' blocks are compressed with. A block that names one cannot be read
 * without it, so none is ever deleted but with its whole job ({@link Erasure}); and it is stored
 * before the first block that names it. Thread-safe; no method blocks; failures as {@link
 * BlockLog}'s.
 */
public interface DictionaryStore {
  /**
   * Stores a dictionary unless it is there already; what was said of it then stays. Once it is
   * complete, every node that asks finds it. May be repeated until it succeeds.
   *
   * @param entry says the dictionary's id and length
   * @return fails CALLER if the job has another one of the same id: then this one must never be
   *     used
   */
  CompletionStage<Void> put(UUID job, DictionaryEntry entry, Dictionary dictionary);

  /** A dictionary; empty if it is not there, from every replica if need be. */
  CompletionStage<Optional<Dictionary>> find(UUID job, int id);

  /** What there is of a job, by column, then by the time of training, then by id. */
  CompletionStage<List<DictionaryEntry>> list(UUID job);

  /**
   * Notes that new blocks do without a dictionary. It stays readable. May be repeated; the first
   * time counts. Nothing happens if it is not there.
   *
   * @param atMs milliseconds since 1970-01-01T00:00Z, from 1
   */
  CompletionStage<Void> retire(UUID job, int id, long atMs);

  /**
   * Checks what {@link #put} is given.
   *
   * @throws IllegalArgumentException if the entry is another dictionary's
   */
  static void check(DictionaryEntry entry, Dictionary dictionary) {
    if (entry.id() != dictionary.id() || entry.bytes() != dictionary.bytes().size()) {
      throw new IllegalArgumentException(
          "entry: dictionary "
              + entry.id()
              + " of "
              + entry.bytes()
              + " bytes (expected: "
              + dictionary.id()
              + " of "
              + dictionary.bytes().size()
              + ")");
    }
  }

  /** The failure of storing a dictionary under an id that another one has. */
  static MillraceException taken(UUID job, int id) {
    return MillraceException.of(Kind.CALLER, "another dictionary of the job has the same id")
        .with("job", job)
        .with("dictionary", id)
        .with("expected", "a dictionary trained on other samples");
  }
}
