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
}
