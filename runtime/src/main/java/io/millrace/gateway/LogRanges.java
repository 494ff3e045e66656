// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.query.LogSpan;
import io.millrace.store.Head;
import io.millrace.store.JobEntry;
import io.millrace.store.StageMap;
import io.millrace.v1.LogRange;
import io.millrace.v1.PositionsResponse;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/** Parts of partitions' logs as messages have them. */
final class LogRanges {
  private static final int ID_BYTES = 16;

  private LogRanges() {}

  /**
   * The spans that a request names, all of all partitions if it names none.
   *
   * @param numbers the stage's partitions
   * @throws MillraceException CALLER naming the field
   */
  static List<LogSpan> spans(List<Integer> numbers, List<LogRange> ranges) {
    if (ranges.isEmpty()) {
      return numbers.stream().map(LogSpan::all).toList();
    }
    var seen = new HashSet<Integer>();
    for (LogRange range : ranges) {
      checkPartition("ranges.partition", range.getPartition(), numbers);
      if (!seen.add(range.getPartition())) {
        throw MillraceException.of(Kind.CALLER, "two ranges of one partition")
            .with("field", "ranges.partition")
            .with("value", range.getPartition())
            .with("expected", "at most one range a partition");
      }
    }
    return ranges.stream().map(LogRanges::span).toList();
  }

  private static LogSpan span(LogRange range) {
    if (range.getAfterBlock() < 0) {
      throw MillraceException.of(Kind.CALLER, "range is wrong")
          .with("field", "ranges.after_block")
          .with("value", Long.toUnsignedString(range.getAfterBlock()))
          .with("expected", "0 to " + Long.MAX_VALUE);
    }
    return new LogSpan(
        range.getPartition(),
        range.getAfterBlock(),
        range.getSkip(),
        range.hasUpToBlock() ? range.getUpToBlock() : LogSpan.NEWEST);
  }

  /** Refuses a partition that a stage does not have. */
  static void checkPartition(String field, int partition, List<Integer> numbers) {
    if (!numbers.contains(partition)) {
      throw MillraceException.of(Kind.CALLER, "no such partition")
          .with("field", field)
          .with("value", Integer.toUnsignedString(partition))
          .with(
              "expected", numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }
  }

  /** How far the partitions of a stage reach. */
  static PositionsResponse message(JobEntry job, StageMap stage, List<Head> heads) {
    ByteBuffer id =
        ByteBuffer.allocate(ID_BYTES)
            .putLong(job.id().getMostSignificantBits())
            .putLong(job.id().getLeastSignificantBits())
            .flip();
    var message =
        PositionsResponse.newBuilder().setJobId(ByteString.copyFrom(id)).setStage(stage.name());
    for (Head head : heads) {
      message.addRanges(
          LogRange.newBuilder()
              .setPartition(head.partition().number())
              .setAfterBlock(head.start().truncated())
              .setUpToBlock(head.sequence()));
    }
    return message.build();
  }
}
