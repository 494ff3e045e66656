// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.grpc.StatusRuntimeException;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.ledger.ClusterCensus;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.Partition;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

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

  /**
   * Adds to a digest what the job says of itself.
   *
   * @throws MillraceException UNAVAILABLE if a partition does not answer
   */
  static JobFigures of(MillraceClient client, CorpusDigest digest) {
    try {
      DescribeJobResponse job = describe(client);
      Optional<Rest> rest = Rest.read(client, job).filter(found -> found.holds(job));
      var all = new StageMap(job.getPartitionsList());
      StageMap notes = StageMap.of(job, CorpusPrep.NOTES);
      ClusterCensus.Result clusters = digest.clusters();
      return new JobFigures(
          rest.map(r -> r.documents() - r.messages() - notes.sum(Partition::getRecords))
              .map(records -> records - digest.restored())
              .orElse(0L),
          rest.isPresent(),
          digest.kept(),
          digest.reasons(),
          new NearFigures(
              clusters.clusters(),
              clusters.clustered(),
              clusters.largest(),
              digest.comparisons(),
              clusters.broken()),
          all.sum(Partition::getQuarantined),
          digest.rawBytes(),
          digest.keptBytes(),
          digest.tokens(),
          all.sum(Partition::getHead),
          all.sum(Partition::getRawBytes),
          all.sum(Partition::getStoredBytes));
    } catch (StatusRuntimeException e) {
      throw ResultPages.unreadable(e);
    }
  }

  private static DescribeJobResponse describe(MillraceClient client) {
    DescribeJobResponse job = Rest.describeOnce(client);
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
}
