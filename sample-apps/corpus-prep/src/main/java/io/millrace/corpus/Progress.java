// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.report.Page.Point;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows how far a run is: a bar where standard error is a terminal, otherwise a line now and then.
 * For one thread.
 */
abstract class Progress implements AutoCloseable {
  private static final long BAR_EVERY_NS = 100_000_000;
  private static final long LINE_EVERY_NS = 2_000_000_000;
  private static final int LINE_LENGTH = 100;

  private final LongSupplier nanoTime;
  private final long startedAt;
  private final long everyNs;
  private final SpeedLog speedLog = new SpeedLog();
  private long shownAt;

  private Progress(LongSupplier nanoTime, long everyNs) {
    this.nanoTime = nanoTime;
    this.startedAt = nanoTime.getAsLong();
    this.everyNs = everyNs;
    this.shownAt = startedAt;
  }

  /** A display on standard error, or plain lines to {@code err} if nobody watches a terminal. */
  static Progress open(PrintWriter err, long total) {
    // Picocli knows how to ask on every Java; it also heeds NO_COLOR.
    return Ansi.AUTO.enabled()
        ? new Bar(System::nanoTime, total)
        : new Lines(System::nanoTime, err, total);
  }

  /** Plain lines. */
  static Progress lines(PrintWriter err, long total, LongSupplier nanoTime) {
    return new Lines(nanoTime, err, total);
  }

  /** Tells how far the run is: documents done, documents known of, bytes of the ones done. */
  final void update(long done, long known, long bytes) {
    long now = nanoTime.getAsLong();
    speedLog.at((now - startedAt) / 1e9, bytes);
    if (now - shownAt >= everyNs) {
      shownAt = now;
      show(done, known, speed(done, bytes, now));
    }
  }

  /** Shows the end and closes the display. */
  final void finish(long done, long bytes) {
    show(done, done, speed(done, bytes, nanoTime.getAsLong()));
    close();
  }

  private String speed(long done, long bytes, long now) {
    double seconds = Math.max(1e-3, (now - startedAt) / 1e9);
    return String.format(
        Locale.ROOT, "%,.0f documents/s %.2f MB/s", done / seconds, bytes / seconds / 1e6);
  }

  /** How fast it went, over time. */
  final List<Point> speed() {
    return speedLog.points();
  }

  abstract void show(long done, long known, String speed);

  @Override
  public abstract void close();

  private static final class Bar extends Progress {
    private final ProgressBar bar;
    private final long total;
    private boolean isClosed;

    Bar(LongSupplier nanoTime, long total) {
      super(nanoTime, BAR_EVERY_NS);
      this.total = total;
      this.bar =
          new ProgressBarBuilder()
              .setTaskName("documents")
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis((int) (BAR_EVERY_NS / 1_000_000))
              .setConsumer(new DelegatingProgressBarConsumer(Bar::print, LINE_LENGTH))
              .build();
    }

    private static void print(String line) {
      System.err.print('\r' + line);
    }

    @Override
    void show(long done, long known, String speed) {
      bar.maxHint(done == known ? known : Math.max(total, known));
      bar.stepTo(done);
      bar.setExtraMessage(speed);
    }

    @Override
    public void close() {
      if (!isClosed) {
        isClosed = true;
        bar.close();
        System.err.println();
      }
    }
  }

  private static final class Lines extends Progress {
    private final PrintWriter err;
    private final long total;

    Lines(LongSupplier nanoTime, PrintWriter err, long total) {
      super(nanoTime, LINE_EVERY_NS);
      this.err = err;
      this.total = total;
    }

    @Override
    void show(long done, long known, String speed) {
      long of = done == known ? known : Math.max(total, known);
      err.printf(Locale.ROOT, "documents %,d of %,d, %s%n", done, of, speed);
      err.flush();
    }

    @Override
    public void close() {}
  }
}
