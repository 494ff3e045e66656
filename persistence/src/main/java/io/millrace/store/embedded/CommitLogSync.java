// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

/** When a write that Cassandra acknowledged is on the disk rather than in the operating system. */
public enum CommitLogSync {
  /**
   * Every 10 s. An acknowledged write survives the death of every process, {@code kill -9}
   * included, because the operating system has it; a power cut may take the last seconds. Fastest:
   * the default of the embedded server, which has no replica to lose its promises to.
   */
  PERIODIC,
  /**
   * Before the acknowledgement, for all writes of 10 ms together. Survives a power cut as well, and
   * costs each commit up to that long twice.
   */
  GROUP
}
