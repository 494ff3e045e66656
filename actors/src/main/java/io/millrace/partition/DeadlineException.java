// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import java.time.Duration;

/**
 * A call of a processor went past its deadline and was interrupted. Its stack is that of the thread
 * at that moment, so it shows where the processor hung.
 */
public final class DeadlineException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param elapsed how long the call was seen running
   * @param where the processor's part of the thread's stack, innermost first
   */
  DeadlineException(Duration deadline, Duration elapsed, String thread, StackTraceElement[] where) {
    super(
        "processor was interrupted: deadline="
            + deadline.toMillis()
            + " ms, elapsed="
            + elapsed.toMillis()
            + " ms, thread="
            + thread
            + ", expected=an effect before the deadline; see the stack for where it hung, mend that"
            + " or allow more with ErrorPolicy.withDeadline, then redrive");
    setStackTrace(where);
  }
}
