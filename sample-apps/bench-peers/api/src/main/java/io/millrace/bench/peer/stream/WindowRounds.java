// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rounds of the suite {@code window}: count and sum of each key in tumbling windows of a minute of
 * event time. Event time goes on by {@link #STEP_MS} a record; one of {@link #LATE_EVERY} is {@link
 * #LATE_MS} behind, so its window has ended, yet within the {@link #GRACE_MS} for which every
 * contender waits. So each has to show one result of each key and window, and each result is
 * checked; a record that is lost, dropped or counted twice fails the round. At the end of a round
 * records of a later time, the closing ones, make the contender close what is open.
 *
 * <p>{@link #saw} may be called by any thread; {@link #round} by one.
 */
public final class WindowRounds {
  /** How long a window is. */
  public static final long WINDOW_MS = Duration.ofMinutes(1).toMillis();

  /** For how long, in event time, a window takes late records; its result comes after it. */
  public static final long GRACE_MS = Duration.ofMinutes(2).toMillis();

  private static final long STEP_MS = 5;
  private static final int LATE_EVERY = 50;
  private static final long LATE_MS = Duration.ofSeconds(90).toMillis();
  private static final long FIRST_MS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

  /** Enough keys that every partition of every contender gets one of them. */
  private static final int CLOSING_KEYS = 1_024;

  private static final long CLOSE_AGAIN_MS = 50;

  private final Seen seen = new Seen();
  private final InputCache inputs = new InputCache();
  private Open open = new Open(FIRST_MS, 0, 0);
  private long nextMs = FIRST_MS;

  /** What a round's windows must come to, by window and key; 0 once it was seen. */
  private static final class Open {
    private final long firstMs;
    private final int keys;
    private final int[] counts;
    private final long[] sums;
    private String wrong = "";

    private Open(long firstMs, int keys, int windows) {
      this.firstMs = firstMs;
      this.keys = keys;
      this.counts = new int[Math.multiplyExact(keys, windows)];
      this.sums = new long[counts.length];
    }

    /** Where a key and window lie; -1 if they are not of this round. */
    private int place(int keyNumber, long startMs) {
      int key = keyNumber - keys;
      long window = Math.floorDiv(startMs - firstMs, WINDOW_MS);
      boolean within = key >= 0 && key < keys && window >= 0 && window < counts.length / keys;
      return within ? (int) window * keys + key : -1;
    }
  }

  /**
   * Runs one round, of one producer.
   *
   * @param inlets the contender's, the same in every round
   * @return its figures, with {@code records} and {@code seconds}: from the first record sent until
   *     the last result seen
   * @throws IllegalStateException if a result is wrong or missing
   */
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    if (load.producers() != 1) {
      throw new IllegalArgumentException(
          "producers: %d (expected: 1, so that no partition sees event time go back by more than"
                  .formatted(load.producers())
              + " the grace)");
    }
    StreamInput input = inputs.of(load);
    Inlet inlet = inlets.inlet(0);
    long firstMs = nextMs;
    long results = begin(load, input, firstMs);
    long startNanos = System.nanoTime();
    new Sending(load, startNanos)
        .run(
            inlets,
            (in, place) ->
                in.send(input.keyAt(place), input.valueAt(place), firstMs + offsetMs(place)));
    long acknowledgedNanos = System.nanoTime();
    long lastMs = firstMs + load.records() * STEP_MS;
    close(inlet, lastMs + GRACE_MS + 2 * WINDOW_MS);
    long endNanos = seen.await();
    check();
    // Behind the closing records' window, so that the next round's records are not late.
    nextMs = Math.floorDiv(lastMs + GRACE_MS + 3 * WINDOW_MS, WINDOW_MS) * WINDOW_MS + WINDOW_MS;
    var figures = new LinkedHashMap<String, Double>();
    figures.put("records", (double) load.records());
    figures.put("seconds", (endNanos - startNanos) / 1e9);
    figures.put("acknowledged-seconds", (acknowledgedNanos - startNanos) / 1e9);
    figures.put("results", (double) results);
    return figures;
  }

  /** Event time of the record at a place, behind the first one's. */
  private static long offsetMs(long place) {
    long onTimeMs = place * STEP_MS;
    boolean late = place % LATE_EVERY == 0 && onTimeMs >= LATE_MS;
    return late ? onTimeMs - LATE_MS : onTimeMs;
  }

  private synchronized long begin(StreamLoad load, StreamInput input, long firstMs) {
    int windows = Math.toIntExact(load.records() * STEP_MS / WINDOW_MS + 1);
    open = new Open(firstMs, load.keys(), windows);
    long results = 0;
    for (long place = 0; place < load.records(); place++) {
      int at = open.place(input.keyNumberAt(place), firstMs + offsetMs(place));
      if (open.counts[at]++ == 0) {
        results++;
      }
      open.sums[at] += input.amountAt(place);
    }
    seen.expect(results);
    return results;
  }

  /** Again and again: some contenders look only now and then what may be closed. */
  private void close(Inlet inlet, long timeMs) throws Exception {
    byte[] value = new byte[StreamInput.VALUE_BYTES_MIN];
    do {
      for (int key = 0; key < CLOSING_KEYS; key++) {
        inlet.send(StreamInput.closingKey(key), value, timeMs);
      }
      inlet.awaitAcknowledged();
    } while (!seen.isReachedWithin(CLOSE_AGAIN_MS));
  }

  private synchronized void check() {
    if (!open.wrong.isEmpty()) {
      throw new IllegalStateException("wrong result: " + open.wrong);
    }
  }

  /**
   * Takes a result that a reader was shown.
   *
   * @param keyNumber the key as a number
   * @param startMs of the window
   * @param atNanos when, by {@link System#nanoTime}
   */
  public synchronized void saw(int keyNumber, long startMs, long count, long sum, long atNanos) {
    if (StreamInput.isClosingKey(keyNumber)) {
      return;
    }
    int place = open.place(keyNumber, startMs);
    if (place < 0 || open.counts[place] == 0) {
      open.wrong =
          "key %08x, window %d: nobody sent it, or a second result".formatted(keyNumber, startMs);
      return;
    }
    if (count != open.counts[place] || sum != open.sums[place]) {
      open.wrong =
          "key %08x, window %d: count %d, sum %d (expected: %d, %d)"
              .formatted(keyNumber, startMs, count, sum, open.counts[place], open.sums[place]);
    }
    open.counts[place] = 0;
    seen.one(atNanos);
  }
}
