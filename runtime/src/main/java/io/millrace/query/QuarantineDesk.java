// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.QuarantineEntry;
import io.millrace.partition.PartitionCommand.ListQuarantine;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.partition.PartitionReply.Quarantined;
import io.millrace.store.JobEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Shows the quarantine of a job over all its partitions, and empties it. Partitions come in the
 * order of their numbers. Thread-safe; all stages fail UNAVAILABLE if an owner does not answer.
 */
public final class QuarantineDesk {
  /** Most entries that one request lists, acts on or looks at. */
  public static final int ENTRIES_MAX = 1_000;

  private final PartitionAsks asks;

  /** A desk that asks the partitions this way. */
  public QuarantineDesk(PartitionAsks asks) {
    this.asks = asks;
  }

  /**
   * Names an entry, or the place before the first one of a partition.
   *
   * @param id 0 up
   */
  public record Place(int partition, long id) {
    /** Before everything. */
    public static final Place START = new Place(0, 0);
  }

  /** An entry of a partition's quarantine. */
  public record Found(int partition, QuarantineEntry entry) {
    /** Its name. */
    public Place place() {
      return new Place(partition, entry.id());
    }
  }

  /**
   * Which partitions are meant.
   *
   * @param partition only this one, empty for all
   * @param stage only those of this stage, empty for all; not looked at if there is a partition
   */
  public record Scope(OptionalInt partition, String stage) {}

  /**
   * Some entries.
   *
   * @param more whether there may be others behind the last one
   */
  public record Page(List<Found> entries, boolean more) {}

  /**
   * What became of entries.
   *
   * @param next where to go on, empty if all was looked at
   */
  public record Outcome(
      long redriven, long failed, long dropped, List<Place> unknown, Optional<Place> next) {}

  /**
   * Lists entries.
   *
   * @param after the place before the first one wanted
   * @param limit most entries, 1 to {@link #ENTRIES_MAX}
   */
  public CompletionStage<Page> list(JobEntry job, Scope scope, Place after, int limit) {
    return list(partitions(job, scope, after), after, limit, new ArrayList<>());
  }

  private CompletionStage<Page> list(
      List<PartitionId> partitions, Place after, int limit, List<Found> sofar) {
    if (partitions.isEmpty() || sofar.size() >= limit) {
      return CompletableFuture.completedStage(new Page(sofar, !partitions.isEmpty()));
    }
    PartitionId first = partitions.get(0);
    return page(first, after, limit - sofar.size())
        .thenCompose(
            page -> {
              Place last = after;
              for (QuarantineEntry entry : page.entries()) {
                var found = new Found(first.number(), entry);
                last = found.place();
                sofar.add(found);
              }
              return list(page.more() ? partitions : rest(partitions), last, limit, sofar);
            });
  }

  private CompletionStage<Quarantined> page(PartitionId partition, Place after, int most) {
    long id = after.partition() == partition.number() ? after.id() : 0;
    return asks.ask(
        partition, Quarantined.class, replyTo -> new ListQuarantine(partition, id, most, replyTo));
  }

  /** One entry with all that is known of it, empty if it is not there. */
  public CompletionStage<Optional<Found>> get(JobEntry job, Place place) {
    PartitionId partition = partition(job, place.partition());
    return page(partition, new Place(place.partition(), place.id() - 1), 1)
        .thenApply(
            page ->
                page.entries().stream()
                    .filter(entry -> entry.id() == place.id())
                    .findFirst()
                    .map(entry -> new Found(place.partition(), entry)));
  }

  /** Acts on these entries, at most {@link #ENTRIES_MAX}. */
  public CompletionStage<Outcome> act(JobEntry job, QuarantineAction action, List<Place> places) {
    var work = new QuarantineWork(asks, action);
    for (Place place : places) {
      work.add(partition(job, place.partition()), place.id());
    }
    return work.run().thenApply(done -> work.outcome(Optional.empty()));
  }

  /**
   * Acts on all entries behind a place, looking at about {@link #ENTRIES_MAX} of them. An entry
   * that fails again is not tried twice; whoever waits behind a dropped one and fails is dropped
   * too.
   */
  public CompletionStage<Outcome> actOnAll(
      JobEntry job, QuarantineAction action, Scope scope, Place after) {
    return actOnAll(partitions(job, scope, after), after, 0, new QuarantineWork(asks, action));
  }

  private CompletionStage<Outcome> actOnAll(
      List<PartitionId> partitions, Place after, int looked, QuarantineWork work) {
    if (partitions.isEmpty()) {
      return CompletableFuture.completedStage(work.outcome(Optional.empty()));
    }
    PartitionId first = partitions.get(0);
    Place at = after.partition() == first.number() ? after : new Place(first.number(), 0);
    if (looked >= ENTRIES_MAX) {
      return CompletableFuture.completedStage(work.outcome(Optional.of(at)));
    }
    return page(first, at, QuarantineWork.BATCH_MAX)
        .thenCompose(
            page -> {
              List<QuarantineEntry> entries = page.entries();
              List<Long> heads =
                  entries.stream().filter(e -> !e.parked()).map(QuarantineEntry::id).toList();
              heads.forEach(id -> work.add(first, id));
              boolean again = work.action() == QuarantineAction.DROP && !heads.isEmpty();
              Place last =
                  again || entries.isEmpty()
                      ? at
                      : new Place(first.number(), entries.get(entries.size() - 1).id());
              List<PartitionId> next = again || page.more() ? partitions : rest(partitions);
              int seen = looked + entries.size();
              return work.run().thenCompose(done -> actOnAll(next, last, seen, work));
            });
  }

  private static List<PartitionId> rest(List<PartitionId> partitions) {
    return partitions.subList(1, partitions.size());
  }

  /** The partitions from a place on. */
  private static List<PartitionId> partitions(JobEntry job, Scope scope, Place after) {
    if (scope.partition().isPresent()) {
      return List.of(partition(job, scope.partition().getAsInt()));
    }
    List<Integer> numbers =
        scope.stage().isEmpty()
            ? job.numbers()
            : job.stage(scope.stage()).partitions().numbers().stream().sorted().toList();
    return numbers.stream()
        .filter(number -> number >= after.partition())
        .map(number -> new PartitionId(job.id(), number))
        .toList();
  }

  private static PartitionId partition(JobEntry job, int number) {
    List<Integer> numbers = job.numbers();
    if (!numbers.contains(number)) {
      throw MillraceException.of(Kind.CALLER, "no such partition")
          .with("job", job.name())
          .with("partition", Integer.toUnsignedString(number))
          .with("expected", numbers);
    }
    return new PartitionId(job.id(), number);
  }
}
