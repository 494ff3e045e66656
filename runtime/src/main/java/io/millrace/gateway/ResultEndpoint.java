// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.google.protobuf.ByteString;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.query.Located;
import io.millrace.query.LogSpan;
import io.millrace.query.QueryEngine;
import io.millrace.select.Filter;
import io.millrace.select.Predicate;
import io.millrace.sql.Sql;
import io.millrace.store.JobEntry;
import io.millrace.store.StageMap;
import io.millrace.v1.GetRequest;
import io.millrace.v1.GetResponse;
import io.millrace.v1.Position;
import io.millrace.v1.PositionsRequest;
import io.millrace.v1.PositionsResponse;
import io.millrace.v1.Receipt;
import io.millrace.v1.ResultServiceGrpc.ResultServiceImplBase;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.ScanResponse;
import io.millrace.v1.TailRequest;
import io.millrace.v1.TailResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/** Gives results out: by key, all, or live. */
final class ResultEndpoint extends ResultServiceImplBase {
  private final GatewayServices services;
  private final QueryEngine query;
  private final int responseBytes;

  ResultEndpoint(GatewayServices services, int responseBytes) {
    this.services = services;
    this.query = services.query();
    this.responseBytes = responseBytes;
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () -> {
          boolean asText = request.hasKeyText();
          ByteString key =
              services.limits().key("key", asText ? request.getKeyTextBytes() : request.getKey());
          return services
              .jobs()
              .find(Limits.job(request.getJob()))
              .thenCompose(
                  job -> query.get(job, job.stage(request.getStage()), key, atLeast(request)))
              .thenApply(
                  answer ->
                      answer
                          .map(a -> response(a, asText))
                          .orElseThrow(
                              () ->
                                  MillraceException.of(Kind.NOT_FOUND, "key has no main result")
                                      .with("job", request.getJob())));
        });
  }

  /** The highest block demanded of each partition. */
  private static Map<Integer, Long> atLeast(GetRequest request) {
    var blocks = new HashMap<Integer, Long>();
    for (Receipt receipt : request.getAtLeastList()) {
      blocks.merge(receipt.getPartition(), receipt.getBlock(), Math::max);
    }
    return blocks;
  }

  private static GetResponse response(QueryEngine.Answer answer, boolean asText) {
    Found found = answer.found();
    return GetResponse.newBuilder()
        .setResult(ResultMessages.message(answer.located(), asText))
        .setAsOf(
            Receipt.newBuilder()
                .setPartition(found.partition().number())
                .setEpoch(found.epoch().value())
                .setBlock(found.head()))
        .build();
  }

  @Override
  public void positions(PositionsRequest request, StreamObserver<PositionsResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () ->
            services
                .jobs()
                .find(Limits.job(request.getJob()))
                .thenCompose(
                    job -> {
                      StageMap stage = job.stage(request.getStage());
                      return query
                          .heads(job, stage)
                          .runWith(Sink.seq(), services.system())
                          .thenApply(heads -> LogRanges.message(job, stage, heads));
                    }));
  }

  @Override
  public void scan(ScanRequest request, StreamObserver<ScanResponse> observer) {
    var form = new ResultMessages.Form(request.getAsText(), request.getOutline());
    stream(
        observer,
        request.getJob(),
        job -> {
          List<Integer> numbers = job.stage(request.getStage()).partitions().numbers();
          List<LogSpan> spans = LogRanges.spans(numbers, request.getRangesList());
          return limited(query.scan(job, spans, request.getTag()), request.getLimit())
              .mapConcat(list -> ResultMessages.pages(list, form, responseBytes))
              .map(page -> ScanResponse.newBuilder().addAllResults(page).build());
        });
  }

  private static Source<List<Located>, NotUsed> limited(
      Source<List<Located>, NotUsed> results, long limit) {
    if (limit == 0) {
      return results;
    }
    return results
        .<Long, List<Located>>statefulMap(
            () -> limit,
            (left, list) -> {
              int count = (int) Math.min(left, list.size());
              return org.apache.pekko.japi.Pair.create(left - count, list.subList(0, count));
            },
            left -> java.util.Optional.empty())
        .<Long, Counted>statefulMap(
            () -> 0L,
            (seen, list) -> {
              long now = seen + list.size();
              return org.apache.pekko.japi.Pair.create(now, new Counted(list, now));
            },
            seen -> java.util.Optional.empty())
        .takeWhile(counted -> counted.soFar() < limit, true)
        .map(Counted::results);
  }

  private record Counted(List<Located> results, long soFar) {}

  @Override
  public void tail(TailRequest request, StreamObserver<TailResponse> observer) {
    stream(
        observer,
        request.getJob(),
        job -> {
          List<Integer> numbers = job.stage(request.getStage()).partitions().numbers();
          Map<Integer, Position> after = positions(numbers, request);
          Filter filter = Filter.of(predicate(request));
          return Source.from(numbers)
              .flatMapMerge(
                  numbers.size(),
                  number -> {
                    Position at = after.getOrDefault(number, Position.getDefaultInstance());
                    return query.tail(
                        job, number, request.getTag(), filter, at.getBlock(), at.getIndex());
                  })
              .mapConcat(list -> ResultMessages.pages(list, request.getAsText(), responseBytes))
              .map(page -> TailResponse.newBuilder().addAllResults(page).build());
        });
  }

  private static Predicate predicate(TailRequest request) {
    return switch (request.getFilterFormCase()) {
      case FILTER_SQL -> Sql.filter(request.getFilterSql());
      case FILTER -> PredicateMessages.predicate(request.getFilter());
      case FILTERFORM_NOT_SET -> Predicate.ALL;
    };
  }

  private static Map<Integer, Position> positions(List<Integer> numbers, TailRequest request) {
    var positions = new HashMap<Integer, Position>();
    for (Position position : request.getAfterList()) {
      LogRanges.checkPartition("after.partition", position.getPartition(), numbers);
      positions.put(position.getPartition(), position);
    }
    return positions;
  }

  private interface Results<T> {
    Source<T, NotUsed> of(JobEntry job);
  }

  private <T> void stream(StreamObserver<T> observer, String jobName, Results<T> results) {
    var outbound = new GrpcOutbound<>((ServerCallStreamObserver<T>) observer);
    CompletionStage<JobEntry> job;
    try {
      job = services.jobs().find(Limits.job(jobName));
    } catch (MillraceException e) {
      observer.onError(StatusMapping.toStatus(e));
      return;
    }
    Source.completionStage(job)
        .flatMapConcat(results::of)
        .runWith(outbound.sink(), services.system());
  }
}
