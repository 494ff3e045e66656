// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static io.millrace.aggregate.Aggregates.count;
import static io.millrace.aggregate.Aggregates.distinct;
import static io.millrace.aggregate.Aggregates.quantiles;
import static io.millrace.aggregate.Aggregates.sum;

import io.millrace.aggregate.Aggregates;
import io.millrace.processor.Job;
import io.millrace.processor.TimePolicy;
import io.millrace.window.Windows;
import java.time.Duration;

/** What {@code docs/windows.md} shows. */
final class WindowExample {
  private WindowExample() {}

  static Job traffic() {
    return Job.of(
            "traffic",
            Windows.tumbling(Duration.ofMinutes(1))
                .lateness(Duration.ofSeconds(30))
                .aggregate(
                    Aggregates.of(
                        count(), sum("bytes"), distinct("user"), quantiles("ms", 0.5, 0.99))))
        .withTime(TimePolicy.DEFAULT.withOutOfOrderness(Duration.ofSeconds(10)));
  }
}
