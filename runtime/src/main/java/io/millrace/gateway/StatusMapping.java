// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.partition.StoreCalls;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where failures become gRPC statuses. */
final class StatusMapping {
  private static final Logger LOG = LoggerFactory.getLogger(StatusMapping.class);
  private static final int RETRY_AFTER_SECONDS = 1;

  private StatusMapping() {}

  /** The status of a failure, with its facts, and with the time to wait where waiting helps. */
  static StatusRuntimeException toStatus(Throwable failure) {
    Throwable cause = StoreCalls.unwrap(failure);
    if (cause instanceof StatusRuntimeException status) {
      return status;
    }
    if (cause instanceof TimeoutException) {
      cause =
          MillraceException.of(Kind.UNAVAILABLE, "no answer in time", cause)
              .with("cause", cause.getMessage());
    }
    if (cause instanceof MillraceException e) {
      return status(e);
    }
    LOG.atError().setCause(cause).log("request failed");
    return status(
        MillraceException.of(Kind.BUG, "request failed; the node's log has the details", cause)
            .with("cause", cause.getClass().getSimpleName()));
  }

  private static StatusRuntimeException status(MillraceException e) {
    Status.Builder status =
        Status.newBuilder()
            .setCode(code(e.kind()).getNumber())
            .setMessage(e.getMessage())
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder()
                        .setReason(reason(e.kind()))
                        .setDomain("millrace.io")
                        .putAllMetadata(e.facts())
                        .build()));
    if (e.kind() == Kind.UNAVAILABLE || e.kind() == Kind.BUSY) {
      status.addDetails(
          Any.pack(
              RetryInfo.newBuilder()
                  .setRetryDelay(Duration.newBuilder().setSeconds(RETRY_AFTER_SECONDS))
                  .build()));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static Code code(Kind kind) {
    return switch (kind) {
      case CALLER -> Code.INVALID_ARGUMENT;
      case NOT_FOUND -> Code.NOT_FOUND;
      case FENCED -> Code.ABORTED;
      case EXPIRED -> Code.FAILED_PRECONDITION;
      case BUSY -> Code.RESOURCE_EXHAUSTED;
      case UNAVAILABLE -> Code.UNAVAILABLE;
      case CORRUPT -> Code.DATA_LOSS;
      case BUG -> Code.INTERNAL;
    };
  }

  private static String reason(Kind kind) {
    return kind == Kind.EXPIRED ? "PRODUCER_EXPIRED" : kind.name();
  }
}
