// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import io.millrace.codec.Dictionary;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.Backoff;
import io.millrace.store.DictionaryEntry;
import io.millrace.store.DictionaryStore;
import io.millrace.store.JobDictionaries;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at a job's columns, from its samples to the plan in force. Stores a new dictionary
 * before it puts it in force; if the store does not take it, the plan stays as it was. Waits for
 * the store: for a thread of its own.
 */
final class DictionaryCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DictionaryCheck.class);

  /** The store's own limits are far below. */
  private static final long STORE_WAIT_S = 60;

  private final DictionaryStore store;
  private final JobDictionaries cache;
  private final DictionarySettings settings;
  private final ColumnTraining training;
  private final Backoff backoff;
  private final LongSupplier clockMs;

  /**
   * @param cache is given what is put in force
   * @param clockMs tells when something was trained
   */
  DictionaryCheck(
      DictionaryStore store,
      JobDictionaries cache,
      DictionarySettings settings,
      ColumnTraining training,
      Backoff backoff,
      LongSupplier clockMs) {
    this.store = store;
    this.cache = cache;
    this.settings = settings;
    this.training = training;
    this.backoff = backoff;
    this.clockMs = clockMs;
  }

  /**
   * Puts in force what the store says is, for a job that begins on this node.
   *
   * @throws MillraceException as the store fails
   */
  void load(UUID job, JobColumns columns) throws InterruptedException {
    for (DictionaryEntry entry : newest(stored(job)).values()) {
      Optional<ColumnName> column = ColumnName.parse(entry.column());
      if (column.isPresent() && !entry.isRetired()) {
        Optional<Dictionary> found = find(job, entry.id());
        if (found.isPresent()) {
          columns.put(column.get(), found);
          columns.expect(column.get(), entry.trial().ratio());
        }
      }
    }
  }

  /**
   * Looks at each column that matters.
   *
   * @throws MillraceException as the store fails; what was found out before is in force
   */
  void run(UUID job, JobColumns columns) throws InterruptedException {
    Map<ColumnName, List<byte[]>> pieces = Sample.pieces(columns.samples());
    List<DictionaryEntry> stored = stored(job);
    Map<String, DictionaryEntry> newest = newest(stored);
    for (Map.Entry<ColumnName, List<byte[]>> entry : pieces.entrySet()) {
      ColumnName column = entry.getKey();
      if (entry.getValue().size() >= ColumnTraining.PIECES_MIN && columns.matters(column)) {
        long versions = stored.stream().filter(s -> s.column().equals(column.label())).count();
        var known = new LinkedHashSet<Dictionary>();
        columns.inForce(column).ifPresent(known::add);
        DictionaryEntry last = newest.get(column.label());
        if (last != null && !last.isRetired()) {
          find(job, last.id()).ifPresent(known::add);
        }
        Verdict verdict =
            training.decide(
                column,
                entry.getValue(),
                List.copyOf(known),
                versions < settings.versionsMax(),
                columns.everRawBytes(column));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        follow(job, columns, verdict);
      }
    }
  }

  private void follow(UUID job, JobColumns columns, Verdict verdict) throws InterruptedException {
    Optional<Dictionary> before = columns.inForce(verdict.column());
    if (verdict.fresh()) {
      store(job, verdict);
    }
    columns.put(verdict.column(), verdict.dictionary());
    columns.expect(verdict.column(), verdict.trial().ratio());
    if (before.isPresent() && verdict.dictionary().isEmpty()) {
      await(() -> store.retire(job, before.get().id(), clockMs.getAsLong()));
      tell(job, verdict, "dictionary no longer pays and is given up");
    } else if (!before.equals(verdict.dictionary())) {
      tell(job, verdict, "dictionary in force");
    }
  }

  private void store(UUID job, Verdict verdict) throws InterruptedException {
    Dictionary trained = verdict.dictionary().orElseThrow();
    var entry =
        new DictionaryEntry(
            trained.id(),
            verdict.column().label(),
            trained.bytes().size(),
            clockMs.getAsLong(),
            DictionaryEntry.IN_FORCE,
            verdict.trial());
    await(() -> store.put(job, entry, trained));
    cache.keep(job, trained);
  }

  private static void tell(UUID job, Verdict verdict, String what) {
    LOG.atInfo()
        .addKeyValue("job", job)
        .addKeyValue("column", verdict.column().label())
        .addKeyValue("dictionary", verdict.dictionary().map(Dictionary::id).orElse(0))
        .addKeyValue("gain", verdict.trial().gain())
        .log(what);
  }

  private List<DictionaryEntry> stored(UUID job) throws InterruptedException {
    return new ArrayList<>(await(() -> store.list(job)));
  }

  private Optional<Dictionary> find(UUID job, int id) throws InterruptedException {
    return await(() -> store.find(job, id));
  }

  /** The newest version of each column, retired or not. */
  private static Map<String, DictionaryEntry> newest(List<DictionaryEntry> stored) {
    var newest = new HashMap<String, DictionaryEntry>();
    stored.forEach(
        entry ->
            newest.merge(
                entry.column(), entry, (a, b) -> b.trainedAtMs() >= a.trainedAtMs() ? b : a));
    return newest;
  }

  /** Waits for the store; repeats what it gave no definite answer to, so many times. */
  private <T> T await(Supplier<CompletionStage<T>> call) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return get(call.get());
      } catch (MillraceException e) {
        boolean passes = e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.BUSY;
        if (!passes || attempt >= settings.storeAttempts()) {
          throw e;
        }
        get(backoff.pause(attempt));
      }
    }
  }

  private static <T> T get(CompletionStage<T> stage) throws InterruptedException {
    CompletableFuture<T> future = stage.toCompletableFuture();
    try {
      return future.get(STORE_WAIT_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e;
      while (cause.getCause() != null
          && (cause instanceof ExecutionException || cause instanceof CompletionException)) {
        cause = cause.getCause();
      }
      throw cause instanceof MillraceException ours
          ? ours
          : MillraceException.of(
              Kind.BUG, "unexpected failure of the store", cause == null ? e : cause);
    } catch (TimeoutException e) {
      throw MillraceException.of(Kind.UNAVAILABLE, "store does not answer", e)
          .with("waitedS", STORE_WAIT_S);
    }
  }
}
