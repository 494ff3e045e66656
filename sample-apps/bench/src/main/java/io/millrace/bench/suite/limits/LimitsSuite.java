// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.limits;

import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.Limits;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.SuiteCommand;
import io.millrace.bench.suite.SuiteRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** The suite {@code limits}. */
@Command(
    name = Limits.SUITE,
    description = {
      "What this machine can do at most. stream: records through gRPC to an Armeria server in a",
      "process of its own, which acknowledges and drops them; client: the same sent by Millrace's",
      "client, which numbers, keeps and pairs them with their acknowledgements. commits: bytes",
      "written to Cassandra as a block and committed by a compare-and-set, nothing made of them",
      "before; a record is a commit. memory-copy: all cores copy from memory to memory; a record is",
      "one MiB."
    },
    mixinStandardHelpOptions = true)
public final class LimitsSuite extends SuiteCommand {
  /** Length of a block that is committed, in bytes. */
  static final String BLOCK_BYTES = "block-bytes";

  /** Partitions that commit at the same time, each one block after the other. */
  static final String PARTITIONS = "partitions";

  /** Streams at the same time. */
  static final String PRODUCERS = "producers";

  /** MiB that are copied. */
  static final String COPIED_MIB = "copied-mib";

  private static final List<Integer> VALUE_BYTES = List.of(100, 200, 1_024, 10_240);
  private static final List<Integer> BLOCKS = List.of(1_024, 16_384, 131_072);
  private static final long STREAM_BYTES = 400_000_000;
  private static final long RECORDS_MAX = 2_000_000;
  private static final int COMMITS = 2_000;
  private static final int PARTITIONS_AT_ONCE = 16;
  private static final int COPIED = 20_000;
  private static final int SMOKE_SHARE = 200;

  @Override
  public List<String> peers() {
    return List.of();
  }

  @Override
  protected void measure(SuiteRun run) throws IOException, InterruptedException {
    try (var copy = new MemoryCopy()) {
      run.race(List.of(copy), copies(run));
    }
    List<Load> streams = streams(run);
    try (var stream = new BareStream(run.folder());
        var client = new ClientStream(run.folder())) {
      run.race(List.<Contender>of(stream, client), streams);
    }
    List<Load> loads = run.wanted(commits(run));
    if (!loads.isEmpty()) {
      try (BenchDatabase database = run.database();
          var commits = new BareCommits(database)) {
        run.race(List.of(commits), loads);
      }
    }
  }

  private static List<Load> copies(SuiteRun run) {
    return List.of(Load.named("memory copy").with(COPIED_MIB, scaled(COPIED, run)));
  }

  private static List<Load> streams(SuiteRun run) {
    var loads = new ArrayList<Load>();
    for (int bytes : run.isSmoke() ? VALUE_BYTES.subList(1, 2) : VALUE_BYTES) {
      loads.add(
          Load.named("value-bytes=" + bytes)
              .with(Load.RECORDS, scaled(Math.min(RECORDS_MAX, STREAM_BYTES / bytes), run))
              .with(Load.VALUE_BYTES, bytes)
              .with(PRODUCERS, Runtime.getRuntime().availableProcessors()));
    }
    return loads;
  }

  private static List<Load> commits(SuiteRun run) {
    var loads = new ArrayList<Load>();
    for (int bytes : run.isSmoke() ? BLOCKS.subList(1, 2) : BLOCKS) {
      loads.add(
          Load.named("block-bytes=" + bytes)
              .with(Load.RECORDS, scaled(COMMITS, run))
              .with(BLOCK_BYTES, bytes)
              .with(PARTITIONS, PARTITIONS_AT_ONCE));
    }
    return loads;
  }

  private static long scaled(long count, SuiteRun run) {
    return run.isSmoke() ? Math.max(1, count / SMOKE_SHARE) : count;
  }
}
