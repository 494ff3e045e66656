// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.millrace.model.MillraceException;
import io.millrace.v1.Position;
import io.millrace.v1.QueryEnd;
import io.millrace.v1.QueryHeader;
import io.millrace.v1.QueryRequest;
import io.millrace.v1.QueryResponse;
import io.millrace.v1.QueryServiceGrpc;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a query, read row by row as it comes. Close it, or read it to its end: closing ends
 * the service's work. Every method that waits fails with a {@link MillraceException}, CALLER if the
 * query is wrong. Not thread-safe.
 */
public final class Answer implements Iterator<AnswerRow>, AutoCloseable {
  private final Context.CancellableContext context;
  private final Iterator<QueryResponse> responses;
  private final QueryHeader header;
  private final Map<String, Integer> places = new HashMap<>();
  private Iterator<io.millrace.v1.QueryRow> rows = Collections.emptyIterator();
  private @Nullable QueryEnd end;

  private Answer(
      Context.CancellableContext context, Iterator<QueryResponse> responses, QueryHeader header) {
    this.context = context;
    this.responses = responses;
    this.header = header;
    for (int i = 0; i < header.getColumnsCount(); i++) {
      places.putIfAbsent(header.getColumns(i), i);
    }
  }

  /** Asks, and waits for the header. */
  static Answer of(QueryServiceGrpc.QueryServiceBlockingStub stub, QueryRequest request) {
    Context.CancellableContext context = Context.current().withCancellation();
    Context before = context.attach();
    try {
      Iterator<QueryResponse> responses = stub.query(request);
      return new Answer(context, responses, responses.next().getHeader());
    } catch (StatusRuntimeException e) {
      context.cancel(null);
      throw failure(e);
    } finally {
      context.detach(before);
    }
  }

  private static MillraceException failure(StatusRuntimeException e) {
    MillraceException told = GrpcFailures.toFailure("query failed", StreamEnd.of(e));
    return MillraceException.of(told.kind(), "query failed", e)
        .with("status", e.getStatus().getCode())
        .with("description", e.getStatus().getDescription());
  }

  /** Titles of the columns. */
  public List<String> titles() {
    return header.getColumnsList();
  }

  /** Of each partition that may have rows: up to which block the answer reflects it. */
  public List<Position> snapshot() {
    return header.getSnapshotList();
  }

  @Override
  public boolean hasNext() {
    try {
      while (!rows.hasNext() && end == null && responses.hasNext()) {
        QueryResponse response = responses.next();
        if (response.hasEnd()) {
          end = response.getEnd();
        } else {
          rows = response.getRows().getRowsList().iterator();
        }
      }
    } catch (StatusRuntimeException e) {
      throw failure(e);
    }
    return rows.hasNext();
  }

  @Override
  public AnswerRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return new AnswerRow(titles(), places, rows.next());
  }

  /** The end, with the token of the next page and what was looked at; empty before the last row. */
  public Optional<QueryEnd> end() {
    return Optional.ofNullable(end);
  }

  @Override
  public void close() {
    context.cancel(null);
  }
}
