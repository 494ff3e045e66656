// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

/** Where a job stands in its life. All but {@link #RUNNING} take no records. */
public enum JobPhase {
  /** It takes records. */
  RUNNING,
  /** Somebody, or its error budget, stopped it. */
  PAUSED,
  /** What it took in before is being committed. */
  DRAINING,
  /** Everything it ever took in is committed. */
  DRAINED,
  /** What it stored is being removed; there is no way back. */
  DELETING
}
