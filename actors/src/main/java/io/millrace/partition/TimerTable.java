// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.TimeKind;

/** A partition's timers. */
final class TimerTable {
  /** Which timer. */
  record Id(ByteString key, TimeKind kind, String name) {}
}
