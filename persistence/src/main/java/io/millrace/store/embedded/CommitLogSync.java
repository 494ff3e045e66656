// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

/** When a write that Cassandra acknowledged is in its commit log for good. */
public enum CommitLogSync {
  /**
   * Marked as part of the log every 100 ms, on the disk every 10 s; both behind the
   * acknowledgement. <b>Does not keep the promise:</b> a replay stops at the last mark, so a server
   * that is killed forgets what it acknowledged in the last 100 ms, and more on a busy machine,
   * though the bytes are in the file; a power cut takes the last seconds.
   */
  PERIODIC,
  /** On the disk before the acknowledgement, for all writes of 10 ms together. */
  GROUP,
  /** On the disk before the acknowledgement, together with whatever came during the last sync. */
  BATCH
}
