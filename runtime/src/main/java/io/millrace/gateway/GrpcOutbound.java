// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.stub.ServerCallStreamObserver;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.SinkShape;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;

/**
 * A stream as the responses of one gRPC call: the stream is asked for the next one only while the
 * call can take it, so a client that reads slowly holds the stream back and nothing piles up.
 *
 * <p>Make it inside the service method, which freezes the call's handlers; run the sink once.
 */
final class GrpcOutbound<T> {
  private final ServerCallStreamObserver<T> call;
  private final StageSignals<Stage.Logic> signals = new StageSignals<>();
  private final Inlet<T> in = Inlet.create("GrpcOutbound.in");
  private final Stage graph = new Stage();

  GrpcOutbound(ServerCallStreamObserver<T> call) {
    this.call = call;
    call.setOnReadyHandler(() -> signals.signal(logic -> logic.pullIfReady()));
    call.setOnCancelHandler(() -> signals.signal(logic -> logic.cancelled()));
  }

  Sink<T, NotUsed> sink() {
    return Sink.fromGraph(graph);
  }

  private final class Stage extends GraphStage<SinkShape<T>> {
    private final SinkShape<T> shape = SinkShape.of(in);

    @Override
    public SinkShape<T> shape() {
      return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
      return new Logic(shape);
    }

    private final class Logic extends GraphStageLogic {
      private Logic(SinkShape<T> shape) {
        super(shape);
        setHandler(
            in,
            new AbstractInHandler() {
              @Override
              public void onPush() {
                call.onNext(grab(in));
                pullIfReady();
              }

              @Override
              public void onUpstreamFinish() {
                if (!call.isCancelled()) {
                  call.onCompleted();
                }
                completeStage();
              }

              @Override
              public void onUpstreamFailure(Throwable cause) {
                if (!call.isCancelled()) {
                  call.onError(StatusMapping.toStatus(cause));
                }
                completeStage();
              }
            });
      }

      @Override
      public void preStart() {
        signals.attach(createAsyncCallback(event -> event.accept(this)));
        pullIfReady();
      }

      private void pullIfReady() {
        if (call.isReady() && !hasBeenPulled(in) && !isClosed(in)) {
          pull(in);
        }
      }

      private void cancelled() {
        cancel(in);
        completeStage();
      }
    }
  }
}
