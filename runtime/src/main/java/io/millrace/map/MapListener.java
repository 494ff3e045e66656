// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

/** Hears of a run. Must return soon. */
public interface MapListener {
  /** Hears nothing. */
  MapListener NONE = new MapListener() {};

  /** Some results came. Called by the thread that asks the run for results. */
  default void onProgress(MapProgress progress) {}

  /**
   * Items wait for something, and nothing is lost. Called by any thread, one at a time.
   *
   * @param reason what for, in words for people
   */
  default void onWaiting(String reason) {}
}
