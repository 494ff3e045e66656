// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import io.millrace.client.MillraceClient;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.Partition;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a job's partitions say of themselves, added up.
 *
 * @param started partitions that an owner answered for
 * @param blocks committed
 * @param records that took effect
 * @param storedBytes of all blocks
 * @param keys with state
 * @param owners how many partitions each node has
 */
public record JobTotals(
    int started, long blocks, long records, long storedBytes, long keys, Map<String, Long> owners) {
  /** Figure: bytes of all blocks that a round committed, by its records. */
  public static final String STORED = "stored-bytes-per-record";

  /** Figure: records of a block, in the mean. */
  public static final String PER_BLOCK = "records-per-block";

  /** Asks all partitions. */
  public static JobTotals ask(MillraceClient client, String job) {
    var request = DescribeJobRequest.newBuilder().setJob(job).build();
    List<Partition> all =
        client.jobs().describeJob(request).getPartitionsList().stream()
            .filter(partition -> partition.getEpoch() > 0)
            .toList();
    return new JobTotals(
        all.size(),
        all.stream().mapToLong(Partition::getHead).sum(),
        all.stream().mapToLong(Partition::getRecords).sum(),
        all.stream().mapToLong(Partition::getStoredBytes).sum(),
        all.stream().mapToLong(Partition::getKeys).sum(),
        all.stream().collect(Collectors.groupingBy(Partition::getOwner, Collectors.counting())));
  }

  /** The measurement with what was committed since then for its records. */
  public Measurement addTo(Measurement measured, JobTotals before) {
    long records = measured.records();
    return measured
        .with(STORED, (double) (storedBytes - before.storedBytes) / records)
        .with(PER_BLOCK, (double) records / Math.max(1, blocks - before.blocks));
  }
}
