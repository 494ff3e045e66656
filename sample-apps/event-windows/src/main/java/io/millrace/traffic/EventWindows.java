// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.traffic;

import static io.millrace.aggregate.Aggregates.count;
import static io.millrace.aggregate.Aggregates.distinct;
import static io.millrace.aggregate.Aggregates.sum;
import static io.millrace.aggregate.Aggregates.topK;

import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.aggregate.Aggregate;
import io.millrace.aggregate.Aggregates;
import io.millrace.processor.Job;
import io.millrace.processor.TimePolicy;
import io.millrace.v1.Receipt;
import io.millrace.v1.Result;
import io.millrace.v1.TailRequest;
import io.millrace.v1.TailResponse;
import io.millrace.window.Windows;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Counts events by minute and by session. */
public final class EventWindows {
  private static final int ROWS = 12;
  private static final String ALL = "all";
  private static final String END = "end of input";
  private static final long DAY_MS = Duration.ofDays(1).toMillis();
  private static final TimePolicy TIME =
      TimePolicy.DEFAULT.withOutOfOrderness(Duration.ofSeconds(30));
  private static final Aggregate FACTS =
      Aggregates.of(count(), sum("size"), distinct("who"), topK("what", 1));

  private static final Job MINUTES =
      Job.of(
              "minutes",
              Windows.tumbling(Duration.ofMinutes(1))
                  .lateness(Duration.ofMinutes(5))
                  .aggregate(FACTS))
          .withTime(TIME)
          .withPartitions(1);

  private static final Job SESSIONS =
      Job.of(
              "sessions",
              Windows.session(Duration.ofMinutes(30))
                  .lateness(Duration.ofMinutes(5))
                  .aggregate(FACTS))
          .withTime(TIME)
          .withPartitions(1);

  private EventWindows() {}

  /**
   * Path of an access log in the Common or Combined Log Format; without one, the history of the
   * repository in the working folder.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<Event> events =
        args.length > 0 ? AccessLog.read(Path.of(args[0])) : GitHistory.read(Path.of(""));
    try (var millrace = Millrace.embedded(EmbeddedSettings.of(MINUTES, SESSIONS))) {
      print(millrace, events, System.out);
    }
  }

  /** Runs events through both jobs of a node and prints what comes out. */
  private static void print(Millrace millrace, List<Event> events, PrintStream out) {
    run(millrace, MINUTES, events, event -> ALL).print("minutes", ROWS, out);
    run(millrace, SESSIONS, events, Event::who).print("sessions", ROWS, out);
  }

  /** Sends events and reads results until every event is in a window or too late. */
  private static WindowTable run(
      Millrace millrace, Job job, List<Event> events, Function<Event, String> key) {
    var receipts = new ArrayList<CompletionStage<Receipt>>();
    long newest = Long.MIN_VALUE;
    for (Event event : events) {
      receipts.add(millrace.submit(job.name(), event.under(key.apply(event))));
      newest = Math.max(newest, event.timeMs());
    }
    // A watermark moves with events only: one from the future lets the last windows end. The job
    // has one partition, so one event does; its own window stays open and is not shown.
    Event end = new Event(END, END, 0, newest + DAY_MS);
    receipts.add(millrace.submit(job.name(), end.under(END)));
    receipts.forEach(receipt -> receipt.toCompletableFuture().join());

    var table = new WindowTable();
    var request = TailRequest.newBuilder().setJob(job.name()).setTag("*").build();
    Iterator<TailResponse> pages = millrace.client().resultStreams().tail(request);
    while (table.accountedFor() < events.size()) {
      for (Result result : pages.next().getResultsList()) {
        table.add(result);
      }
    }
    return table;
  }
}
