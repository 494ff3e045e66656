// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;

/**
 * The requests of one gRPC call as a stream: the call is asked for the next message only when the
 * stream wants one, so what lies unread stays with the transport and holds the client back.
 *
 * <p>Make it inside the service method, which freezes the call's flow control; run the source once.
 */
final class GrpcInbound<T> implements StreamObserver<T> {
  private final ServerCallStreamObserver<?> call;
  private final StageSignals<Stage.Logic> signals = new StageSignals<>();
  private final Outlet<T> out = Outlet.create("GrpcInbound.out");
  private final Stage graph = new Stage();

  GrpcInbound(ServerCallStreamObserver<?> call) {
    this.call = call;
    call.disableAutoRequest();
  }

  Source<T, NotUsed> source() {
    return Source.fromGraph(graph);
  }

  @Override
  public void onNext(T message) {
    signals.signal(logic -> logic.onMessage(message));
  }

  @Override
  public void onError(Throwable cause) {
    signals.signal(logic -> logic.failStage(cause));
  }

  @Override
  public void onCompleted() {
    signals.signal(Stage.Logic::completeStage);
  }

  private final class Stage extends GraphStage<SourceShape<T>> {
    private final SourceShape<T> shape = SourceShape.of(out);

    @Override
    public SourceShape<T> shape() {
      return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
      return new Logic(shape);
    }

    private final class Logic extends GraphStageLogic {
      private Logic(SourceShape<T> shape) {
        super(shape);
        setHandler(
            out,
            new AbstractOutHandler() {
              @Override
              public void onPull() {
                call.request(1);
              }
            });
      }

      @Override
      public void preStart() {
        signals.attach(createAsyncCallback(event -> event.accept(this)));
      }

      private void onMessage(T message) {
        push(out, message);
      }
    }
  }
}
