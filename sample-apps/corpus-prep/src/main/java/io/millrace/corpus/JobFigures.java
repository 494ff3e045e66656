// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.grpc.StatusRuntimeException;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.near.DocId;
import io.millrace.corpus.near.NearSettings;
import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.Partition;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the job holds, counted over its committed results, whoever put them in and when.
 *
 * @param documents documents that were committed; 0 if that is not known because the job is not at
 *     rest
 * @param atRest whether nothing was under way when the count ended
 * @param kept documents that stayed
 * @param removed documents that did not, by reason; reasons that did not occur are 0
 * @param near what became of near duplicates
 * @param quarantined records in quarantine: the processor failed on them, or they wait behind such
 * @param rawBytes size of all documents as they were found
 * @param keptBytes size of the texts that stayed
 * @param tokens of the texts that stayed
 * @param blocks blocks in the logs
 * @param blockBytes size of the blocks before compression
 * @param storedBytes size of the blocks as stored
 */
record JobFigures(
    long documents,
    boolean atRest,
    long kept,
    Map<Removal, Long> removed,
    NearFigures near,
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
      var count = new Count();
      scan(client, "", true, count::main);
      scan(client, DocumentsProcessor.REMOVED, true, count::removed);
      scan(client, DocumentsProcessor.COMPARED, false, count::compared);
      DescribeJobResponse job = describe(client);
      return count.figures(job, Rest.read(client, job).filter(rest -> rest.holds(job)));
    } catch (StatusRuntimeException e) {
      throw MillraceException.of(Kind.UNAVAILABLE, "results cannot be read", e)
          .with("job", CorpusPrep.JOB)
          .with("status", e.getStatus());
    }
  }

  /** What the job's blocks take in the store. Unit: bytes. */
  static long storedBytes(MillraceClient client) {
    return describe(client).getPartitionsList().stream().mapToLong(Partition::getStoredBytes).sum();
  }

  private static void scan(
      MillraceClient client, String tag, boolean outline, Consumer<Result> each) {
    var request =
        ScanRequest.newBuilder().setJob(CorpusPrep.JOB).setTag(tag).setOutline(outline).build();
    client
        .resultStreams()
        .scan(request)
        .forEachRemaining(page -> page.getResultsList().forEach(each));
  }

  private static DescribeJobResponse describe(MillraceClient client) {
    DescribeJobResponse job = Rest.describe(client);
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

  /** Documents that stayed, went or lie in quarantine. */
  long results() {
    return kept + removedCount() + quarantined;
  }

  /** Whether each committed document has its one result, and each cluster keeps exactly one. */
  boolean isComplete() {
    return atRest && results() == documents && near.broken() == 0;
  }

  /** Which share of the documents that were long enough had a better twin. Range: 0 to 1. */
  double dedupRate() {
    long twins =
        removed.getOrDefault(Removal.DUPLICATE, 0L)
            + removed.getOrDefault(Removal.NEAR_DUPLICATE, 0L);
    return kept + twins == 0 ? 0 : (double) twins / (kept + twins);
  }

  /** Stored bytes for each raw byte of the documents. */
  double storedPerRawByte() {
    return rawBytes == 0 ? 0 : (double) storedBytes / rawBytes;
  }

  /** Adds up results. */
  private static final class Count {
    private final Map<Removal, Long> removed = new EnumMap<>(Removal.class);
    private final NearFigures.Count near = new NearFigures.Count(NearSettings.DEFAULT.threshold());
    private long kept;
    private long rawBytes;
    private long keptBytes;
    private long tokens;

    void main(Result result) {
      Fields fields = FieldMessages.of(result);
      if (fields.text(DocumentsProcessor.STATUS).equals(Optional.of(DocumentsProcessor.KEPT))) {
        kept++;
        rawBytes += number(fields, DocumentFields.RAW_BYTES);
        keptBytes += number(fields, DocumentsProcessor.BYTES);
        tokens += number(fields, DocumentsProcessor.TOKENS);
        near.kept(fields);
      }
    }

    void removed(Result result) {
      Fields fields = FieldMessages.of(result);
      Removal why = Removal.ofLabel(fields.text(DocumentsProcessor.REASON).orElse(""));
      removed.merge(why, 1L, Long::sum);
      rawBytes += number(fields, DocumentFields.RAW_BYTES);
      if (why == Removal.NEAR_DUPLICATE) {
        kept--;
        keptBytes -= number(fields, DocumentsProcessor.BYTES);
        tokens -= number(fields, DocumentsProcessor.TOKENS);
        near.removed(fields);
      }
    }

    void compared(Result result) {
      near.compared(
          DocId.of(result.getKey()),
          DocId.of(result.getValue()),
          FieldMessages.of(result).doubleValue(DocumentsProcessor.JACCARD).orElse(0));
    }

    private static long number(Fields fields, String name) {
      return fields.longValue(name).orElse(0);
    }

    JobFigures figures(DescribeJobResponse job, Optional<Rest> rest) {
      var all = new StageMap(job.getPartitionsList());
      StageMap notes = StageMap.of(job, CorpusPrep.NOTES);
      return new JobFigures(
          rest.map(r -> r.documents() - r.messages() - notes.sum(Partition::getRecords)).orElse(0L),
          rest.isPresent(),
          kept,
          removed,
          near.figures(),
          all.sum(Partition::getQuarantined),
          rawBytes,
          keptBytes,
          tokens,
          all.sum(Partition::getHead),
          all.sum(Partition::getRawBytes),
          all.sum(Partition::getStoredBytes));
    }
  }
}
