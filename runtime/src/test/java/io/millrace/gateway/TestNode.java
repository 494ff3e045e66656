// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.store.Stores;
import io.millrace.v1.AskServiceGrpc;
import io.millrace.v1.GetRequest;
import io.millrace.v1.JobServiceGrpc;
import io.millrace.v1.QuarantineServiceGrpc;
import io.millrace.v1.ResultServiceGrpc;
import io.millrace.v1.SubmitServiceGrpc;
import java.util.List;

/** A node over the in-memory store, with a channel to its gateway over a real socket. */
public final class TestNode implements AutoCloseable {
  /** Keeps the newest value and its fields, and one more; refuses "bad", throws on "boom". */
  public static final Job LATEST =
      Job.of(
              "latest",
              () ->
                  (record, context) -> {
                    String value = record.value().toStringUtf8();
                    if (value.equals("bad")) {
                      return Effect.refuse("value is bad");
                    }
                    if (value.equals("boom")) {
                      throw new IllegalStateException("cannot work on boom");
                    }
                    var fields = record.fields().toBuilder().put("seen", true).build();
                    return Effect.builder().emit(record.value(), fields).build();
                  })
          .withPartitions(4);

  private final Node node;
  private final ManagedChannel channel;

  private TestNode(Node node) {
    this.node = node;
    this.channel = ManagedChannelBuilder.forTarget(node.gatewayAddress()).usePlaintext().build();
  }

  public static TestNode start(String hocon) {
    return new TestNode(Node.start(settings(hocon), List.of(LATEST)));
  }

  /** A node over these stores, which it closes. */
  public static TestNode start(String hocon, Stores stores) {
    return new TestNode(Node.start(settings(hocon), List.of(LATEST), () -> stores));
  }

  /** A node over these stores with jobs of the test's own. */
  public static TestNode start(String hocon, Stores stores, Job... jobs) {
    return new TestNode(Node.start(settings(hocon), List.of(jobs), () -> stores));
  }

  /** {@code host:port} where other nodes reach it. */
  public String clusterAddress() {
    return node.clusterAddress();
  }

  private static NodeSettings settings(String hocon) {
    return NodeSettings.parse(
        "millrace.node { store = memory, gateway.port = 0, cluster.port = 0 }\n" + hocon);
  }

  public String address() {
    return node.gatewayAddress();
  }

  SubmitServiceGrpc.SubmitServiceStub submit() {
    return SubmitServiceGrpc.newStub(channel);
  }

  SubmitServiceGrpc.SubmitServiceBlockingStub submitBlocking() {
    return SubmitServiceGrpc.newBlockingStub(channel);
  }

  ResultServiceGrpc.ResultServiceBlockingStub results() {
    return ResultServiceGrpc.newBlockingStub(channel);
  }

  JobServiceGrpc.JobServiceBlockingStub jobs() {
    return JobServiceGrpc.newBlockingStub(channel);
  }

  QuarantineServiceGrpc.QuarantineServiceBlockingStub quarantine() {
    return QuarantineServiceGrpc.newBlockingStub(channel);
  }

  AskServiceGrpc.AskServiceBlockingStub ask() {
    return AskServiceGrpc.newBlockingStub(channel);
  }

  /** The newest value of a key of {@link #LATEST}. */
  String get(String key) {
    return get(LATEST.name(), key);
  }

  /** The newest value of a key of a job. */
  String get(String job, String key) {
    return results()
        .get(GetRequest.newBuilder().setJob(job).setKeyText(key).build())
        .getResult()
        .getValueText();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    node.close();
  }
}
