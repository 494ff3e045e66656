// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import io.millrace.model.DataRecord;

/**
 * Works on the records of one partition, one at a time, in the order of its log.
 *
 * <p>Returns what should change and changes nothing itself: the effect commits together with the
 * record's place in the log, or not at all. The runtime makes one instance per partition and calls
 * it from one thread at a time, so a processor may reuse buffers; it must not keep facts about
 * records in fields, since recovery restores only what effects said.
 */
@FunctionalInterface
public interface Processor {
  /**
   * Decides what the record changes.
   *
   * @param context the key's state before this record
   * @return the effect; if there is an exception instead, the record is tried again or goes to
   *     quarantine, as the job's {@link ErrorPolicy} says. A call that goes past the policy's
   *     deadline is interrupted and has failed
   */
  Effect process(DataRecord record, Context context);
}
