// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.millrace.v1.GetRequest;
import io.millrace.v1.GetResponse;
import io.millrace.v1.Receipt;
import io.millrace.v1.Result;
import io.millrace.v1.ResultServiceGrpc;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every Get as of block {@code committed} of partition 0, or with a failure. */
final class FakeResults extends ResultServiceGrpc.ResultServiceImplBase {
  private final List<GetRequest> requests = new CopyOnWriteArrayList<>();
  private volatile long committed;
  private volatile Status failure = Status.OK;

  FakeResults(long committed) {
    this.committed = committed;
  }

  void commit(long block) {
    committed = block;
  }

  void fail(Status status) {
    failure = status;
  }

  List<GetRequest> requests() {
    return requests;
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> responses) {
    requests.add(request);
    if (!failure.isOk()) {
      responses.onError(failure.asRuntimeException());
      return;
    }
    responses.onNext(
        GetResponse.newBuilder()
            .setResult(Result.newBuilder().setKey(request.getKey()).setValue(request.getKey()))
            .setAsOf(Receipt.newBuilder().setEpoch(1).setBlock(committed))
            .build());
    responses.onCompleted();
  }
}
