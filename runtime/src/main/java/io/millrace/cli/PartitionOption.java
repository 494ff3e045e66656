// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.JobEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of a job's partitions a command is about. A picocli mixin. */
final class PartitionOption {
  @Option(names = "--partition", description = "Only this partition (default: all).")
  private @Nullable Integer partition;

  /** Their numbers; CALLER if the job has no such partition. */
  List<Integer> of(JobEntry entry) {
    List<Integer> numbers = entry.numbers();
    if (partition == null) {
      return numbers;
    }
    if (!numbers.contains(partition)) {
      throw MillraceException.of(Kind.CALLER, "no such partition")
          .with("--partition", partition)
          .with("expected", numbers);
    }
    return List.of(partition);
  }
}
