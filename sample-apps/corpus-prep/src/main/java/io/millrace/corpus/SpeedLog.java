// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.report.Page.Point;
import java.util.ArrayList;
import java.util.List;

/**
 * How many bytes were done at which time, so that it can be drawn. Holds at most {@link
 * #SAMPLES_MAX} samples: when there are more, every second one goes, and they are taken half as
 * often from then on. Not thread-safe.
 */
final class SpeedLog {
  static final int SAMPLES_MAX = 240;

  private static final double FIRST_STEP = 0.1;

  private final List<double[]> samples = new ArrayList<>();
  private double step = FIRST_STEP;

  SpeedLog() {
    samples.add(new double[] {0, 0});
  }

  /**
   * Notes how far it is.
   *
   * @param seconds since the beginning
   * @param bytes done since then; less than before counts as before
   */
  void at(double seconds, long bytes) {
    double[] last = samples.get(samples.size() - 1);
    if (seconds - last[0] < step) {
      return;
    }
    samples.add(new double[] {seconds, Math.max(last[1], (double) bytes)});
    if (samples.size() > SAMPLES_MAX) {
      for (int i = samples.size() - 2; i > 0; i -= 2) {
        samples.remove(i);
      }
      step *= 2;
    }
  }

  /** Megabytes a second between neighbouring samples, at the later one's time. */
  List<Point> points() {
    var points = new ArrayList<Point>();
    for (int i = 1; i < samples.size(); i++) {
      double[] from = samples.get(i - 1);
      double[] to = samples.get(i);
      points.add(new Point(to[0], (to[1] - from[1]) / (to[0] - from[0]) / 1e6));
    }
    return points;
  }
}
