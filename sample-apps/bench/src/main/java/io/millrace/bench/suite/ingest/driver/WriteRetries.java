// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.ingest.driver;

import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;

/**
 * When an insert is sent again. The driver's own policy gives up on the first timeout of a write,
 * idempotent or not, unless it is a logged batch's; ours write the same once more, which a busy
 * database needs. Each of them waited for the database's timeout before, so no pause is needed.
 */
final class WriteRetries {
  /** How often one insert or batch is sent again. */
  static final int MAX = 4;

  private WriteRetries() {}

  /**
   * @param before how often it was sent again already
   * @return whether it may be sent once more: the database had no time, and it is not yet enough
   */
  static boolean isWorthOneMore(Throwable failure, int before) {
    return before < MAX
        && (failure instanceof WriteTimeoutException || failure instanceof OverloadedException);
  }
}
