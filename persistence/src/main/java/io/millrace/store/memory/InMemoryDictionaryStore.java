// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.memory;

import io.millrace.codec.Dictionary;
import io.millrace.store.DictionaryEntry;
import io.millrace.store.DictionaryStore;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Dictionaries in a map. Thread-safe. */
final class InMemoryDictionaryStore implements DictionaryStore {
  private record Name(UUID job, int id) {}

  private record Kept(DictionaryEntry entry, Dictionary dictionary) {}

  private final Map<Name, Kept> kept = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<Void> put(UUID job, DictionaryEntry entry, Dictionary dictionary) {
    DictionaryStore.check(entry, dictionary);
    var older = kept.putIfAbsent(new Name(job, entry.id()), new Kept(entry, dictionary));
    return older == null || older.dictionary().equals(dictionary)
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.failedFuture(DictionaryStore.taken(job, entry.id()));
  }

  @Override
  public CompletionStage<Optional<Dictionary>> find(UUID job, int id) {
    return CompletableFuture.completedFuture(
        Optional.ofNullable(kept.get(new Name(job, id))).map(Kept::dictionary));
  }

  @Override
  public CompletionStage<List<DictionaryEntry>> list(UUID job) {
    return CompletableFuture.completedFuture(
        kept.entrySet().stream()
            .filter(entry -> entry.getKey().job().equals(job))
            .map(entry -> entry.getValue().entry())
            .sorted(
                Comparator.comparing(DictionaryEntry::column)
                    .thenComparing(DictionaryEntry::trainedAtMs)
                    .thenComparing(DictionaryEntry::id))
            .toList());
  }

  @Override
  public CompletionStage<Void> retire(UUID job, int id, long atMs) {
    kept.computeIfPresent(
        new Name(job, id),
        (name, old) ->
            old.entry().isRetired() ? old : new Kept(old.entry().retired(atMs), old.dictionary()));
    return CompletableFuture.completedFuture(null);
  }

  int erase(UUID job) {
    int before = kept.size();
    kept.keySet().removeIf(name -> name.job().equals(job));
    return before - kept.size();
  }
}
