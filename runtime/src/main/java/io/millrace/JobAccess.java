// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import com.google.protobuf.ByteString;
import io.millrace.client.MillraceClient;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.client.ReadSession;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.ListJobsRequest;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Receipt;
import io.millrace.v1.Result;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One application and one job: a producer of its own, opened at the first record and opened anew
 * after it failed, and reads that show what that producer was acknowledged. Thread-safe.
 */
final class JobAccess {
  private static final Logger LOG = LoggerFactory.getLogger(JobAccess.class);

  private final String job;
  private final MillraceClient client;
  private final ReadSession reads;
  private volatile @Nullable ProducerSession session;
  private volatile boolean known;

  JobAccess(String job, MillraceClient client) {
    this.job = job;
    this.client = client;
    this.reads = client.readSession(job);
  }

  CompletionStage<Receipt> submit(OutgoingRecord record) {
    try {
      ProducerSession current = session();
      try {
        return current.send(record);
      } catch (MillraceException e) {
        // Not sent. Only a session that has failed is given up; an interrupt leaves it whole.
        if (!hasFailed(current)) {
          throw e;
        }
        giveUp(current);
        return session().send(record);
      }
    } catch (MillraceException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private synchronized ProducerSession session() {
    ProducerSession current = session;
    if (current == null) {
      current =
          client.openProducer(
              job,
              "application-" + UUID.randomUUID(),
              ProducerMode.PRODUCER_MODE_FRESH,
              ProducerListener.NONE);
      session = current;
    }
    return current;
  }

  private static boolean hasFailed(ProducerSession session) {
    try {
      session.flush();
      return false;
    } catch (MillraceException e) {
      LOG.atDebug().setCause(e).log("producer has failed");
      return true;
    }
  }

  private synchronized void giveUp(ProducerSession failed) {
    if (session == failed) {
      failed.newestReceipts().forEach(reads::atLeast);
      session = null;
      failed.close();
    }
  }

  Optional<Result> get(ByteString key, List<Receipt> atLeast) {
    ProducerSession current = session;
    if (current != null) {
      current.newestReceipts().forEach(reads::atLeast);
    }
    atLeast.forEach(reads::atLeast);
    try {
      return Optional.of(reads.get(key).getResult());
    } catch (MillraceException e) {
      if (e.kind() != Kind.NOT_FOUND || !isKnown()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Tells a job without the key from no job; asks once, as jobs stay. */
  private boolean isKnown() {
    if (!known) {
      known =
          client.jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList().stream()
              .anyMatch(found -> found.getName().equals(job));
    }
    return known;
  }

  /** Waits until all that was submitted is answered or has failed, up to the deadline. */
  void awaitAnswers(long deadlineNanos) {
    ProducerSession current = session;
    if (current == null) {
      return;
    }
    try {
      long leftNanos = Math.max(0, deadlineNanos - System.nanoTime());
      if (!current.awaitAnswers(Duration.ofNanos(leftNanos))) {
        LOG.atWarn()
            .addKeyValue("job", job)
            .addKeyValue("records", current.counters().unacknowledged())
            .log("closed while records are without answer; their stages fail");
      }
    } catch (MillraceException e) {
      LOG.atDebug().setCause(e).addKeyValue("job", job).log("producer had failed");
    }
  }
}
