// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply.ProducerExpired;
import io.millrace.partition.PartitionReply.ProducerFenced;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/** What a session tells its client when it cannot go on. */
final class SessionFailures {
  private SessionFailures() {}

  static MillraceException fenced(String producer, ProducerEpoch epoch, ProducerFenced by) {
    return MillraceException.of(Kind.FENCED, "a newer stream of the producer took over")
        .with("producer", producer)
        .with("epoch", epoch.number())
        .with("newer", by.epochNumber());
  }

  static MillraceException expired(ProducerExpired reply) {
    return MillraceException.of(
            Kind.EXPIRED,
            "the producer was idle longer than its retention: open it FRESH, with new records only")
        .with("producer", reply.producer())
        .with("partition", reply.partition().number());
  }

  static MillraceException unopened(String job, Lanes lanes, Duration waited) {
    return MillraceException.of(Kind.UNAVAILABLE, "partitions do not answer")
        .with("job", job)
        .with("missing", lanes.unopened() + " of " + lanes.all().size())
        .with("reason", lanes.whyUnopened())
        .with("waited", waited);
  }

  /** The failure of ours among the causes; UNAVAILABLE with the given text if there is none. */
  static MillraceException of(String text, String producer, Throwable failure) {
    Throwable inner = failure.getCause();
    Throwable cause = failure instanceof CompletionException && inner != null ? inner : failure;
    return cause instanceof MillraceException e
        ? e
        : MillraceException.of(Kind.UNAVAILABLE, text, cause)
            .with("producer", producer)
            .with("cause", cause);
  }
}
