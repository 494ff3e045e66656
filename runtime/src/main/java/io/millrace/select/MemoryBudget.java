// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.select;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.util.concurrent.atomic.AtomicLong;

/** How much one query may hold at once. Counts about what objects take. Thread-safe. */
public final class MemoryBudget {
  private final String setting;
  private final long bytesMax;
  private final AtomicLong used = new AtomicLong();

  /**
   * @param setting what to change for more, for the refusal
   */
  public MemoryBudget(String setting, long bytesMax) {
    this.setting = setting;
    this.bytesMax = bytesMax;
  }

  /**
   * Takes some.
   *
   * @throws MillraceException CALLER naming the setting if there is not so much left
   */
  public void take(long bytes) {
    if (used.addAndGet(bytes) > bytesMax) {
      throw MillraceException.of(Kind.CALLER, "query needs more memory than it may have")
          .with("limit", setting)
          .with("value", bytesMax + " bytes")
          .with("expected", "fewer groups, a LIMIT, a narrower WHERE, or a higher setting");
    }
  }

  /** Gives some back. */
  public void give(long bytes) {
    used.addAndGet(-bytes);
  }

  /** About how many bytes are held now. */
  public long used() {
    return used.get();
  }
}
