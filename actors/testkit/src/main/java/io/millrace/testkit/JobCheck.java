// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import io.millrace.model.QuarantineEntry;
import io.millrace.processor.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what a job must not do. Runs the same input under different troubles, each time in a
 * new kit, and compares what they leave behind with a run without any:
 *
 * <pre>{@code
 * TestKit.check(job).input(records).everyCrash().deliverTwice();
 * }</pre>
 *
 * <p>A difference is an {@code AssertionError} that names the first one, and what is probably
 * wrong. Comes from {@link TestKit#check}. Not thread-safe.
 */
public final class JobCheck {
  private final Job job;
  private final List<Consumer<TestKit>> steps = new ArrayList<>();
  private boolean failuresExpected;
  private @Nullable Outcome expected;
  private long firstRunMs;

  JobCheck(Job job) {
    this.job = job;
  }

  /** Sends these records, one after the other. */
  public JobCheck input(List<TestRecord> records) {
    List<TestRecord> all = List.copyOf(records);
    return script(kit -> kit.send(all));
  }

  /** Sends these records, one after the other. */
  public JobCheck input(TestRecord... records) {
    return input(List.of(records));
  }

  /**
   * Does this to the kit of each run: sends, moves the clock, redrives; it may assert things, too,
   * which then must hold under every trouble. Called several times, it must do the same each time.
   */
  public JobCheck script(Consumer<TestKit> script) {
    if (expected != null) {
      throw new IllegalStateException("script: after a check (expected: before the first one)");
    }
    steps.add(script);
    return this;
  }

  /** The input holds records on which the processor is meant to fail. */
  public JobCheck expectingFailures() {
    failuresExpected = true;
    return this;
  }

  /**
   * Runs everything again, then with a crash and a recovery behind every step, then with a crash
   * before each step's commit, after which it runs again, then with snapshots, and then so that
   * many steps commit as one. Of a long input two steps in fifty are left in peace, so that the log
   * gets a snapshot now and then.
   *
   * @throws AssertionError if one of them leaves behind anything else than a plain run
   */
  public JobCheck everyCrash() {
    run(Trouble.NONE_AGAIN);
    run(Trouble.CRASH_BEHIND);
    run(Trouble.CRASH_WITHIN);
    run(Trouble.SNAPSHOT);
    run(Trouble.ONE_BLOCK);
    return this;
  }

  /**
   * Runs everything with each record delivered several times under its one sequence: alone, with
   * its neighbour, before and after its commit, and all of them once more at the end.
   *
   * @throws AssertionError if that leaves behind anything else than a plain run
   */
  public JobCheck deliverTwice() {
    run(Trouble.TWICE);
    return this;
  }

  private void run(Trouble trouble) {
    Optional<String> difference = expected().difference(play(trouble));
    if (difference.isPresent()) {
      throw new AssertionError(
          "job "
              + job.name()
              + " gave something else "
              + trouble.how
              + ":\n  "
              + difference.get()
              + "\n"
              + trouble.hint);
    }
  }

  private Outcome expected() {
    Outcome known = expected;
    if (known != null) {
      return known;
    }
    if (steps.isEmpty()) {
      throw new IllegalStateException("input: none (expected: input or script before the check)");
    }
    Outcome plain = play(Trouble.NONE);
    if (plain.isEmpty()) {
      throw new AssertionError(
          "job "
              + job.name()
              + " left neither results nor states behind (expected: input that shows something)");
    }
    expected = plain;
    firstRunMs = System.currentTimeMillis();
    return plain;
  }

  private Outcome play(Trouble trouble) {
    while (trouble == Trouble.NONE_AGAIN && System.currentTimeMillis() - firstRunMs < 2) {
      // Otherwise a processor that reads the system's clock might read the same time again.
      Thread.onSpinWait();
    }
    var kit = new TestKit(job, trouble);
    for (Consumer<TestKit> step : steps) {
      step.accept(kit);
    }
    Outcome outcome = kit.finish();
    if (!failuresExpected) {
      kit.quarantine().stream().findFirst().ifPresent(entry -> failed(trouble, entry));
    }
    return outcome;
  }

  private void failed(Trouble trouble, QuarantineEntry entry) {
    throw new AssertionError(
        "processor of job "
            + job.name()
            + " failed on "
            + Outcome.cause(entry)
            + (trouble.how.isEmpty() ? "" : " ")
            + trouble.how
            + ": "
            + entry.reason()
            + " (expected: no failure; if it is meant to, say expectingFailures())\n"
            + entry.stack());
  }
}
