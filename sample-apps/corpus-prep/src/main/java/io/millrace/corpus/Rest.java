// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.client.MillraceClient;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.GetRequest;
import io.millrace.v1.Partition;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Says that the job had come to rest: nothing was under way when it had taken so many records. It
 * is at rest as long as it has taken no others.
 *
 * @param documents records that the stage {@code documents} took, of all kinds
 * @param bands records that the stage {@code bands} took
 * @param messages how many of the former were messages between documents
 */
record Rest(long documents, long bands, long messages) {
  /**
   * Where it is noted: under a key of each partition of {@code documents}, so that once all of them
   * show it, all notes before them have arrived, too.
   */
  static List<ByteString> keys(DescribeJobResponse job) {
    return StageMap.of(job, DocumentsProcessor.STAGE).keys("rest-");
  }

  static Rest decode(ByteString content) {
    ByteBuffer in = content.asReadOnlyByteBuffer();
    return new Rest(in.getLong(), in.getLong(), in.getLong());
  }

  ByteString encode() {
    return ByteString.copyFrom(
        ByteBuffer.allocate(24).putLong(documents).putLong(bands).putLong(messages).flip());
  }

  /** Whether the job is at rest, as it describes itself. */
  boolean holds(DescribeJobResponse job) {
    return StageMap.of(job, DocumentsProcessor.STAGE).sum(Partition::getRecords) == documents
        && StageMap.of(job, BandsProcessor.STAGE).sum(Partition::getRecords) == bands;
  }

  /** How the job stands now; asked once. */
  static DescribeJobResponse describeOnce(MillraceClient client) {
    return client
        .jobs()
        .describeJob(DescribeJobRequest.newBuilder().setJob(CorpusPrep.JOB).build());
  }

  /** How the job stands now; asked until there is an answer. */
  static DescribeJobResponse describe(MillraceClient client) {
    return Patience.ask(() -> describeOnce(client));
  }

  /** The newest one that all keys show; empty if they do not show the same. */
  static Optional<Rest> read(MillraceClient client, DescribeJobResponse job) {
    Optional<Rest> found = Optional.empty();
    for (ByteString key : keys(job)) {
      Optional<Rest> next = note(client, key).map(Rest::decode);
      if (next.isEmpty() || (found.isPresent() && !found.equals(next))) {
        return Optional.empty();
      }
      found = next;
    }
    return found;
  }

  /** The newest note under a key. */
  static Optional<ByteString> note(MillraceClient client, ByteString key) {
    var request =
        GetRequest.newBuilder()
            .setJob(CorpusPrep.JOB)
            .setStage(CorpusPrep.NOTES)
            .setKey(key)
            .build();
    try {
      return Optional.of(Patience.ask(() -> client.results().get(request)).getResult().getValue());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
