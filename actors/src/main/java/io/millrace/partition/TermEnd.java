// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.serde.UnreadableStateException;
import java.util.Optional;

/** Why a term ends: its partition moves to a newer owner, or stops until someone has come. */
final class TermEnd {
  private TermEnd() {}

  /** Whether something is wrong that someone has to look at. */
  static boolean isStop(Throwable cause) {
    return cause instanceof MillraceException e && e.kind() == Kind.CORRUPT;
  }

  /** Whether another owner with the same code could do no better. */
  static boolean needsOtherCode(Throwable cause) {
    return cause.getCause() instanceof UnreadableStateException;
  }

  /** Whether the partition's state finds no room on this node. */
  static boolean needsRoom(Throwable cause) {
    return cause.getCause() instanceof StateTooLargeException;
  }

  /** What callers are told. */
  static String reason(Throwable cause) {
    String reason =
        (isStop(cause) ? "partition stopped: " : "partition moved: ") + cause.getMessage();
    return RecordRunner.cut(reason, RecordRunner.REASON_LENGTH_MAX);
  }

  /**
   * Runs a task; gives what the partition stops for if the code at hand cannot read a state, or
   * moves for if the disk with its cold keys fails.
   */
  static Optional<MillraceException> unlessUnreadable(PartitionId partition, Runnable task) {
    try {
      task.run();
      return Optional.empty();
    } catch (UnreadableStateException e) {
      return Optional.of(
          MillraceException.of(Kind.CORRUPT, "processor cannot read a state", e)
              .with("partition", partition)
              .with(
                  "expected",
                  "code that reads it: deploy it and restart; nothing is lost meanwhile")
              .with("cause", e.getMessage()));
    } catch (MillraceException coldKeysFailed) {
      return Optional.of(coldKeysFailed);
    }
  }
}
