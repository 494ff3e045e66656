// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

/** Which clock a timer goes by. */
public enum TimeKind {
  /** The partition's event-time watermark. */
  EVENT,
  /** The clock of the partition's owner. */
  PROCESSING
}
