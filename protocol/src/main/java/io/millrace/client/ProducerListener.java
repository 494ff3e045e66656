// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.millrace.v1.Receipt;
import io.millrace.v1.Refusal;
import io.millrace.v1.Stalled;

/**
 * Hears of a session's answers. Called by one thread at a time; must return soon and never call the
 * session's blocking methods, as answers wait meanwhile. An exception ends the session.
 */
public interface ProducerListener {
  /** Hears nothing: counters tell enough. */
  ProducerListener NONE = new ProducerListener() {};

  /**
   * Records are durable and have taken effect. Called before the session counts them as answered.
   * After a reconnect a record may be covered a second time, as a duplicate.
   *
   * @param coveredCount how many records the receipt covers, 1 up
   */
  default void onReceipt(Receipt receipt, int coveredCount) {}

  /** A record was refused for good; a receipt covers it too, and comes after this. */
  default void onRefusal(Refusal refusal) {}

  /** Answers are late; nothing is lost and nothing need be done. */
  default void onStalled(Stalled stalled) {}
}
