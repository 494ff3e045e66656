// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import io.millrace.Millrace;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.ProducerMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A program on a node: its producers, which stay the same over all rounds, as its watermarks wait
 * for each of them, and the times of its rounds. Not thread-safe.
 */
final class ProgramRun implements AutoCloseable {
  private static final Duration ANSWERS_MAX = Duration.ofMinutes(5);

  private final Millrace millrace;
  private final Program program;
  private final ExecutorService threads;
  private final List<ProducerSession> sessions = new ArrayList<>();
  private long submitted;

  /** A round. */
  record Round(double seconds, double cpuSeconds) {}

  ProgramRun(Millrace millrace, Program program, int producers) {
    this.millrace = millrace;
    this.program = program;
    this.threads = Executors.newFixedThreadPool(producers);
    for (int i = 0; i < producers; i++) {
      sessions.add(
          millrace
              .client()
              .openProducer(
                  program.job().name(),
                  "bench-" + i,
                  ProducerMode.PRODUCER_MODE_FRESH,
                  ProducerListener.NONE));
    }
  }

  Program program() {
    return program;
  }

  /** Sends so many records; ends when all are acknowledged and counted at the sink. */
  Round round(int records) throws InterruptedException, ExecutionException {
    long from = submitted;
    long end = from + records;
    double cpuBefore = cpuSeconds();
    long start = System.nanoTime();
    var tasks = new ArrayList<Callable<Long>>();
    for (int i = 0; i < sessions.size(); i++) {
      long first = from + i;
      ProducerSession session = sessions.get(i);
      tasks.add(
          () -> {
            for (long index = first; index < end; index += sessions.size()) {
              submit(session, program.record(index));
            }
            return awaitAnswers(session);
          });
    }
    all(tasks);
    submitted = end;
    program.awaitSink(millrace, submitted);
    return new Round((System.nanoTime() - start) / 1e9, cpuSeconds() - cpuBefore);
  }

  /** Compares the sink's counts with what was submitted; call once, after the last round. */
  Optional<String> wrong() throws InterruptedException, ExecutionException {
    var tasks = new ArrayList<Callable<Long>>();
    for (ProducerSession session : sessions) {
      tasks.add(
          () -> {
            program.closing(submitted).forEach(record -> submit(session, record));
            return awaitAnswers(session);
          });
    }
    long refused = all(tasks);
    return refused > 0
        ? Optional.of("refused %d records, submitted %d".formatted(refused, submitted))
        : program.wrong(millrace, submitted);
  }

  private static void submit(ProducerSession session, OutgoingRecord record) {
    long unused =
        session.submit(record.key(), record.value(), record.eventTimeMs(), record.fields());
  }

  /** How many of the session's records were refused so far. */
  private static long awaitAnswers(ProducerSession session) {
    if (!session.awaitAnswers(ANSWERS_MAX)) {
      throw MillraceException.of(Kind.UNAVAILABLE, "answers did not come in time")
          .with("unacknowledged", session.counters().unacknowledged())
          .with("waited", ANSWERS_MAX);
    }
    return session.counters().refused();
  }

  private long all(List<Callable<Long>> tasks) throws InterruptedException, ExecutionException {
    long sum = 0;
    for (Future<Long> done : threads.invokeAll(tasks)) {
      sum += done.get();
    }
    return sum;
  }

  /** Of this JVM, with client and node in it, and of its children, as the embedded Cassandra. */
  private static double cpuSeconds() {
    ProcessHandle self = ProcessHandle.current();
    double children = self.descendants().mapToDouble(ProgramRun::cpuSeconds).sum();
    return cpuSeconds(self) + children;
  }

  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  @Override
  public void close() {
    sessions.forEach(ProducerSession::close);
    threads.shutdown();
  }
}
