// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.routing;

import io.millrace.partition.StageRun;

/** Whether this node may run a job's partitions. */
public sealed interface Admission {
  /** It may; what it runs. */
  record Admitted(StageRun run) implements Admission {}

  /**
   * It may not.
   *
   * @param reason in words for people
   */
  record Refused(String reason) implements Admission {}
}
