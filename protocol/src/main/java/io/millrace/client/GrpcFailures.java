// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.grpc.Status;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;

/** What a gRPC status means to a session: whether to try again, and what to tell. */
final class GrpcFailures {
  private GrpcFailures() {}

  /** Whether another stream may do better; the session itself never cancels one it listens to. */
  static boolean isTransient(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, RESOURCE_EXHAUSTED, CANCELLED -> true;
      default -> false;
    };
  }

  /** The status as a failure. */
  static MillraceException toFailure(Status status) {
    return MillraceException.of(
            kindOf(status), "the service ended the stream", status.asException())
        .with("status", status.getCode())
        .with("description", status.getDescription());
  }

  private static Kind kindOf(Status status) {
    return switch (status.getCode()) {
      case NOT_FOUND -> Kind.NOT_FOUND;
      case ABORTED -> Kind.FENCED;
      case RESOURCE_EXHAUSTED -> Kind.BUSY;
      case UNAVAILABLE, CANCELLED, DEADLINE_EXCEEDED -> Kind.UNAVAILABLE;
      case DATA_LOSS -> Kind.CORRUPT;
      case INVALID_ARGUMENT,
          FAILED_PRECONDITION,
          OUT_OF_RANGE,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          UNAUTHENTICATED ->
          Kind.CALLER;
      default -> Kind.BUG;
    };
  }
}
