// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.grpc.StatusRuntimeException;
import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.LogRange;
import io.millrace.v1.PositionsRequest;
import io.millrace.v1.PositionsResponse;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.ScanResponse;
import java.util.Iterator;
import java.util.List;

/** Results that a scan finds, page by page. Not thread-safe. */
final class ResultPages implements Iterator<Result> {
  private final Iterator<ScanResponse> pages;
  private Iterator<Result> page = List.<Result>of().iterator();

  private ResultPages(Iterator<ScanResponse> pages) {
    this.pages = pages;
  }

  static ResultPages of(MillraceClient client, ScanRequest request) {
    return new ResultPages(client.resultStreams().scan(request));
  }

  /**
   * How far the job's results reach now.
   *
   * @throws MillraceException UNAVAILABLE if the service does not answer
   */
  static PositionsResponse positions(MillraceClient client) {
    try {
      return client
          .results()
          .positions(
              PositionsRequest.newBuilder()
                  .setJob(CorpusPrep.JOB)
                  .setStage(CommittedDocuments.STAGE)
                  .build());
    } catch (StatusRuntimeException e) {
      throw unreadable(e);
    }
  }

  /** Positions for people and manifests: {@code partition:after-up to} of each. */
  static List<String> text(PositionsResponse positions) {
    return positions.getRangesList().stream().map(ResultPages::text).toList();
  }

  private static String text(LogRange range) {
    return range.getPartition() + ":" + range.getAfterBlock() + "-" + range.getUpToBlock();
  }

  @Override
  public boolean hasNext() {
    try {
      while (!page.hasNext() && pages.hasNext()) {
        page = pages.next().getResultsList().iterator();
      }
    } catch (StatusRuntimeException e) {
      throw unreadable(e);
    }
    return page.hasNext();
  }

  @Override
  public Result next() {
    return page.next();
  }

  static MillraceException unreadable(StatusRuntimeException e) {
    return MillraceException.of(Kind.UNAVAILABLE, "results cannot be read", e)
        .with("job", CorpusPrep.JOB)
        .with("status", e.getStatus().getCode())
        .with("description", e.getStatus().getDescription())
        .with("expected", "a cluster that answers; run it again");
  }
}
