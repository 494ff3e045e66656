// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.owned;

import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockLimits;
import io.millrace.codec.Codecs;
import io.millrace.partition.PartitionSettings;
import io.millrace.partition.Term;
import io.millrace.processor.Processor;
import io.millrace.skip.SkipEncoder;
import io.millrace.store.BlockLog;
import io.millrace.store.Stores;
import io.millrace.store.Timers;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the partitions of a benchmark share, as those of a node do. Thread-safe.
 *
 * @param log the stores' log, or one around it
 * @param codecs decodes, encodes, replays: one thread for each processor
 */
public record Workbench(
    BlockLog log,
    Stores stores,
    PartitionSettings settings,
    Processor processor,
    ExecutorService codecs)
    implements AutoCloseable {

  /** With threads of its own, which end when it is closed. */
  public Workbench(BlockLog log, Stores stores, PartitionSettings settings, Processor processor) {
    this(
        log,
        stores,
        settings,
        processor,
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors()));
  }

  /** What a term uses. */
  public Term.Services services() {
    return new Term.Services(
        log,
        stores.snapshots(),
        new BlockEncoder(BlockLimits.DEFAULT),
        new SkipEncoder(settings.index()),
        Codecs.byName(settings.codec()),
        BlockLimits.DEFAULT,
        codecs,
        Timers.SYSTEM,
        () -> ThreadLocalRandom.current().nextLong(),
        System::currentTimeMillis,
        UUID::randomUUID,
        settings);
  }

  @Override
  public void close() {
    codecs.shutdown();
  }
}
