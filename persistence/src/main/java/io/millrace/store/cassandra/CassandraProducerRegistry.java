// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import io.millrace.model.MillraceException;
import io.millrace.model.ProducerEpoch;
import io.millrace.store.Backoff;
import io.millrace.store.ProducerRegistry;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Producer epochs by compare-and-set. An opening without an answer is looked up by its random
 * instance; if it is not there, the next opening takes a higher number, so a number may be lost but
 * is never given out twice.
 */
final class CassandraProducerRegistry implements ProducerRegistry {
  /** Many clients that open one producer at once take turns; this many turns are enough. */
  private static final int ATTEMPTS_MAX = 64;

  private final CqlSession session;
  private final Backoff backoff;
  private final PreparedStatement insert;
  private final PreparedStatement update;
  private final PreparedStatement read;
  private final PreparedStatement readSerial;

  CassandraProducerRegistry(Statements statements, Backoff backoff) {
    session = statements.session();
    this.backoff = backoff;
    insert =
        statements.cas(
            """
            INSERT INTO %s.producer (job, producer, pepoch, incarnation, instance)
            VALUES (?, ?, ?, ?, ?) IF NOT EXISTS""");
    update =
        statements.cas(
            """
            UPDATE %s.producer SET pepoch = ?, incarnation = ?, instance = ?
            WHERE job = ? AND producer = ? IF pepoch = ?""");
    String select =
        "SELECT pepoch, incarnation, instance FROM %s.producer WHERE job = ? AND producer = ?";
    read = statements.plain(select);
    readSerial = statements.serial(select);
  }

  @Override
  public CompletionStage<ProducerEpoch> open(
      UUID job, String producer, boolean fresh, long incarnation) {
    var opening = new Opening(job, producer, fresh, incarnation);
    return Failures.translate(
        select(read, job, producer).thenCompose(last -> opening.attempt(last.epoch(), 1)),
        e -> e.with("job", job).with("producer", producer));
  }

  private CompletionStage<Entry> select(PreparedStatement statement, UUID job, String producer) {
    return session
        .executeAsync(statement.bind(job, producer))
        .thenApply(result -> entry(result.one()));
  }

  private static Entry entry(@Nullable Row row) {
    if (row == null) {
      return new Entry(ProducerEpoch.NONE, new UUID(0, 0));
    }
    var instance = row.getUuid("instance");
    return new Entry(
        new ProducerEpoch(row.getLong("pepoch"), row.getLong("incarnation")),
        instance == null ? new UUID(0, 0) : instance);
  }

  private record Entry(ProducerEpoch epoch, UUID instance) {}

  /** One call of {@link #open}. */
  private final class Opening {
    private final UUID job;
    private final String producer;
    private final boolean fresh;
    private final long incarnation;

    Opening(UUID job, String producer, boolean fresh, long incarnation) {
      this.job = job;
      this.producer = producer;
      this.fresh = fresh;
      this.incarnation = incarnation;
    }

    CompletionStage<ProducerEpoch> attempt(ProducerEpoch last, int count) {
      if (!fresh && incarnation > 0 && last.incarnation() > incarnation) {
        // An old read may show less than there is, never more.
        return CompletableFuture.failedFuture(
            ProducerRegistry.fenced(producer, incarnation, last.incarnation()));
      }
      var next = last.next(fresh);
      var instance = UUID.randomUUID();
      return write(last, next, instance)
          .handle(
              (result, failure) -> {
                if (failure == null && result.wasApplied()) {
                  return CompletableFuture.completedFuture(next);
                }
                return failure == null || Failures.isUnknown(failure)
                    ? lookUp(instance, count)
                    : CompletableFuture.<ProducerEpoch>failedFuture(failure);
              })
          .thenCompose(Function.identity());
    }

    private CompletionStage<AsyncResultSet> write(
        ProducerEpoch last, ProducerEpoch next, UUID instance) {
      return session.executeAsync(
          last.equals(ProducerEpoch.NONE)
              ? insert.bind(job, producer, next.number(), next.incarnation(), instance)
              : update.bind(
                  next.number(), next.incarnation(), instance, job, producer, last.number()));
    }

    /** After a refusal or no answer: what does the row say? */
    private CompletionStage<ProducerEpoch> lookUp(UUID instance, int count) {
      return select(readSerial, job, producer)
          .thenCompose(
              now -> {
                if (now.instance().equals(instance)) {
                  return CompletableFuture.completedFuture(now.epoch());
                }
                if (count >= ATTEMPTS_MAX) {
                  return CompletableFuture.failedFuture(
                      MillraceException.of(UNAVAILABLE, "others keep opening the producer")
                          .with("attempts", count));
                }
                return backoff.pause(count).thenCompose(nothing -> attempt(now.epoch(), count + 1));
              });
    }
  }
}
