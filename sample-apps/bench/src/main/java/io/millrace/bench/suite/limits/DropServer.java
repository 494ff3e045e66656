// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.limits;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.grpc.GrpcService;
import io.grpc.stub.StreamObserver;
import io.millrace.bench.peer.ParentWatch;
import io.millrace.bench.suite.ChildJvm;
import io.millrace.v1.Answers;
import io.millrace.v1.Receipt;
import io.millrace.v1.RecordBatch;
import io.millrace.v1.SubmitRequest;
import io.millrace.v1.SubmitResponse;
import io.millrace.v1.SubmitServiceGrpc;
import io.millrace.v1.Welcome;
import java.time.Duration;
import java.util.Collections;

/**
 * A gateway with nothing behind it: takes producers' streams, acknowledges every batch with one
 * receipt, and drops it. Prints its port, and ends when its input does.
 */
final class DropServer {
  private static final int CONNECTION_WINDOW_BYTES = 8 << 20;
  private static final int MESSAGE_BYTES_MAX = 8 << 20;
  private static final Duration STOP_MAX = Duration.ofSeconds(25);

  private DropServer() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws InterruptedException {
    ParentWatch parent = ParentWatch.start(STOP_MAX);
    Server server =
        Server.builder()
            .http(0)
            .http2InitialConnectionWindowSize(CONNECTION_WINDOW_BYTES)
            .service(
                GrpcService.builder()
                    .addService(new Dropping())
                    .maxRequestMessageLength(MESSAGE_BYTES_MAX)
                    .build())
            .requestTimeout(Duration.ZERO)
            .maxRequestLength(0)
            .build();
    server.start().join();
    System.out.println(ChildJvm.READY + server.activeLocalPort());
    parent.await();
    server.stop().join();
  }

  private static final class Dropping extends SubmitServiceGrpc.SubmitServiceImplBase {
    @Override
    public StreamObserver<SubmitRequest> submit(StreamObserver<SubmitResponse> answers) {
      return new StreamObserver<>() {
        private long blocks;

        @Override
        public void onNext(SubmitRequest request) {
          answers.onNext(
              request.hasHello() ? welcome() : acknowledgement(request.getBatch(), ++blocks));
        }

        @Override
        public void onError(Throwable cause) {
          // The client is gone; there is nothing to undo.
        }

        @Override
        public void onCompleted() {
          answers.onCompleted();
        }
      };
    }

    private static SubmitResponse welcome() {
      return SubmitResponse.newBuilder()
          .setWelcome(Welcome.newBuilder().setProducerEpoch(1).setIncarnation(1))
          .build();
    }

    private static SubmitResponse acknowledgement(RecordBatch batch, long block) {
      int count = batch.getRecordsCount();
      return SubmitResponse.newBuilder()
          .setAnswers(
              Answers.newBuilder()
                  .addReceipts(
                      Receipt.newBuilder()
                          .setEpoch(1)
                          .setBlock(block)
                          .setFirstSequence(batch.getRecords(0).getSequence())
                          .setLastSequence(batch.getRecords(count - 1).getSequence())
                          .addAllSteps(Collections.nCopies(count - 1, 1L))))
          .build();
    }
  }
}
