// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import io.millrace.model.PartitionId;
import java.util.UUID;

/**
 * How shards are named: a group for each job, from its identity's first 8 digits, then a number. A
 * shard holds partitions of one job only, so that it can live where that job can run; the names are
 * short, as the coordinator's state holds all of them. Two jobs whose groups are the same by chance
 * share shards: they may stand still on the wrong node, and are safe.
 */
public final class ShardNames {
  private static final int GROUP_LENGTH = 8;

  private ShardNames() {}

  /**
   * The shard of a partition.
   *
   * @param shards how many there are to a job, 1 up
   */
  public static String of(PartitionId partition, int shards) {
    int number = Math.floorMod(partition.toString().hashCode(), shards);
    return group(partition.job()) + "-" + number;
  }

  static String group(UUID job) {
    return job.toString().substring(0, GROUP_LENGTH);
  }

  static String group(String shard) {
    return shard.substring(0, Math.min(GROUP_LENGTH, shard.length()));
  }
}
