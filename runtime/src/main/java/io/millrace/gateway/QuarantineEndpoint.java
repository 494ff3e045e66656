// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.stub.StreamObserver;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.partition.PartitionCommand.QuarantineAction;
import io.millrace.query.QuarantineDesk;
import io.millrace.query.QuarantineDesk.Place;
import io.millrace.query.QuarantineDesk.Scope;
import io.millrace.store.JobEntry;
import io.millrace.v1.DropRequest;
import io.millrace.v1.GetQuarantinedRequest;
import io.millrace.v1.ListQuarantineRequest;
import io.millrace.v1.ListQuarantineResponse;
import io.millrace.v1.QuarantineActionResponse;
import io.millrace.v1.QuarantineId;
import io.millrace.v1.QuarantineServiceGrpc.QuarantineServiceImplBase;
import io.millrace.v1.QuarantinedRecord;
import io.millrace.v1.RedriveRequest;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** Shows quarantine and empties it. */
final class QuarantineEndpoint extends QuarantineServiceImplBase {
  private static final int LIMIT_DEFAULT = 100;

  private final GatewayServices services;
  private final QuarantineDesk desk;

  QuarantineEndpoint(GatewayServices services) {
    this.services = services;
    this.desk = services.quarantine();
  }

  @Override
  public void listQuarantine(
      ListQuarantineRequest request, StreamObserver<ListQuarantineResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () -> {
          int limit = limit(request.getLimit());
          Place after = request.hasAfter() ? place(request.getAfter()) : Place.START;
          Scope scope = scope(request.hasPartition(), request.getPartition(), request.getStage());
          return job(request.getJob())
              .thenCompose(job -> desk.list(job, scope, after, limit))
              .thenApply(QuarantineMessages::list);
        });
  }

  @Override
  public void getQuarantined(
      GetQuarantinedRequest request, StreamObserver<QuarantinedRecord> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () -> {
          Place place = named("id", request.getId());
          return job(request.getJob())
              .thenCompose(job -> desk.get(job, place))
              .thenApply(
                  found ->
                      QuarantineMessages.full(
                          found.orElseThrow(() -> missing(request.getJob(), place))));
        });
  }

  @Override
  public void redrive(RedriveRequest request, StreamObserver<QuarantineActionResponse> observer) {
    Place after = request.hasAfter() ? place(request.getAfter()) : Place.START;
    Scope scope = scope(request.hasPartition(), request.getPartition(), request.getStage());
    act(
        request.getJob(),
        QuarantineAction.REDRIVE,
        new Wanted(request.getIdsList(), request.getAll(), scope, after),
        observer);
  }

  @Override
  public void drop(DropRequest request, StreamObserver<QuarantineActionResponse> observer) {
    Place after = request.hasAfter() ? place(request.getAfter()) : Place.START;
    Scope scope = scope(request.hasPartition(), request.getPartition(), request.getStage());
    act(
        request.getJob(),
        QuarantineAction.DROP,
        new Wanted(request.getIdsList(), request.getAll(), scope, after),
        observer);
  }

  private record Wanted(List<QuarantineId> ids, boolean all, Scope scope, Place after) {}

  private void act(
      String name,
      QuarantineAction action,
      Wanted wanted,
      StreamObserver<QuarantineActionResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () -> {
          int count = wanted.ids().size();
          if (wanted.all() ? count > 0 : count == 0 || count > QuarantineDesk.ENTRIES_MAX) {
            throw MillraceException.of(Kind.CALLER, "which records is not clear")
                .with("field", "ids")
                .with("value", count + (wanted.all() ? " and all" : ""))
                .with("expected", "1 to " + QuarantineDesk.ENTRIES_MAX + " ids, or all");
          }
          List<Place> places = wanted.ids().stream().map(id -> named("ids", id)).toList();
          return job(name)
              .thenCompose(
                  job ->
                      wanted.all()
                          ? desk.actOnAll(job, action, wanted.scope(), wanted.after())
                          : desk.act(job, action, places))
              .thenApply(QuarantineMessages::outcome);
        });
  }

  private CompletionStage<JobEntry> job(String name) {
    return services.jobs().find(Limits.job(name));
  }

  private static Scope scope(boolean one, int partition, String stage) {
    return new Scope(one ? OptionalInt.of(partition) : OptionalInt.empty(), stage);
  }

  private static Place place(QuarantineId id) {
    return new Place(id.getPartition(), id.getNumber());
  }

  private static Place named(String field, QuarantineId id) {
    if (id.getNumber() < 1) {
      throw MillraceException.of(Kind.CALLER, "id missing")
          .with("field", field + ".number")
          .with("value", Long.toUnsignedString(id.getNumber()))
          .with("expected", "1 up");
    }
    return place(id);
  }

  private static int limit(int limit) {
    if (limit < 0 || limit > QuarantineDesk.ENTRIES_MAX) {
      throw MillraceException.of(Kind.CALLER, "limit out of range")
          .with("field", "limit")
          .with("value", Integer.toUnsignedString(limit))
          .with("expected", "0 to " + QuarantineDesk.ENTRIES_MAX);
    }
    return limit == 0 ? LIMIT_DEFAULT : limit;
  }

  private static MillraceException missing(String job, Place place) {
    return MillraceException.of(Kind.NOT_FOUND, "no such record in quarantine")
        .with("job", job)
        .with("id", place.partition() + ":" + place.id())
        .with("expected", "one that `millrace quarantine list` shows");
  }
}
