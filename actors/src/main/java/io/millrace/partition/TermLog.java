// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.PartitionId;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the node's log how a partition's terms begin and end. Thread-safe. */
final class TermLog {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionActor.class);

  private TermLog() {}

  static void began(PartitionId partition, Recovery.Recovered<?> recovered, Duration took) {
    LOG.atInfo()
        .addKeyValue("partition", partition)
        .addKeyValue("epoch", recovered.head().epoch().value())
        .addKeyValue("head", recovered.head().sequence())
        .addKeyValue("snapshot", recovered.head().start().newest().sequence())
        .addKeyValue("replayed", recovered.replayed())
        .addKeyValue("tookMs", took.toMillis())
        .log("partition taken over");
  }

  static void corrupt(PartitionId partition, Throwable cause) {
    LOG.atError().setCause(cause).addKeyValue("partition", partition).log("partition is corrupt");
  }

  static void noRoom(PartitionId partition, Throwable cause) {
    LOG.atError()
        .addKeyValue("partition", partition)
        .addKeyValue("cause", cause.getMessage())
        .log("partition cannot start here");
  }

  static void notYet(PartitionId partition, Throwable cause) {
    LOG.atWarn()
        .addKeyValue("partition", partition)
        .addKeyValue("cause", cause.toString())
        .log("partition cannot be taken over yet");
  }

  static void ended(PartitionId partition, Throwable cause) {
    var level = TermEnd.isStop(cause) ? LOG.atError() : LOG.atWarn();
    level.addKeyValue("partition", partition).setCause(cause).log("partition's term ended");
  }
}
