// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.millrace.v1.Answers;
import io.millrace.v1.Hello;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Record;
import io.millrace.v1.RecordBatch;
import io.millrace.v1.SubmitRequest;
import io.millrace.v1.SubmitResponse;
import io.millrace.v1.SubmitServiceGrpc.SubmitServiceStub;
import io.millrace.v1.Welcome;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A producer's stream as a test drives it: requests out, responses from a queue. */
final class SubmitCall implements StreamObserver<SubmitResponse> {
  private static final int WAIT_SECONDS = 20;

  private final BlockingQueue<SubmitResponse> responses = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status> ended = new CompletableFuture<>();
  private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
  private final StreamObserver<SubmitRequest> requests;

  SubmitCall(SubmitServiceStub stub) {
    requests = stub.submit(this);
  }

  static Record record(long sequence, String key, String value) {
    return Record.newBuilder().setSequence(sequence).setKeyText(key).setValueText(value).build();
  }

  SubmitCall hello(String job, String producer, ProducerMode mode) {
    return hello(Hello.newBuilder().setJob(job).setProducer(producer).setMode(mode).build());
  }

  SubmitCall hello(Hello hello) {
    requests.onNext(SubmitRequest.newBuilder().setHello(hello).build());
    return this;
  }

  SubmitCall batch(Record... records) {
    var batch = RecordBatch.newBuilder();
    for (Record record : records) {
      batch.addRecords(record);
    }
    requests.onNext(SubmitRequest.newBuilder().setBatch(batch).build());
    return this;
  }

  void halfClose() {
    requests.onCompleted();
  }

  SubmitResponse next() throws InterruptedException {
    SubmitResponse response = responses.poll(WAIT_SECONDS, TimeUnit.SECONDS);
    if (response == null) {
      throw new AssertionError("no response; call ended: " + ended);
    }
    return response;
  }

  Welcome welcome() throws InterruptedException {
    return next().getWelcome();
  }

  /** Gathers answers until so many records are covered. */
  Answers answers(int records) throws InterruptedException {
    var all = Answers.newBuilder();
    int covered = 0;
    while (covered < records) {
      Answers answers = next().getAnswers();
      all.mergeFrom(answers);
      covered += answers.getReceiptsList().stream().mapToInt(r -> r.getStepsCount() + 1).sum();
    }
    return all.build();
  }

  Status end() throws Exception {
    return ended.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** The failure that ended the call, with its details. */
  Throwable failure() throws Exception {
    return failed.get(WAIT_SECONDS, TimeUnit.SECONDS);
  }

  /** How many responses came that nobody has looked at. */
  int unread() {
    return responses.size();
  }

  @Override
  public void onNext(SubmitResponse response) {
    responses.add(response);
  }

  @Override
  public void onError(Throwable failure) {
    failed.complete(failure);
    ended.complete(((StatusRuntimeException) failure).getStatus());
  }

  @Override
  public void onCompleted() {
    ended.complete(Status.OK);
  }
}
