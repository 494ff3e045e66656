// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.millrace.v1.Result;
import io.millrace.v1.ResultServiceGrpc;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.ScanResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** A gateway, on a loopback port, that answers each Scan with what the test gives it. */
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

  @Override
  public void close() {
    server.shutdownNow();
  }
}
