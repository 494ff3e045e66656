// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.typesafe.config.ConfigFactory;
import io.millrace.block.Block;
import io.millrace.block.BlockLimits;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.cold.RocksColdStore;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.CallWatch;
import io.millrace.partition.PartitionCore;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionSettings;
import io.millrace.partition.Recovery;
import io.millrace.partition.Routes;
import io.millrace.partition.SnapshotCut;
import io.millrace.partition.StateBudget;
import io.millrace.partition.StateSettings;
import io.millrace.processor.Effect;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Processor;
import io.millrace.processor.TimePolicy;
import io.millrace.store.memory.InMemoryStores;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a partition's keys take, and cost, within and beyond its memory. */
@Command(
    name = "state",
    description = {
      "Fills a partition alone, without a node or a store around it, with keys that have a state;",
      "then changes keys at random, and counts. Once with all of them in memory, once within",
      "--memory-max and the others in a RocksDB on disk. Keys have 16 bytes. Give the JVM room."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class StateCommand implements CliCommand {
  private static final int BATCH = 500;
  private static final ProducerEpoch OPENING = new ProducerEpoch(1, 1);

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--keys",
      defaultValue = "1000000",
      description = "Keys, each with a state (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--state-bytes",
      defaultValue = "16",
      description = "Length of each state (default: ${DEFAULT-VALUE}).")
  private int stateBytes;

  @Option(
      names = "--changes",
      defaultValue = "500000",
      description = "Records to keys at random afterwards (default: ${DEFAULT-VALUE}).")
  private int changes;

  @Option(
      names = "--memory-max",
      defaultValue = "64MiB",
      description = "The budget of the second run (default: ${DEFAULT-VALUE}).")
  private String memoryMax;

  @Option(
      names = "--folder",
      defaultValue = ".millrace/bench/state",
      description = "Where cold keys lie; local and fast (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Override
  public Integer call() {
    if (keys < 1 || stateBytes < 8 || changes < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--keys %d --state-bytes %d --changes %d (expected: 1, 8, 1 up)"
              .formatted(keys, stateBytes, changes));
    }
    var table =
        new Table(
            "memory-max-bytes",
            "keys",
            "heap-bytes",
            "heap-bytes-per-key",
            "counted-bytes",
            "disk-bytes",
            "fill-us-per-record",
            "change-us-per-record");
    long max = ConfigFactory.parseMap(Map.of("max", memoryMax)).getBytes("max");
    measure(table, 1L << 44);
    measure(table, max);
    table.print(spec.commandLine().getOut(), output.isJson());
    return 0;
  }

  private void measure(Table table, long max) {
    var settings = new StateSettings(max, 1L << 40, 64 << 20, folder);
    try (var budget =
        new StateBudget(max, settings.diskMax(), () -> RocksColdStore.open(settings))) {
      long before = usedHeap();
      var partition = new Partition(budget);
      double fill = partition.run(keys, i -> i);
      long heap = usedHeap() - before;
      long counted = budget.memoryUsed();
      long disk = budget.diskUsed();
      var random = new SplittableRandom(1);
      double change = partition.run(changes, i -> random.nextInt(keys));
      long known = partition.core.figures().keys();
      table.add(max, known, heap, (double) heap / known, counted, disk, fill, change);
    }
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    // The collector may need more than one go at what the run before left.
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  private interface Keys {
    int key(int i);
  }

  private Processor counter() {
    return (record, context) -> {
      long count = context.state().map(s -> s.asReadOnlyByteBuffer().getLong()).orElse(0L) + 1;
      byte[] state = ByteBuffer.allocate(stateBytes).putLong(count).array();
      return Effect.builder().setState(UnsafeByteOperations.unsafeWrap(state)).build();
    };
  }

  /** A partition whose blocks are committed as soon as they are sealed, and thrown away. */
  private final class Partition implements PartitionCore.Effects<String> {
    private final PartitionCore<String> core;
    private final ArrayDeque<Block> sealed = new ArrayDeque<>();
    private long sequence;

    private Partition(StateBudget budget) {
      var stores = new InMemoryStores();
      var id = new PartitionId(UUID.randomUUID(), 0);
      var settings = PartitionSettings.from(ConfigFactory.load());
      core =
          new Recovery<String>(
                  stores.blocks(), stores.snapshots(), BlockLimits.DEFAULT, 1 << 20, Runnable::run)
              .recover(
                  id,
                  () ->
                      new PartitionCore<>(
                          id,
                          counter(),
                          ErrorPolicy.DEFAULT,
                          TimePolicy.DEFAULT,
                          settings,
                          Routes.NONE,
                          CallWatch.OFF,
                          budget.open()))
              .toCompletableFuture()
              .join()
              .core();
    }

    /** Microseconds per record. */
    private double run(int records, Keys which) {
      long nanos = 0;
      for (int done = 0; done < records; done += BATCH) {
        List<DataRecord> batch = new ArrayList<>(BATCH);
        long previous = sequence;
        for (int i = done; i < Math.min(records, done + BATCH); i++) {
          batch.add(
              new DataRecord(
                  ++sequence,
                  ByteString.copyFromUtf8("key-%012d".formatted(which.key(i))),
                  ByteString.EMPTY,
                  DataRecord.NO_EVENT_TIME,
                  Fields.EMPTY));
        }
        long start = System.nanoTime();
        core.append("bench", OPENING, previous, 0, batch, "bench", 1_000, this);
        core.lingered(1_000, this);
        while (!sealed.isEmpty()) {
          core.committed(sealed.remove().sequence(), 1, 1, 1_000, this);
        }
        nanos += System.nanoTime() - start;
      }
      return nanos / 1e3 / records;
    }

    @Override
    public void reply(String caller, PartitionReply reply) {
      if (!(reply instanceof PartitionReply.Committed)) {
        throw new IllegalStateException("not committed: " + reply);
      }
    }

    @Override
    public void seal(Block block) {
      sealed.add(block);
    }

    @Override
    public void startLinger(Duration wait) {
      // Every batch is sealed at once.
    }

    @Override
    public void startRetry(Duration wait) {
      throw new IllegalStateException("processor failed");
    }

    @Override
    public void startTimers(Duration wait) {
      throw new IllegalStateException("timer set (expected: the processor sets none)");
    }

    @Override
    public boolean isPaused() {
      return false;
    }

    @Override
    public void snapshot(SnapshotCut cut) {
      core.snapshotEnded(false, 0);
    }
  }
}
