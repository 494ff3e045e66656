// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a call ended, with what the service told beside the status.
 *
 * @param reason the ErrorInfo's reason if its domain is ours, otherwise empty
 * @param retryAfter how long the service asks to leave it alone; zero if it did not ask
 */
record StreamEnd(Status status, String reason, Duration retryAfter) {
  /** The call ended as it should. */
  static final StreamEnd OK = of(Status.OK);

  private static final Logger log = LoggerFactory.getLogger(StreamEnd.class);
  private static final String DOMAIN = "millrace.io";
  private static final Metadata.Key<com.google.rpc.Status> DETAILS =
      Metadata.Key.of(
          "grpc-status-details-bin",
          ProtoUtils.metadataMarshaller(com.google.rpc.Status.getDefaultInstance()));

  /** An end without details. */
  static StreamEnd of(Status status) {
    return new StreamEnd(status, "", Duration.ZERO);
  }

  /** An end with the details that came with it; those that cannot be read count as none. */
  static StreamEnd of(Throwable failure) {
    var status = Status.fromThrowable(failure);
    var trailers = Status.trailersFromThrowable(failure);
    if (trailers == null) {
      return of(status);
    }
    try {
      return read(status, trailers);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      log.atDebug().setCause(e).log("details of a status cannot be read");
      return of(status);
    }
  }

  private static StreamEnd read(Status status, Metadata trailers)
      throws InvalidProtocolBufferException {
    var details = trailers.get(DETAILS);
    String reason = "";
    var retryAfter = Duration.ZERO;
    if (details != null) {
      for (var detail : details.getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          var info = detail.unpack(ErrorInfo.class);
          reason = info.getDomain().equals(DOMAIN) ? info.getReason() : reason;
        } else if (detail.is(RetryInfo.class)) {
          var delay = detail.unpack(RetryInfo.class).getRetryDelay();
          retryAfter = Duration.ofSeconds(delay.getSeconds(), delay.getNanos());
        }
      }
    }
    return new StreamEnd(status, reason, retryAfter);
  }
}
