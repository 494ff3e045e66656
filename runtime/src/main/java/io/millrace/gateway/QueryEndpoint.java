// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.query.Part;
import io.millrace.query.Selection;
import io.millrace.query.Selector;
import io.millrace.v1.QueryPageResponse;
import io.millrace.v1.QueryRequest;
import io.millrace.v1.QueryResponse;
import io.millrace.v1.QueryServiceGrpc.QueryServiceImplBase;
import io.millrace.v1.Receipt;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/** Answers queries. A caller's deadline cancels the call, and that ends the work. */
final class QueryEndpoint extends QueryServiceImplBase {
  /** Rows of a page that does not say how many. */
  private static final int PAGE_ROWS_DEFAULT = 1_000;

  /** Most rows in one message. */
  private static final int PAGE_ROWS_MAX = 10_000;

  /** The settings' deadline comes first. */
  private static final Duration FOR_EVER = Duration.ofDays(1);

  private final GatewayServices services;
  private final Selector selector;
  private final int responseBytes;

  QueryEndpoint(GatewayServices services, int responseBytes) {
    this.services = services;
    this.selector = services.selector();
    this.responseBytes = responseBytes;
  }

  @Override
  public void query(QueryRequest request, StreamObserver<QueryResponse> observer) {
    answer(
        observer,
        request,
        request.getPageRows(),
        parts -> parts.mapConcat(part -> AnswerMessages.responses(part, responseBytes)));
  }

  @Override
  public void queryPage(QueryRequest request, StreamObserver<QueryPageResponse> observer) {
    answer(
        observer,
        request,
        -1,
        parts ->
            parts
                .fold(QueryPageResponse.newBuilder(), QueryEndpoint::add)
                .map(QueryPageResponse.Builder::build));
  }

  private static QueryPageResponse.Builder add(QueryPageResponse.Builder page, Part part) {
    if (part instanceof Part.Header header) {
      return page.setHeader(AnswerMessages.header(header));
    }
    if (part instanceof Part.End end) {
      return page.setEnd(AnswerMessages.end(end));
    }
    ((Part.Rows) part).rows().forEach(row -> page.addRows(AnswerMessages.row(row)));
    if (page.getRowsCount() > PAGE_ROWS_MAX) {
      throw PredicateMessages.missing(
          "answer has too many rows for one message",
          "rows",
          "at most " + PAGE_ROWS_MAX + ": a LIMIT, or Query, which streams");
    }
    return page;
  }

  /**
   * @param pageRows most rows; -1: as many as one message may have
   */
  private <T> void answer(
      StreamObserver<T> observer,
      QueryRequest request,
      int pageRows,
      Function<Source<Part, NotUsed>, Source<T, NotUsed>> messages) {
    var outbound = new GrpcOutbound<>((ServerCallStreamObserver<T>) observer);
    SelectMessages.@Nullable Asked asked;
    try {
      asked = SelectMessages.asked(request);
      if (Integer.compareUnsigned(request.getPageRows(), PAGE_ROWS_MAX) > 0) {
        throw PredicateMessages.missing("page is too large", "page_rows", "0 to " + PAGE_ROWS_MAX);
      }
      Limits.job(asked.query().job());
    } catch (RuntimeException e) {
      observer.onError(StatusMapping.toStatus(e));
      return;
    }
    var query = asked;
    int rows =
        pageRows >= 0
            ? pageRows
            : request.getPageRows() > 0
                ? request.getPageRows()
                : query.query().isGrouped() ? 0 : PAGE_ROWS_DEFAULT;
    Map<Integer, Long> atLeast = atLeast(request);
    messages
        .apply(
            Source.completionStage(services.jobs().find(query.query().job()))
                .flatMapConcat(
                    job ->
                        selector.select(
                            new Selection(
                                job,
                                job.stage(query.query().stage()),
                                query.query(),
                                query.mode(),
                                atLeast,
                                rows,
                                request.getPageToken(),
                                FOR_EVER))))
        .runWith(outbound.sink(), services.system());
  }

  /** The highest block demanded of each partition. */
  private static Map<Integer, Long> atLeast(QueryRequest request) {
    var blocks = new HashMap<Integer, Long>();
    for (Receipt receipt : request.getAtLeastList()) {
      blocks.merge(receipt.getPartition(), receipt.getBlock(), Math::max);
    }
    return blocks;
  }
}
