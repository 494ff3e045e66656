// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import io.millrace.v1.Answers;
import io.millrace.v1.Record;
import io.millrace.v1.SubmitBatchRequest;
import io.millrace.v1.SubmitResponse;
import java.util.ArrayList;

/** What clients send and hear around the time when a store is away. */
final class Outage {
  private Outage() {}

  static SubmitBatchRequest batch(String key, String value) {
    return SubmitBatchRequest.newBuilder()
        .setJob("latest")
        .addRecords(Record.newBuilder().setKeyText(key).setValueText(value))
        .build();
  }

  /** Checks that the failure is UNAVAILABLE and says when to try again. */
  static void assertRetryable(Throwable failure) throws InvalidProtocolBufferException {
    Status status = StatusProto.fromThrowable(failure);
    assertThat(status).as("status of %s", failure).isNotNull();
    assertThat(status.getCode()).as(status.getMessage()).isEqualTo(Code.UNAVAILABLE_VALUE);
    Any details =
        status.getDetailsList().stream()
            .filter(d -> d.is(RetryInfo.class))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no RetryInfo in " + status));
    assertThat(details.unpack(RetryInfo.class).getRetryDelay().getSeconds()).isPositive();
  }

  /** Gathers answers among what else comes. */
  static Answers answers(SubmitCall call, int records) throws InterruptedException {
    var all = Answers.newBuilder();
    var others = new ArrayList<SubmitResponse>();
    while (all.getReceiptsList().stream().mapToInt(r -> r.getStepsCount() + 1).sum() < records) {
      SubmitResponse next = call.next();
      if (next.hasAnswers()) {
        all.mergeFrom(next.getAnswers());
      } else {
        others.add(next);
      }
    }
    assertThat(others).allMatch(SubmitResponse::hasStalled);
    return all.build();
  }
}
