// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.model.PartitionMap;
import io.millrace.model.Token;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.Partition;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** The partitions of one stage of the job, in the order of their tokens. */
record StageMap(List<Partition> partitions) {
  StageMap {
    partitions = List.copyOf(partitions);
  }

  static StageMap of(DescribeJobResponse job, String stage) {
    return new StageMap(
        job.getPartitionsList().stream()
            .filter(partition -> partition.getStage().equals(stage))
            .sorted(Comparator.comparingLong(p -> Integer.toUnsignedLong(p.getFirstToken())))
            .toList());
  }

  /** A figure, added up over the partitions. */
  long sum(ToLongFunction<Partition> figure) {
    return partitions.stream().mapToLong(figure).sum();
  }

  private static ByteString key(Map<Integer, ByteString> found, Partition partition) {
    return Objects.requireNonNull(found.get(partition.getNumber()));
  }

  /** A key of each partition, in their order, made of the prefix and a number. */
  List<ByteString> keys(String prefix) {
    PartitionMap.Router router =
        new PartitionMap(
                1,
                partitions.stream().map(Partition::getFirstToken).toList(),
                partitions.stream().map(Partition::getNumber).toList())
            .router();
    Map<Integer, ByteString> found = new HashMap<>();
    for (long n = 0; found.size() < partitions.size(); n++) {
      ByteString key = ByteString.copyFromUtf8(prefix + n);
      found.putIfAbsent(router.partitionOf(Token.of(key)), key);
    }
    return partitions.stream().map(partition -> key(found, partition)).toList();
  }
}
