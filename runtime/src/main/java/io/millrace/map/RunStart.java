// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.StatusRuntimeException;
import io.millrace.client.MillraceClient;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.ProducerSession;
import io.millrace.client.RecordRefusedException;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionMap;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.ListQuarantineRequest;
import io.millrace.v1.ListQuarantineResponse;
import io.millrace.v1.Partition;
import io.millrace.v1.Position;
import io.millrace.v1.QuarantinedRecord;
import io.millrace.v1.Receipt;
import io.millrace.v1.Result;
import io.millrace.v1.TailRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is known of a run before its first item: where its results begin, where its items belong,
 * what became of items that gave no result. The first time, the job keeps it under the run's name.
 *
 * @param from where each partition's results of this run may begin
 * @param router which partition an item belongs to
 * @param givenUp items in quarantine, and why
 */
record RunStart(TailRequest from, PartitionMap.Router router, Map<Long, String> givenUp) {
  /** Behind all results of a block; the service adds one to it. */
  private static final int LAST_INDEX = Integer.MAX_VALUE - 1;

  private static final int QUARANTINE_PAGE = 1_000;

  /** Sequence of the first item; the start has the one before. */
  static final long FIRST_SEQUENCE = 2;

  /** Looks the run up, and starts it if it is new. Blocks. */
  static RunStart of(
      MillraceClient client, ProducerSession session, String job, String run, Duration timeout) {
    try {
      DescribeJobResponse described =
          client.jobs().describeJob(DescribeJobRequest.newBuilder().setJob(job).build());
      boolean resumed = session.welcome().getHighestCommittedSequence() > 0;
      ByteString key = ByteString.copyFromUtf8(run);
      Receipt receipt = send(session, job, key, heads(job, described), timeout);
      TailRequest from = read(client, job, key, receipt);
      Map<Long, String> givenUp = resumed ? quarantined(client, job, producer(run)) : Map.of();
      return new RunStart(from, router(described), givenUp);
    } catch (StatusRuntimeException e) {
      throw MillraceException.of(Kind.UNAVAILABLE, "run cannot be started", e)
          .with("job", job)
          .with("status", e.getStatus().getCode())
          .with("description", e.getStatus().getDescription());
    }
  }

  /** Name of a run's producer. */
  static String producer(String run) {
    return "map:" + run;
  }

  /** Behind what is in the log now. An owner that does not answer: from the first block. */
  private static TailRequest heads(String job, DescribeJobResponse described) {
    var from = TailRequest.newBuilder().setJob(job);
    for (Partition partition : described.getPartitionsList()) {
      if (partition.getHead() > 0) {
        from.addAfter(
            Position.newBuilder()
                .setPartition(partition.getNumber())
                .setBlock(partition.getHead())
                .setIndex(LAST_INDEX));
      }
    }
    return from.build();
  }

  private static PartitionMap.Router router(DescribeJobResponse described) {
    List<Partition> byToken =
        described.getPartitionsList().stream()
            .sorted(Comparator.comparingLong(p -> Integer.toUnsignedLong(p.getFirstToken())))
            .toList();
    return new PartitionMap(
            1,
            byToken.stream().map(Partition::getFirstToken).toList(),
            byToken.stream().map(Partition::getNumber).toList())
        .router();
  }

  /** If the run is known already, nothing changes. */
  private static Receipt send(
      ProducerSession session, String job, ByteString key, TailRequest from, Duration timeout) {
    var record =
        OutgoingRecord.of(key, from.toByteString()).withFields(Fields.of(MapProcessor.RUN, 1L));
    try {
      return session
          .send(record)
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw MillraceException.of(Kind.UNAVAILABLE, "job did not take the run in time", e)
          .with("job", job)
          .with("waited", timeout)
          .with("expected", "a job that is not paused, on nodes that are up");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MillraceException.of(Kind.UNAVAILABLE, "interrupted while the run started", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordRefusedException refused) {
        throw noMapFunction(job, refused.reason());
      }
      if (e.getCause() instanceof MillraceException told) {
        throw told;
      }
      throw new IllegalStateException("run did not start", e);
    }
  }

  private static TailRequest read(
      MillraceClient client, String job, ByteString key, Receipt receipt) {
    Result result;
    try {
      result = client.readSession(job).atLeast(receipt).get(key).getResult();
    } catch (MillraceException e) {
      throw e.kind() == Kind.NOT_FOUND ? noMapFunction(job, "gave no main result") : e;
    }
    if (!result.containsFields(MapProcessor.STARTED)) {
      throw noMapFunction(job, "gave a result of another kind");
    }
    try {
      return TailRequest.parseFrom(result.getValue());
    } catch (InvalidProtocolBufferException e) {
      throw MillraceException.of(Kind.CORRUPT, "start of the run cannot be read", e)
          .with("job", job)
          .with("key", key.toStringUtf8());
    }
  }

  private static MillraceException noMapFunction(String job, String answer) {
    return MillraceException.of(Kind.CALLER, "job is no map function")
        .with("job", job)
        .with("start of the run", answer)
        .with("expected", "a job that MapFunction made");
  }

  /** Items whose record the partition gave up, so that the function never told of it. */
  private static Map<Long, String> quarantined(MillraceClient client, String job, String producer) {
    var found = new HashMap<Long, String>();
    var request = ListQuarantineRequest.newBuilder().setJob(job).setLimit(QUARANTINE_PAGE);
    ListQuarantineResponse page;
    do {
      page = client.quarantine().listQuarantine(request.build());
      for (QuarantinedRecord record : page.getRecordsList()) {
        if (record.getProducer().equals(producer)) {
          found.put(record.getSequence() - FIRST_SEQUENCE, record.getReason());
        }
        request.setAfter(record.getId());
      }
    } while (page.getMore());
    return found;
  }
}
