// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.grpc.Status;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;

/** What the end of a call means: whether to try again, and what to tell. */
public final class GrpcFailures {
  private static final String PRODUCER_EXPIRED = "PRODUCER_EXPIRED";

  private GrpcFailures() {}

  /**
   * Whether another call may do better; a cancelled one was broken off for its silence, and an
   * unknown end is the transport's: the service always says why it ends a call.
   */
  public static boolean isTransient(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, RESOURCE_EXHAUSTED, CANCELLED, UNKNOWN -> true;
      default -> false;
    };
  }

  /** The end as a failure. */
  static MillraceException toFailure(String text, StreamEnd end) {
    var status = end.status();
    return MillraceException.of(kindOf(end), text, status.asException())
        .with("status", status.getCode())
        .with("description", status.getDescription());
  }

  private static Kind kindOf(StreamEnd end) {
    return switch (end.status().getCode()) {
      case NOT_FOUND -> Kind.NOT_FOUND;
      case ABORTED -> Kind.FENCED;
      case RESOURCE_EXHAUSTED -> Kind.BUSY;
      case UNAVAILABLE, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED -> Kind.UNAVAILABLE;
      case DATA_LOSS -> Kind.CORRUPT;
      case FAILED_PRECONDITION ->
          end.reason().equals(PRODUCER_EXPIRED) ? Kind.EXPIRED : Kind.CALLER;
      case INVALID_ARGUMENT, OUT_OF_RANGE, ALREADY_EXISTS, PERMISSION_DENIED, UNAUTHENTICATED ->
          Kind.CALLER;
      default -> Kind.BUG;
    };
  }
}
