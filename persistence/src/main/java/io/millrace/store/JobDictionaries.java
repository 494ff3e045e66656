// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BodyForm;
import io.millrace.codec.Dictionaries;
import io.millrace.codec.Dictionary;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the dictionaries that blocks name, before the blocks are decoded, and keeps those used
 * lately. One that is lost or damaged fails only the blocks that name it, when they are decoded.
 * Thread-safe; no method blocks.
 */
public final class JobDictionaries implements BlockDictionaries {
  private final DictionaryStore store;
  private final Cache<Name, Dictionary> kept;

  private record Name(UUID job, int id) {}

  /** A dictionary that is not to be had: what to say to whoever needs it. */
  private record Missing(UUID job, long block, @Nullable Throwable cause) {
    MillraceException refusal(int id) {
      var refusal =
          cause == null
              ? MillraceException.of(Kind.CORRUPT, "dictionary is missing")
              : MillraceException.of(Kind.CORRUPT, "dictionary is damaged", cause);
      return refusal
          .with("job", job)
          .with("block", block)
          .with("dictionary", id)
          .with(
              "expected",
              "its row in the table dictionary: repair the table, or restore the row from a"
                  + " backup");
    }
  }

  /**
   * @param cacheBytesMax dictionaries of so many bytes together are kept; 0 for none
   */
  public JobDictionaries(DictionaryStore store, long cacheBytesMax) {
    this.store = store;
    this.kept =
        CacheBuilder.newBuilder()
            .maximumWeight(cacheBytesMax)
            .<Name, Dictionary>weigher((name, dictionary) -> dictionary.bytes().size())
            .build();
  }

  /** Puts in what is known to be stored, so that it need not be fetched. */
  public void keep(UUID job, Dictionary dictionary) {
    kept.put(new Name(job, dictionary.id()), dictionary);
  }

  @Override
  public CompletionStage<Dictionaries> of(List<StoredBlock> page) {
    @Nullable Map<Integer, Long> named = null;
    UUID job = null;
    for (StoredBlock stored : page) {
      for (int id : idsOf(stored)) {
        named = named == null ? new TreeMap<>() : named;
        named.putIfAbsent(id, stored.sequence());
        job = stored.partition().job();
      }
    }
    return named == null || job == null
        ? CompletableFuture.completedFuture(Dictionaries.NONE)
        : fetch(job, named);
  }

  private static List<Integer> idsOf(StoredBlock stored) {
    if (stored.form() == BodyForm.PLAIN) {
      return List.of();
    }
    try {
      return BlockHeader.decode(stored.header()).dictionaryIds();
    } catch (MillraceException damaged) {
      return List.of();
    }
  }

  private CompletionStage<Dictionaries> fetch(UUID job, Map<Integer, Long> named) {
    var found = new ConcurrentHashMap<Integer, Dictionary>();
    var missing = new ConcurrentHashMap<Integer, Missing>();
    var fetches = new ArrayList<CompletableFuture<?>>();
    named.forEach(
        (id, block) -> {
          var name = new Name(job, id);
          Dictionary known = kept.getIfPresent(name);
          if (known != null) {
            found.put(id, known);
          } else {
            fetches.add(fetch(name, block, found, missing).toCompletableFuture());
          }
        });
    return CompletableFuture.allOf(fetches.toArray(CompletableFuture<?>[]::new))
        .thenApply(all -> id -> find(id, found, missing));
  }

  private CompletionStage<?> fetch(
      Name name, long block, Map<Integer, Dictionary> found, Map<Integer, Missing> missing) {
    return store
        .find(name.job(), name.id())
        .handle(
            (dictionary, failure) -> {
              @Nullable Dictionary there = failure == null ? dictionary.orElse(null) : null;
              take(name, block, there, failure, found, missing);
              return name;
            });
  }

  private void take(
      Name name,
      long block,
      @Nullable Dictionary dictionary,
      @Nullable Throwable failure,
      Map<Integer, Dictionary> found,
      Map<Integer, Missing> missing) {
    if (dictionary != null) {
      kept.put(name, dictionary);
      found.put(name.id(), dictionary);
    } else if (failure == null || isCorrupt(failure)) {
      missing.put(name.id(), new Missing(name.job(), block, failure));
    } else {
      throw failure instanceof CompletionException e ? e : new CompletionException(failure);
    }
  }

  private static boolean isCorrupt(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof MillraceException e && e.kind() == Kind.CORRUPT;
  }

  private static Dictionary find(
      int id, Map<Integer, Dictionary> found, Map<Integer, Missing> missing) {
    Dictionary dictionary = found.get(id);
    if (dictionary != null) {
      return dictionary;
    }
    Missing gone = missing.get(id);
    throw gone == null ? Dictionaries.unknown(id) : gone.refusal(id);
  }
}
