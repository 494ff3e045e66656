// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import io.millrace.Millrace;
import io.millrace.aggregate.Aggregates;
import io.millrace.client.OutgoingRecord;
import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.processor.Job;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.ScanResponse;
import io.millrace.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Count and sum in tumbling windows of a minute. Event time goes on by {@link #STEP_MS} a record;
 * one of {@link #LATE_EVERY} is {@link #LATE_MS} behind: too late for its window, unless another
 * producer lags. The windows that are still open at the end are closed by records of a later hour.
 */
record WindowProgram(String name, Job job, ProgramRecords records) implements Program {
  private static final long STEP_MS = 5;
  private static final int LATE_EVERY = 50;
  private static final long LATE_MS = Duration.ofSeconds(90).toMillis();
  private static final long FIRST_MS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();
  private static final int CLOSING_KEYS = 64 * PARTITIONS;
  private static final String COUNT = "count";
  private static final String SUM = "sum." + ProgramRecords.AMOUNT;

  static WindowProgram of(String job, ProgramRecords records) {
    var windows =
        Windows.tumbling(Duration.ofMinutes(1))
            .aggregate(Aggregates.of(Aggregates.count(), Aggregates.sum(ProgramRecords.AMOUNT)));
    return new WindowProgram("windows", Job.of(job, windows).withPartitions(PARTITIONS), records);
  }

  @Override
  public OutgoingRecord record(long index) {
    long behindMs = index % LATE_EVERY == 0 ? LATE_MS : 0;
    return records
        .at(index)
        .withEventTimeMs(FIRST_MS + index * STEP_MS - behindMs)
        .withFields(records.amountFields(index));
  }

  @Override
  public void awaitSink(Millrace millrace, long submitted) {
    // An acknowledged record is in its window.
  }

  @Override
  public List<OutgoingRecord> closing(long submitted) {
    long hours = (FIRST_MS + submitted * STEP_MS) / HOUR_MS + 2;
    var closing = new ArrayList<OutgoingRecord>(CLOSING_KEYS);
    for (int i = 0; i < CLOSING_KEYS; i++) {
      closing.add(OutgoingRecord.of("closing-" + i, "").withEventTimeMs(hours * HOUR_MS));
    }
    return closing;
  }

  @Override
  public Optional<String> wrong(Millrace millrace, long submitted) throws InterruptedException {
    long counted = Goal.await(submitted, () -> total(millrace, COUNT));
    if (counted != submitted) {
      return Optional.of("counted %d records, submitted %d".formatted(counted, submitted));
    }
    long sum = total(millrace, SUM);
    long expected = 0;
    for (long i = 0; i < submitted; i++) {
      expected += ProgramRecords.amount(i);
    }
    return sum == expected
        ? Optional.empty()
        : Optional.of("summed up %d, submitted %d".formatted(sum, expected));
  }

  /** Over the windows' results and the records that came too late for theirs. */
  private long total(Millrace millrace, String field) {
    var request = ScanRequest.newBuilder().setJob(job.name()).setTag("*").build();
    Iterator<ScanResponse> pages = millrace.client().resultStreams().scan(request);
    long total = 0;
    while (pages.hasNext()) {
      for (Result result : pages.next().getResultsList()) {
        total += value(result, field);
      }
    }
    return total;
  }

  private static long value(Result result, String field) {
    Fields fields = FieldMessages.of(result);
    if (!result.getTag().equals(Windows.LATE)) {
      return fields.longValue(field).orElseThrow();
    }
    return field.equals(COUNT) ? 1 : fields.longValue(ProgramRecords.AMOUNT).orElseThrow();
  }
}
