// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Rounds of the suite {@code keyed-state}: each record's result is how many records its key has had
 * so far, over all rounds. Every result is checked as it is read: it must be the key's count before
 * and one, so a record that is lost, counted twice or shown twice fails the round.
 *
 * <p>{@link #saw} may be called by any thread, in order for each key; {@link #round} by one.
 */
public final class CountRounds {
  private final Map<Integer, Counts> byKeys = new HashMap<>();
  private final Seen seen = new Seen();
  private final InputCache inputs = new InputCache();
  private Counts counts = new Counts(0);
  private Latencies latencies = Latencies.NONE;
  private String wrong = "";

  /** What the keys of a load have had, by number; and the records sent to them. */
  private static final class Counts {
    private final long[] newest;
    private long sent;

    private Counts(int keys) {
      newest = new long[keys];
    }
  }

  /**
   * Runs one round.
   *
   * @param inlets the contender's, the same in every round
   * @return its figures, with {@code records} and {@code seconds}: from the first record sent until
   *     the last result seen
   * @throws IllegalStateException if a result is wrong or missing
   */
  public Map<String, Double> round(StreamLoad load, Inlets inlets) throws Exception {
    StreamInput input = inputs.of(load);
    for (int i = 0; i < load.producers(); i++) {
      inlets.inlet(i);
    }
    long startNanos = System.nanoTime();
    var sending = new Sending(load, startNanos);
    long from = begin(load, sending);
    long timeMs = System.currentTimeMillis();
    sending.run(
        inlets,
        (inlet, place) -> {
          long index = from + place;
          inlet.send(input.keyAt(index), input.valueAt(index), timeMs);
        });
    long acknowledgedNanos = System.nanoTime();
    long endNanos = seen.await();
    var figures = new LinkedHashMap<String, Double>();
    figures.put("records", (double) load.records());
    figures.put("seconds", (endNanos - startNanos) / 1e9);
    figures.put("acknowledged-seconds", (acknowledgedNanos - startNanos) / 1e9);
    figures.putAll(end(load));
    return figures;
  }

  private synchronized long begin(StreamLoad load, Sending sending) {
    byKeys.keySet().stream()
        .filter(other -> load.keys() != other && load.keys() < 2 * other && other < 2 * load.keys())
        .findAny()
        .ifPresent(
            other -> {
              throw new IllegalArgumentException(
                  "keys: %d after %d (expected: twice or half as many, to have others)"
                      .formatted(load.keys(), other));
            });
    counts = byKeys.computeIfAbsent(load.keys(), Counts::new);
    latencies =
        load.rate() > 0
            ? new Latencies((int) load.records(), counts.sent, sending::dueNanos)
            : Latencies.NONE;
    wrong = "";
    seen.expect(load.records());
    return counts.sent;
  }

  private synchronized Map<String, Double> end(StreamLoad load) {
    counts.sent += load.records();
    int keys = counts.newest.length;
    for (int key = 0; key < keys && wrong.isEmpty(); key++) {
      // Of a share of the keys, one more, as each round goes on where the one before ended.
      long expected = counts.sent / keys + (key < counts.sent % keys ? 1 : 0);
      if (counts.newest[key] != expected) {
        wrong = text(key + keys, counts.newest[key], expected);
      }
    }
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("wrong count: " + wrong);
    }
    return latencies.figures();
  }

  private static String text(int keyNumber, long count, long expected) {
    return "key %08x: %d (expected: %d)".formatted(keyNumber, count, expected);
  }

  /**
   * Takes a result that a reader was shown.
   *
   * @param keyNumber the key as a number
   * @param atNanos when, by {@link System#nanoTime}
   */
  public synchronized void saw(int keyNumber, long count, long atNanos) {
    long[] newest = counts.newest;
    int key = keyNumber - newest.length;
    if (key < 0 || key >= newest.length) {
      wrong = "key %08x: nobody sent it".formatted(keyNumber);
    } else {
      if (count != newest[key] + 1) {
        wrong = text(keyNumber, count, newest[key] + 1);
      }
      newest[key] = count;
      latencies.put((count - 1) * newest.length + key, atNanos);
    }
    seen.one(atNanos);
  }
}
