// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import io.millrace.model.Ranges;
import java.time.Duration;
import java.util.UUID;

/**
 * How a run behaves. Start from {@link #defaults} and change what differs.
 *
 * @param run name of the run, 1 to {@link #RUN_LENGTH_MAX} of {@code A-Z a-z 0-9 - _ .}: a run of
 *     the same name over the same items goes on where it stopped
 * @param ordered whether results come in the order of the items; otherwise as they commit
 * @param failuresCollected whether a failed item is a result like others; otherwise the first one
 *     ends the run
 * @param windowItemsMax items between the oldest one that is not returned and the newest one sent,
 *     1 to 1,000,000
 * @param windowBytesMax bytes of results that wait to be returned, 1 KiB up; above it no more items
 *     are sent, and what comes nevertheless is read again later
 * @param openTimeout how long the job may take to accept a run, above 0
 * @param reconnectTimeMax how long results may be out of reach before the run fails, above 0
 * @param listener hears of it
 */
public record MapOptions(
    String run,
    boolean ordered,
    boolean failuresCollected,
    int windowItemsMax,
    long windowBytesMax,
    Duration openTimeout,
    Duration reconnectTimeMax,
    MapListener listener) {
  /** Longest name of a run. */
  public static final int RUN_LENGTH_MAX = 100;

  public MapOptions {
    if (!run.matches("[A-Za-z0-9._-]{1," + RUN_LENGTH_MAX + "}")) {
      throw new IllegalArgumentException(
          "run: '" + run + "' (expected: 1 to " + RUN_LENGTH_MAX + " of A-Z a-z 0-9 - _ .)");
    }
    Ranges.check("windowItemsMax", windowItemsMax, 1, 1_000_000);
    Ranges.check("windowBytesMax", windowBytesMax, 1024, Long.MAX_VALUE);
    Ranges.checkMs("openTimeout", openTimeout, 1, 3_600_000);
    Ranges.checkMs("reconnectTimeMax", reconnectTimeMax, 1, 3_600_000);
  }

  /**
   * A run of a name that nobody else has, in order, that ends with the first failed item; at most
   * 16,384 items and 64 MiB of results at a time.
   */
  public static MapOptions defaults() {
    return new MapOptions(
        "run-" + UUID.randomUUID(),
        true,
        false,
        16_384,
        64L << 20,
        Duration.ofSeconds(30),
        Duration.ofMinutes(2),
        MapListener.NONE);
  }

  /** The same under a name of one's own, so that it can be resumed. */
  public MapOptions withRun(String name) {
    return new MapOptions(
        name,
        ordered,
        failuresCollected,
        windowItemsMax,
        windowBytesMax,
        openTimeout,
        reconnectTimeMax,
        listener);
  }

  /** The same with results as they commit. */
  public MapOptions unordered() {
    return new MapOptions(
        run,
        false,
        failuresCollected,
        windowItemsMax,
        windowBytesMax,
        openTimeout,
        reconnectTimeMax,
        listener);
  }

  /** The same with failed items among the results. */
  public MapOptions collectingFailures() {
    return new MapOptions(
        run,
        ordered,
        true,
        windowItemsMax,
        windowBytesMax,
        openTimeout,
        reconnectTimeMax,
        listener);
  }

  /** The same with another window. */
  public MapOptions withWindow(int itemsMax, long bytesMax) {
    return new MapOptions(
        run,
        ordered,
        failuresCollected,
        itemsMax,
        bytesMax,
        openTimeout,
        reconnectTimeMax,
        listener);
  }

  /** The same with other waits. */
  public MapOptions withTimes(Duration open, Duration reconnect) {
    return new MapOptions(
        run, ordered, failuresCollected, windowItemsMax, windowBytesMax, open, reconnect, listener);
  }

  /** The same with a listener. */
  public MapOptions withListener(MapListener hears) {
    return new MapOptions(
        run,
        ordered,
        failuresCollected,
        windowItemsMax,
        windowBytesMax,
        openTimeout,
        reconnectTimeMax,
        hears);
  }
}
