// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.google.protobuf.ByteString;
import io.millrace.Millrace;
import io.millrace.client.OutgoingRecord;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.Partition;
import io.millrace.v1.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Counts the records of each key, in the only stage or in the second of two.
 *
 * @param sink name of the counting stage; empty if it is the only one
 */
record CountProgram(String name, Job job, String sink, ProgramRecords records) implements Program {
  /** Name of the program of one stage, the measure of the others. */
  static final String COUNTER = "counter";

  private static final String SECOND = "count";

  /** A stage that counts each record's key. */
  static CountProgram oneStage(String job, ProgramRecords records) {
    return new CountProgram(
        COUNTER, Job.of(job, Counting::processor).withPartitions(PARTITIONS), "", records);
  }

  /** A stage that passes each record on under the value's key, and one that counts that. */
  static CountProgram twoStages(String job, ProgramRecords records) {
    Job both =
        Job.named(job)
            .source()
            .stage("pass", CountProgram::passing)
            .keyBy(output -> output.value().substring(0, ProgramRecords.KEY_BYTES))
            .stage(SECOND, Counting::processor)
            .sink();
    return new CountProgram("two-stage", both.withPartitions(PARTITIONS), SECOND, records);
  }

  private static Processor passing() {
    return (record, context) -> Effect.builder().emit(record.value()).build();
  }

  @Override
  public OutgoingRecord record(long index) {
    return records.at(index);
  }

  @Override
  public void awaitSink(Millrace millrace, long submitted) throws InterruptedException {
    if (!sink.isEmpty()) {
      long unused = Goal.await(submitted, () -> takenBySink(millrace));
    }
  }

  private long takenBySink(Millrace millrace) {
    var request = DescribeJobRequest.newBuilder().setJob(job.name()).build();
    return millrace.client().jobs().describeJob(request).getPartitionsList().stream()
        .filter(partition -> partition.getStage().equals(sink))
        .mapToLong(Partition::getRecords)
        .sum();
  }

  @Override
  public List<OutgoingRecord> closing(long submitted) {
    return List.of();
  }

  @Override
  public Optional<String> wrong(Millrace millrace, long submitted) throws InterruptedException {
    long counted = Goal.await(submitted, () -> counted(millrace));
    return counted == submitted
        ? Optional.empty()
        : Optional.of("counted %d records, submitted %d".formatted(counted, submitted));
  }

  /** The sum of each key's highest count: its newest, as counts only grow. */
  private long counted(Millrace millrace) {
    var counts = new HashMap<ByteString, Long>();
    try (Stream<Result> results = millrace.scan(job.name())) {
      results.forEach(
          result -> counts.merge(result.getKey(), Counting.count(result.getValue()), Math::max));
    }
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
