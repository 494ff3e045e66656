// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.stream;

import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.millrace.client.MillraceClient;
import io.millrace.v1.Result;
import io.millrace.v1.TailRequest;
import io.millrace.v1.TailResponse;

/** Reads a job's results as they commit, from the first one on. */
final class ResultReader implements AutoCloseable {
  private final Context.CancellableContext context = Context.current().withCancellation();

  /** Starts reading; the program hears each result, on the client's threads, one at a time. */
  ResultReader(MillraceClient client, String job, StreamProgram program) {
    var request = TailRequest.newBuilder().setJob(job).build();
    context.run(() -> client.resultStreamsAsync().tail(request, new Heard(program)));
  }

  private record Heard(StreamProgram program) implements StreamObserver<TailResponse> {
    @Override
    public void onNext(TailResponse response) {
      long nowNanos = System.nanoTime();
      for (Result result : response.getResultsList()) {
        program.saw(result, nowNanos);
      }
    }

    @Override
    public void onError(Throwable failure) {
      // The round misses its results and says so; this is why.
      if (!Context.current().isCancelled()) {
        System.err.println("reader of results failed: " + failure);
      }
    }

    @Override
    public void onCompleted() {
      // Only when cancelled.
    }
  }

  @Override
  public void close() {
    context.cancel(null);
  }
}
