// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types that the tests of serdes write and read. */
final class Samples {
  private Samples() {}

  /** An account as version 1 of its job kept it. */
  record AccountV1(String owner, long balance) {
    static final AccountV1 ADA = new AccountV1("Ada", 1_815);
  }

  /** The same in version 2. */
  record AccountV2(String owner, long balance, List<String> labels) {
    static AccountV2 of(AccountV1 old) {
      return new AccountV2(old.owner(), old.balance(), List.of("migrated"));
    }
  }

  /** What happened to an account. */
  sealed interface Event permits Paid, Closed {}

  record Paid(long cents, @Nullable Event before) implements Event {}

  record Closed(Instant at, Map<String, Integer> votes) implements Event {}

  /** A class that no serde of the tests knows. */
  record Stranger(int number) {}

  /** Holds anything. */
  record Box(Object content) {}
}
