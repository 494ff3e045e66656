// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.millrace.v1.SubmitResponse;
import io.millrace.v1.SubmitServiceGrpc;
import org.jspecify.annotations.Nullable;

/**
 * One Submit call of a session. What it hears it passes on with itself, one event at a time, on a
 * thread of gRPC. Not thread-safe: the session sends and closes under its lock.
 */
final class ProducerStream implements ClientResponseObserver<WireMessage, SubmitResponse> {
  /** Who hears of the stream. */
  interface Events {
    /** It takes messages again. */
    void onReady(ProducerStream stream);

    /** The service said something. */
    void onMessage(ProducerStream stream, SubmitResponse message);

    /** It ended, well if the service completed it. Nothing comes after. */
    void onEnd(ProducerStream stream, StreamEnd end);
  }

  private static final MethodDescriptor<WireMessage, SubmitResponse> SUBMIT =
      SubmitServiceGrpc.getSubmitMethod().toBuilder(
              WireMessage.MARSHALLER, SubmitServiceGrpc.getSubmitMethod().getResponseMarshaller())
          .build();

  private final Events events;
  private @Nullable ClientCallStreamObserver<WireMessage> call;
  private boolean halfClosed;

  private ProducerStream(Events events) {
    this.events = events;
  }

  /** A stream that is not begun: nothing is heard of it yet. */
  static ProducerStream to(Events events) {
    return new ProducerStream(events);
  }

  /** Begins the call with its first message; never blocks. */
  void begin(Channel channel, WireMessage hello) {
    var unused =
        ClientCalls.asyncBidiStreamingCall(channel.newCall(SUBMIT, CallOptions.DEFAULT), this);
    send(hello);
  }

  boolean isReady() {
    return call().isReady();
  }

  void send(WireMessage request) {
    call().onNext(request);
  }

  /** Says that nothing more comes; the second time nothing happens. */
  void halfClose() {
    if (!halfClosed) {
      halfClosed = true;
      call().onCompleted();
    }
  }

  /** Ends the call from this side. */
  void cancel(String reason) {
    call().cancel(reason, null);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<WireMessage> started) {
    call = started;
    started.setOnReadyHandler(() -> events.onReady(this));
  }

  @Override
  public void onNext(SubmitResponse message) {
    events.onMessage(this, message);
  }

  @Override
  public void onError(Throwable failure) {
    events.onEnd(this, StreamEnd.of(failure));
  }

  @Override
  public void onCompleted() {
    events.onEnd(this, StreamEnd.OK);
  }

  private ClientCallStreamObserver<WireMessage> call() {
    if (call == null) {
      throw new IllegalStateException("stream not begun");
    }
    return call;
  }
}
