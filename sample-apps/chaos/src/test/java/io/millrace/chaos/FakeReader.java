// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.millrace.v1.Result;
import io.millrace.v1.ResultServiceGrpc;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.ScanResponse;
import io.millrace.v1.TailRequest;
import io.millrace.v1.TailResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A gateway, on a loopback port, that answers Scan and Tail with what the test gives it. */
final class FakeReader extends ResultServiceGrpc.ResultServiceImplBase implements AutoCloseable {
  private final List<Result> results;
  private final Server server;

  private FakeReader(List<Result> results) throws IOException {
    this.results = List.copyOf(results);
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = NettyServerBuilder.forAddress(address).addService(this).build().start();
  }

  static FakeReader of(List<Result> results) throws IOException {
    return new FakeReader(results);
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void scan(ScanRequest request, StreamObserver<ScanResponse> responses) {
    for (var result : results) {
      responses.onNext(ScanResponse.newBuilder().addResults(result).build());
    }
    responses.onCompleted();
  }

  /** Gives the next two behind the request's position, then breaks. */
  @Override
  public void tail(TailRequest request, StreamObserver<TailResponse> responses) {
    int next = 0;
    for (var after : request.getAfterList()) {
      next = results.stream().map(Result::getPosition).toList().indexOf(after) + 1;
    }
    for (var result : results.subList(next, Math.min(next + 2, results.size()))) {
      responses.onNext(TailResponse.newBuilder().addResults(result).build());
    }
    responses.onError(Status.UNAVAILABLE.asRuntimeException());
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
