// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import java.util.List;

/**
 * The stages of a registered job, beside the partitions of the first one.
 *
 * @param source name of the stage that takes what is submitted
 * @param further the stages behind it, in the job's order
 * @param sink name of the stage whose results are the job's
 */
public record StageMaps(String source, List<StageMap> further, String sink) {
  /** The name of the only stage of a job that does not name its stages. */
  public static final String MAIN = "main";

  /** No stage but the source. */
  public static final StageMaps NONE = new StageMaps(MAIN, List.of(), MAIN);

  public StageMaps {
    further = List.copyOf(further);
  }
}
