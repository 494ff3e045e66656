// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.model.MillraceException;
import io.millrace.v1.Answers;
import io.millrace.v1.Welcome;

/** What a session tells the one who feeds it; the next output follows when this one was taken. */
public sealed interface SessionOutput {
  /** The producer is open. First. */
  record Opened(Welcome welcome) implements SessionOutput {}

  /** Records are durable, or refused for good. */
  record Answered(Answers answers) implements SessionOutput {}

  /**
   * Records wait for something.
   *
   * @param reason in words for people
   * @param retryAfterMs milliseconds until the next try
   */
  record Waits(String reason, int retryAfterMs) implements SessionOutput {}

  /** All is answered after the end of the input. Last. */
  record Finished() implements SessionOutput {}

  /** The session is over. Last. */
  record Failed(MillraceException cause) implements SessionOutput {}
}
