// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What was settled before the first byte was written: with the request it decides every byte.
 *
 * @param jobId the job's id
 * @param stage name of the stage
 * @param positions per partition, in the order of the export
 */
public record ExportPlan(UUID jobId, String stage, List<LogPart> positions, ExportLayout layout) {
  public ExportPlan {
    positions = List.copyOf(positions);
  }

  /** For each partition the last block that the export has. */
  Map<Integer, Long> ends() {
    return positions.stream()
        .collect(Collectors.toMap(LogPart::partition, LogPart::upToBlock, (one, other) -> other));
  }

  /** How many blocks there are to read. */
  long blocks() {
    return positions.stream().mapToLong(p -> p.upToBlock() - p.afterBlock()).sum();
  }
}
