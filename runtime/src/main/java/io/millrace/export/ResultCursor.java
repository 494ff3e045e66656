// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.LogRange;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.ScanResponse;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a part of one partition's log, result by result. When the node that it reads from goes
 * away, it goes on behind the last result with another. Holds one page. Not thread-safe.
 */
final class ResultCursor implements AutoCloseable {
  /** How often in a row it asks again before it gives up. */
  static final int TRIES_MAX = 8;

  private static final long FIRST_PAUSE_MS = 100;
  private static final long PAUSE_MS_MAX = 5_000;

  /** Waits before it asks again. */
  interface Pause {
    void of(long ms) throws InterruptedException;
  }

  private final Pause pause;
  private final MillraceClient client;
  private final ScanRequest request;
  private final LogPart part;
  private @Nullable Position last;
  private Context.@Nullable CancellableContext call;
  private Iterator<ScanResponse> pages;
  private List<Result> page = List.of();
  private int next;
  private int failures;

  /**
   * @param request says all but the range
   * @param last the result to go on behind, null to start at the part's front
   */
  ResultCursor(MillraceClient client, ScanRequest request, LogPart part, @Nullable Position last) {
    this(client, request, part, last, Thread::sleep);
  }

  /**
   * @param pause waits for so many milliseconds
   */
  ResultCursor(
      MillraceClient client,
      ScanRequest request,
      LogPart part,
      @Nullable Position last,
      Pause pause) {
    this.pause = pause;
    this.client = client;
    this.request = request;
    this.part = part;
    this.last = last;
    this.pages = open();
  }

  private Iterator<ScanResponse> open() {
    Position behind = last;
    LogRange range = behind == null ? part.range() : part.rangeBehind(behind);
    Context.CancellableContext context = Context.current().withCancellation();
    call = context;
    Context before = context.attach();
    try {
      return client.resultStreams().scan(request.toBuilder().addRanges(range).build());
    } finally {
      context.detach(before);
    }
  }

  /**
   * The next result, null behind the last one.
   *
   * @throws StatusRuntimeException if the service refuses, or no node answers for long
   */
  @Nullable Result next() {
    while (next == page.size()) {
      try {
        if (!pages.hasNext()) {
          return null;
        }
        page = pages.next().getResultsList();
        next = 0;
        failures = 0;
      } catch (StatusRuntimeException e) {
        retry(e);
      }
    }
    Result result = page.get(next++);
    last = result.getPosition();
    return result;
  }

  private void retry(StatusRuntimeException failure) {
    if (failure.getStatus().getCode() != Status.Code.UNAVAILABLE || ++failures > TRIES_MAX) {
      throw failure;
    }
    try {
      pause.of(Math.min(PAUSE_MS_MAX, FIRST_PAUSE_MS << (failures - 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MillraceException.of(Kind.UNAVAILABLE, "interrupted while waiting for a node", e);
    }
    close();
    page = List.of();
    next = 0;
    pages = open();
  }

  /** Ends the call. */
  @Override
  public void close() {
    Context.CancellableContext open = call;
    if (open != null) {
      open.cancel(null);
      call = null;
    }
  }
}
