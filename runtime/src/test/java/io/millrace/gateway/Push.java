// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.millrace.v1.Hello;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Record;
import io.millrace.v1.RecordBatch;
import io.millrace.v1.SubmitRequest;
import io.millrace.v1.SubmitResponse;
import io.millrace.v1.SubmitServiceGrpc.SubmitServiceStub;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A client that sends one incompressible record after the other for as long as its transport takes
 * them, and holds nothing itself. Thread-safe.
 */
final class Push implements ClientResponseObserver<SubmitRequest, SubmitResponse> {
  private final CompletableFuture<Status> ended = new CompletableFuture<>();
  private final Random random = new Random(1);
  private final byte[] value;
  private ClientCallStreamObserver<SubmitRequest> call;
  private boolean welcomed;
  private boolean completed;
  private int target;
  private int sent;
  private int sentWhenLastAsked = -1;
  private int acknowledged;

  @SuppressWarnings("NullAway.Init") // beforeStart sets call before submit returns
  Push(SubmitServiceStub stub, String job, String producer, int valueBytes, int records) {
    this.value = new byte[valueBytes];
    this.target = records;
    stub.submit(this)
        .onNext(
            SubmitRequest.newBuilder()
                .setHello(
                    Hello.newBuilder()
                        .setJob(job)
                        .setProducer(producer)
                        .setMode(ProducerMode.PRODUCER_MODE_FRESH))
                .build());
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<SubmitRequest> requests) {
    call = requests;
    call.setOnReadyHandler(this::pump);
  }

  private synchronized void pump() {
    while (welcomed && sent < target && call.isReady()) {
      random.nextBytes(value);
      sent++;
      var record =
          Record.newBuilder()
              .setSequence(sent)
              .setKeyText("push-" + random.nextInt())
              .setValue(ByteString.copyFrom(value));
      call.onNext(
          SubmitRequest.newBuilder().setBatch(RecordBatch.newBuilder().addRecords(record)).build());
    }
    if (sent >= target && !completed) {
      completed = true;
      call.onCompleted();
    }
  }

  /** Sends no more than so many records, then ends the requests. */
  synchronized void stopAt(int records) {
    target = records;
    pump();
  }

  synchronized int sent() {
    return sent;
  }

  /** What the last call of this method would have found in {@link #sent}. */
  synchronized int sentWhenLastAsked() {
    int last = sentWhenLastAsked;
    sentWhenLastAsked = sent;
    return last;
  }

  synchronized int acknowledged() {
    return acknowledged;
  }

  Status end(Duration timeout) throws Exception {
    return ended.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void onNext(SubmitResponse response) {
    welcomed |= response.hasWelcome();
    for (var receipt : response.getAnswers().getReceiptsList()) {
      acknowledged += receipt.getStepsCount() + 1;
    }
    pump();
  }

  @Override
  public void onError(Throwable failure) {
    ended.complete(Status.fromThrowable(failure));
  }

  @Override
  public void onCompleted() {
    ended.complete(Status.OK);
  }
}
