// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.grpc.StatusRuntimeException;
import io.millrace.client.MillraceClient;
import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.Partition;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/**
 * What the job holds, counted over its committed results, whoever put them in and when.
 *
 * @param recordsBefore committed records when the count began
 * @param recordsAfter the same when it had ended
 * @param kept documents that stayed
 * @param removed documents that did not, by reason; reasons that did not occur are 0
 * @param quarantined documents in quarantine: the processor failed on them, or they wait behind
 *     such
 * @param rawBytes size of all documents as they were found
 * @param keptBytes size of the texts that stayed
 * @param tokens of the texts that stayed
 * @param blocks blocks in the logs
 * @param blockBytes size of the blocks before compression
 * @param storedBytes size of the blocks as stored
 */
record JobFigures(
    long recordsBefore,
    long recordsAfter,
    long kept,
    Map<Removal, Long> removed,
    long quarantined,
    long rawBytes,
    long keptBytes,
    long tokens,
    long blocks,
    long blockBytes,
    long storedBytes) {
  JobFigures {
    var all = new EnumMap<Removal, Long>(Removal.class);
    for (Removal reason : Removal.values()) {
      all.put(reason, removed.getOrDefault(reason, 0L));
    }
    removed = Collections.unmodifiableMap(all);
  }

  /** Reads all results of the job. Fails UNAVAILABLE if a partition does not answer. */
  static JobFigures read(MillraceClient client) {
    try {
      DescribeJobResponse before = describe(client);
      var count = new Count();
      var all = ScanRequest.newBuilder().setJob(CorpusPrep.JOB).setTag("*").build();
      Iterator<io.millrace.v1.ScanResponse> pages = client.resultStreams().scan(all);
      pages.forEachRemaining(page -> page.getResultsList().forEach(count::add));
      return count.figures(before, describe(client));
    } catch (StatusRuntimeException e) {
      throw MillraceException.of(Kind.UNAVAILABLE, "results cannot be read", e)
          .with("job", CorpusPrep.JOB)
          .with("status", e.getStatus());
    }
  }

  /** What the job's blocks take in the store. Unit: bytes. */
  static long storedBytes(MillraceClient client) {
    return Count.sum(describe(client), Partition::getStoredBytes);
  }

  private static DescribeJobResponse describe(MillraceClient client) {
    DescribeJobResponse job =
        client.jobs().describeJob(DescribeJobRequest.newBuilder().setJob(CorpusPrep.JOB).build());
    for (Partition partition : job.getPartitionsList()) {
      if (partition.getEpoch() == 0) {
        throw MillraceException.of(Kind.UNAVAILABLE, "partition does not answer")
            .with("job", CorpusPrep.JOB)
            .with("partition", partition.getNumber());
      }
    }
    return job;
  }

  long removedCount() {
    return removed.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Results and documents in quarantine: one for each committed record. */
  long results() {
    return kept + removedCount() + quarantined;
  }

  /** Whether each committed record has its one result. */
  boolean isComplete() {
    return results() >= recordsBefore && results() <= recordsAfter;
  }

  /** Which share of the documents that were long enough had a twin that stayed. Range: 0 to 1. */
  double dedupRate() {
    long twins = removed.getOrDefault(Removal.DUPLICATE, 0L);
    return kept + twins == 0 ? 0 : (double) twins / (kept + twins);
  }

  /** Stored bytes for each raw byte of the documents. */
  double storedPerRawByte() {
    return rawBytes == 0 ? 0 : (double) storedBytes / rawBytes;
  }

  /** Adds up results. */
  private static final class Count {
    private final Map<Removal, Long> removed = new EnumMap<>(Removal.class);
    private long kept;
    private long rawBytes;
    private long keptBytes;
    private long tokens;

    void add(Result result) {
      Fields fields = FieldMessages.of(result);
      rawBytes += number(fields, DocumentFields.RAW_BYTES);
      switch (result.getTag()) {
        case "" -> {
          kept++;
          keptBytes += number(fields, DocumentsProcessor.BYTES);
          tokens += number(fields, DocumentsProcessor.TOKENS);
        }
        case DocumentsProcessor.REMOVED ->
            removed.merge(
                Removal.ofLabel(fields.text(DocumentsProcessor.REASON).orElse("")), 1L, Long::sum);
        default -> {
          // No other output holds documents.
        }
      }
    }

    private static long number(Fields fields, String name) {
      return fields.longValue(name).orElse(0);
    }

    JobFigures figures(DescribeJobResponse before, DescribeJobResponse after) {
      return new JobFigures(
          sum(before, Partition::getRecords),
          sum(after, Partition::getRecords),
          kept,
          removed,
          sum(after, Partition::getQuarantined),
          rawBytes,
          keptBytes,
          tokens,
          sum(after, Partition::getHead),
          sum(after, Partition::getRawBytes),
          sum(after, Partition::getStoredBytes));
    }

    private static long sum(
        DescribeJobResponse job, java.util.function.ToLongFunction<Partition> figure) {
      return job.getPartitionsList().stream().mapToLong(figure).sum();
    }
  }
}
