// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.typesafe.config.Config;
import io.millrace.model.Ranges;

/**
 * Bounds of questions to a partition; {@code millrace.partition.ask} in {@code reference.conf} says
 * what each means.
 */
public record AskSettings(
    int questionsMax, int questionBytesMax, int answerBytesMax, int waitingMax) {
  private static final String PATH = "millrace.partition.ask";

  public AskSettings {
    Ranges.check(PATH + ".questions-max", questionsMax, 1, 10_000);
    Ranges.check(PATH + ".question-bytes-max", questionBytesMax, 1024, 3 << 20);
    Ranges.check(PATH + ".answer-bytes-max", answerBytesMax, 1024, 3 << 20);
    Ranges.check(PATH + ".waiting-max", waitingMax, 1, 100_000);
  }

  /** Reads {@code millrace.partition.ask}. */
  public static AskSettings from(Config root) {
    Config c = root.getConfig(PATH);
    return new AskSettings(
        c.getInt("questions-max"),
        Math.toIntExact(c.getBytes("question-bytes-max")),
        Math.toIntExact(c.getBytes("answer-bytes-max")),
        c.getInt("waiting-max"));
  }
}
