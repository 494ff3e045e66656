// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import io.millrace.aggregate.Aggregate;
import io.millrace.model.Fields;
import io.millrace.processor.Processor;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Groups a key's records by event time and folds each group, for use as the processor of a job or a
 * stage:
 *
 * <pre>{@code
 * Job.of("traffic", Windows.tumbling(Duration.ofMinutes(1))
 *     .lateness(Duration.ofSeconds(30))
 *     .aggregate(Aggregates.of(count(), sum("bytes"), distinct("user"))));
 * }</pre>
 *
 * <p>A window holds the records from its start up to, but not including, its end. Once the
 * partition's watermark reaches the end, the result goes out as a main result: its fields are the
 * aggregate's and {@link #START}, {@link #END} and {@link #REVISION}, its value is the window in
 * ISO 8601, {@code 2026-11-26T10:00:00Z/2026-11-26T10:01:00Z}. For the allowed lateness after that,
 * each record that still belongs to the window gives a result with the next revision at once; it
 * takes the place of the one before. What comes later goes to the side output {@link #LATE} with
 * its value and fields. A record without event time is refused.
 *
 * <p>Immutable and thread-safe: each step gives another one. After Akidau et al., "The Dataflow
 * Model", PVLDB 8(12), 2015.
 */
public final class Windows {
  /** Side output of records that came too late for every window they belong to. */
  public static final String LATE = "late";

  /** Field of a result: the window's start, a time, inclusive. */
  public static final String START = "window.start";

  /** Field of a result: the window's end, a time, exclusive. */
  public static final String END = "window.end";

  /** Field of a result: 1 for a window's first result, then one more for each that replaces it. */
  public static final String REVISION = "window.revision";

  /** Open windows of a key, unless {@link #openMax} says otherwise. */
  public static final int OPEN_MAX_DEFAULT = 1_000;

  /** Most open windows that {@link #openMax} takes. */
  public static final int OPEN_MAX_MAX = 100_000;

  /** Longest window, gap or lateness. */
  public static final Duration DURATION_MAX = Duration.ofDays(10_000);

  /** Event times lie this far from 1970 at most, before and after. Unit: milliseconds. */
  public static final long EVENT_TIME_MAX_MS = 1L << 53;

  private final Assigner assigner;
  private final long latenessMs;
  private final int openMax;

  private Windows(Assigner assigner, long latenessMs, int openMax) {
    this.assigner = assigner;
    this.latenessMs = latenessMs;
    this.openMax = openMax;
  }

  /**
   * Windows side by side, each record in one; they start at multiples of their size since
   * 1970-01-01T00:00Z.
   *
   * @param size 1 ms to {@link #DURATION_MAX}
   */
  public static Windows tumbling(Duration size) {
    long sizeMs = millis("size", size, 1);
    return new Windows(new Sliding(sizeMs, sizeMs), 0, OPEN_MAX_DEFAULT);
  }

  /**
   * Windows that overlap, each record in about size / slide of them; they start at multiples of the
   * slide since 1970-01-01T00:00Z.
   *
   * @param size 1 ms to {@link #DURATION_MAX}
   * @param slide 1 ms to the size
   */
  public static Windows sliding(Duration size, Duration slide) {
    long sizeMs = millis("size", size, 1);
    long slideMs = millis("slide", slide, 1);
    if (slideMs > sizeMs) {
      throw new IllegalArgumentException(
          "slide: " + slide + " (expected: at most the size, " + size + ", or records get lost)");
    }
    return new Windows(new Sliding(sizeMs, slideMs), 0, OPEN_MAX_DEFAULT);
  }

  /**
   * A window from a record up to the gap after the last record that is less than the gap after the
   * one before. A late record can join two sessions; the result of the joined one has the next
   * revision and takes the place of those of all sessions that lie in it.
   *
   * @param gap 1 ms to {@link #DURATION_MAX}
   */
  public static Windows session(Duration gap) {
    return new Windows(new Session(millis("gap", gap, 1)), 0, OPEN_MAX_DEFAULT);
  }

  /**
   * With windows that take records for this long, in event time, after their end.
   *
   * @param lateness 0 to {@link #DURATION_MAX}
   */
  public Windows lateness(Duration lateness) {
    return new Windows(assigner, millis("lateness", lateness, 0), openMax);
  }

  /**
   * With another bound on how many windows of one key are open at once, those included whose timer
   * has yet to fire; a record that needs one more is refused. All of them are the key's one state.
   *
   * @param count 1 to {@link #OPEN_MAX_MAX}
   */
  public Windows openMax(int count) {
    if (count < 1 || count > OPEN_MAX_MAX) {
      throw new IllegalArgumentException(
          "openMax: " + count + " (expected: 1 to " + OPEN_MAX_MAX + ")");
    }
    return new Windows(assigner, latenessMs, count);
  }

  /** The processor for a job or a stage, one instance for each partition. */
  public Supplier<Processor> aggregate(Aggregate aggregate) {
    if (assigner.windowsPerRecord() > openMax) {
      throw new IllegalArgumentException(
          assigner
              + ": a record is in "
              + assigner.windowsPerRecord()
              + " windows (expected: at most openMax, "
              + openMax
              + ")");
    }
    for (String own : List.of(START, END, REVISION)) {
      if (aggregate.fields().contains(own)) {
        throw new IllegalArgumentException(
            aggregate.name()
                + ": field "
                + own
                + " (expected: another name, windows put this one)");
      }
    }
    if (aggregate.fields().size() + 3 > Fields.COUNT_MAX) {
      throw new IllegalArgumentException(
          aggregate.name()
              + ": "
              + aggregate.fields().size()
              + " fields (expected: at most "
              + (Fields.COUNT_MAX - 3)
              + ")");
    }
    return () -> new WindowProcessor(assigner, aggregate, latenessMs, openMax);
  }

  private static long millis(String what, Duration duration, long min) {
    boolean inRange = !duration.isNegative() && duration.compareTo(DURATION_MAX) <= 0;
    if (!inRange
        || duration.toMillis() < min
        || !Duration.ofMillis(duration.toMillis()).equals(duration)) {
      throw new IllegalArgumentException(
          what
              + ": "
              + duration
              + " (expected: "
              + min
              + " ms to "
              + DURATION_MAX.toDays()
              + " days, in whole milliseconds)");
    }
    return duration.toMillis();
  }

  /** For people: {@code tumbling 60000 ms, lateness 0 ms}. */
  @Override
  public String toString() {
    return assigner + ", lateness " + latenessMs + " ms";
  }
}
