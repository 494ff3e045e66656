// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.millrace.model.MillraceException;
import io.millrace.v1.Receipt;
import org.jspecify.annotations.Nullable;

/** Who waits for the answers of records. Called under the session's lock: must only take notes. */
interface AnswerSink {
  /**
   * The record has its final answer.
   *
   * @param refusal why the job refused it, null if it took effect
   */
  void answered(long sequence, Receipt receipt, @Nullable String refusal);

  /** The session ended before the answer of one of its records. */
  void failed(MillraceException reason);
}
