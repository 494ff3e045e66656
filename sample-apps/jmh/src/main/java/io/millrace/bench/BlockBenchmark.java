// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.google.protobuf.ByteString;
import io.millrace.bench.suite.codec.BlockData;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.ColumnPlan;
import io.millrace.block.EncodedBody;
import io.millrace.block.ResultColumns;
import io.millrace.codec.Dictionaries;
import io.millrace.codec.ZstdCodec;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Blocks of 1,000 records; with {@code -prof gc} also the bytes allocated for each record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class BlockBenchmark {
  private static final int RECORDS = 1_000;
  private static final int BLOCKS = 20;
  private static final PartitionId PARTITION = new PartitionId(new UUID(1, 2), 0);

  /** Which records. */
  @Param({"JSON", "ACCESS", "CLASSES", "TEXTS"})
  public String data = "JSON";

  private final BlockEncoder encoder = new BlockEncoder(BlockLimits.DEFAULT);
  private final BlockEncoder checking = BlockEncoder.checking(BlockLimits.DEFAULT);
  private final ColumnPlan plan = ColumnPlan.of(ZstdCodec.ofLevel(ZstdCodec.LEVEL_DEFAULT));
  private final List<Block> blocks = new ArrayList<>();
  private final List<BlockHeader> headers = new ArrayList<>();
  private final List<ByteString> bodies = new ArrayList<>();
  private int next;

  /** Makes the blocks. */
  @Setup
  public void make() throws IOException {
    BlockData made = BlockData.valueOf(data);
    List<ResultRecord> all = made.results(RECORDS * BLOCKS);
    Collections.shuffle(all, new Random(1));
    for (int i = 0; i + RECORDS <= all.size(); i += RECORDS) {
      List<ResultRecord> results = made.ordered(all.subList(i, i + RECORDS));
      var block = new Block(PARTITION, 1, new Epoch(1), 0, RECORDS, results, List.of(), List.of());
      EncodedBody body = encoder.encode(block, plan);
      blocks.add(block);
      headers.add(BlockHeader.of(block, body, ByteString.EMPTY));
      bodies.add(body.bytes());
    }
  }

  private int take() {
    next = next + 1 < blocks.size() ? next + 1 : 0;
    return next;
  }

  /** Encodes a block. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public EncodedBody encode() {
    return encoder.encode(blocks.get(take()), plan);
  }

  /** Encodes a block and reads it back, as a node does. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public EncodedBody encodeChecked() {
    return checking.encode(blocks.get(take()), plan);
  }

  /** Decodes a block to objects that stand alone. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public Block decode() {
    int i = take();
    return BlockDecoder.decode(headers.get(i), bodies.get(i), BlockLimits.DEFAULT);
  }

  /** Reads keys and values by column, as a query does. */
  @Benchmark
  @OperationsPerInvocation(RECORDS)
  public long scan() {
    int i = take();
    ResultColumns columns =
        BlockDecoder.columns(headers.get(i), bodies.get(i), BlockLimits.DEFAULT, Dictionaries.NONE);
    long bytes = 0;
    for (int r = 0; r < columns.size(); r++) {
      bytes += columns.key(r).size() + columns.value(r).size();
    }
    return bytes;
  }
}
