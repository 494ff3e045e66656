// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.DataRecord;
import java.util.Optional;

/**
 * Sees each call of a partition's processor begin and end, and may end one that takes too long.
 * Called by the partition's owner only, from one thread at a time.
 */
public interface CallWatch {
  /** Lets every call take as long as it likes: for where time is not the clock's. */
  CallWatch OFF =
      new CallWatch() {
        @Override
        public void begin(String producer, DataRecord record) {}

        @Override
        public Optional<DeadlineException> end() {
          return Optional.empty();
        }

        @Override
        public void close() {}
      };

  /** The processor is called with this record, in this thread, now; {@link #end} follows. */
  void begin(String producer, DataRecord record);

  /**
   * The call is over, in the thread in which it began, however it ended. From here on the thread is
   * not interrupted on the call's behalf, nor does it look interrupted.
   *
   * @return why the call failed, whatever it came to, if it was interrupted
   */
  Optional<DeadlineException> end();

  /** No call follows for long. */
  void close();
}
