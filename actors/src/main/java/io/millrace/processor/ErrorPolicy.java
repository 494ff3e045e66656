// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import java.time.Duration;

/**
 * What becomes of a record on which the processor fails: it is tried again a few times, then it
 * goes to quarantine, in the same commit as its neighbours' effects. A record on which the
 * processor does not come to an end is not tried again, since it would hold up its partition again.
 *
 * @param retries how often it is tried again, 0 to {@link #RETRIES_MAX}; the partition waits
 *     meanwhile
 * @param backoff pause before the first retry, doubled each time, 0 to 10 s
 * @param later what becomes of later records of the same key
 * @param budgetRecords the job is paused once more records than this went to quarantine, over all
 *     partitions, and {@code budgetPercent} is passed too; 0 up
 * @param budgetPercent of all records that were decided upon, 0 to 100
 * @param deadline how long the processor may take for a record; then it is interrupted, and has
 *     failed whatever it returns. 1 ms to {@link #DEADLINE_MAX}; noticed up to a fifth later
 */
public record ErrorPolicy(
    int retries,
    Duration backoff,
    Later later,
    long budgetRecords,
    double budgetPercent,
    Duration deadline) {
  /** Most retries. */
  public static final int RETRIES_MAX = 10;

  /** Longest deadline: 1 h. */
  public static final Duration DEADLINE_MAX = Duration.ofHours(1);

  private static final Duration BACKOFF_MAX = Duration.ofSeconds(10);

  /**
   * Two retries, after 10 and 20 ms; later records of the key wait; more than 1,000 records and 1 %
   * pause the job; a record may take a minute.
   */
  public static final ErrorPolicy DEFAULT =
      new ErrorPolicy(2, Duration.ofMillis(10), Later.PARK, 1_000, 1.0, Duration.ofMinutes(1));

  /** What becomes of later records of a key that has a record in quarantine. */
  public enum Later {
    /** They wait behind it, in quarantine, so that the key's order is kept. */
    PARK,
    /** They go on as if nothing had been. */
    CONTINUE
  }

  public ErrorPolicy {
    check(retries >= 0 && retries <= RETRIES_MAX, "retries", retries, "0 to " + RETRIES_MAX);
    check(
        !backoff.isNegative() && backoff.compareTo(BACKOFF_MAX) <= 0,
        "backoff",
        backoff,
        "0 to 10 s");
    check(budgetRecords >= 0, "budgetRecords", budgetRecords, ">= 0");
    check(budgetPercent >= 0 && budgetPercent <= 100, "budgetPercent", budgetPercent, "0 to 100");
    check(
        deadline.toMillis() >= 1 && deadline.compareTo(DEADLINE_MAX) <= 0,
        "deadline",
        deadline,
        "1 ms to 1 h");
  }

  private static void check(boolean ok, String what, Object value, String expected) {
    if (!ok) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: " + expected + ")");
    }
  }

  /** The same with other retries. */
  public ErrorPolicy withRetries(int count, Duration firstBackoff) {
    return new ErrorPolicy(count, firstBackoff, later, budgetRecords, budgetPercent, deadline);
  }

  /** The same with another fate of later records. */
  public ErrorPolicy withLater(Later fate) {
    return new ErrorPolicy(retries, backoff, fate, budgetRecords, budgetPercent, deadline);
  }

  /** The same with another budget. */
  public ErrorPolicy withBudget(long records, double percent) {
    return new ErrorPolicy(retries, backoff, later, records, percent, deadline);
  }

  /** The same with another deadline for the processor on one record. */
  public ErrorPolicy withDeadline(Duration each) {
    return new ErrorPolicy(retries, backoff, later, budgetRecords, budgetPercent, each);
  }

  /** Whether so many failures among so many records are too many. */
  public boolean isOverBudget(long failed, long records) {
    return failed > budgetRecords && failed * 100.0 > budgetPercent * records;
  }
}
