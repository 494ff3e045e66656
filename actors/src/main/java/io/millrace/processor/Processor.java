// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Timer;

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

  /**
   * Decides what changes now that a timer of the key is due. It is gone then, unless the effect
   * sets it again. Called between two records, once for each time that a timer was set, whatever
   * crashes.
   *
   * @param key whose timer
   * @param timer as it was set; the time is now, or before
   * @param context the key's state, as for a record
   * @return the effect; an exception instead is a failure as with a record: the timer is tried
   *     again and then lies in quarantine
   */
  default Effect onTimer(ByteString key, Timer timer, Context context) {
    throw new IllegalStateException(
        "timer '"
            + timer.name()
            + "' ("
            + timer.kind()
            + ") is due, and the processor has no onTimer (expected: a processor that sets timers"
            + " overrides onTimer)");
  }

  /**
   * Answers a question to a key's state and changes nothing; called between two batches. The answer
   * is told once everything that the key's state and timers hold is committed; the watermark may be
   * ahead of what is. A call that goes past the policy's deadline is interrupted and has failed.
   *
   * @param key whose state is asked
   * @param question what is asked, in a form that the job sets
   * @param context what is known of the key at present, timers included
   * @return the answer, at most {@code millrace.partition.ask.answer-bytes-max}; an exception
   *     instead is told to whoever asked, and does no harm to records
   */
  default ByteString answer(ByteString key, ByteString question, Context context) {
    throw new IllegalStateException(
        "question of "
            + question.size()
            + " bytes: the processor has no answer (expected: a processor that can be asked"
            + " overrides answer)");
  }
}
