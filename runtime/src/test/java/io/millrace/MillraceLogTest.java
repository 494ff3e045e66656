// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static io.millrace.CountJob.count;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Instances leave the host's log alone while nothing is wrong. */
@Timeout(120)
class MillraceLogTest {
  @Test
  void givenTwoInstancesAtATime_whenNothingIsWrong_thenNothingIsWarnedOf() {
    var heard = new ListAppender<ILoggingEvent>();
    heard.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level level = root.getLevel();
    root.setLevel(Level.WARN);
    root.addAppender(heard);
    EmbeddedSettings settings = EmbeddedSettings.of(CountJob.JOB);
    try (var first = Millrace.embedded(settings);
        var second = Millrace.embedded(settings)) {
      count(first, "a");
      count(second, "a");
    } finally {
      root.detachAppender(heard);
      root.setLevel(level);
    }

    assertThat(heard.list)
        .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
        .isEmpty();
  }
}
