// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
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
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.codec.Dictionaries;
import io.millrace.codec.ZstdCodec;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the block format costs and gains beside zstd alone over the same bytes. */
@Command(
    name = "block",
    description = {
      "Encodes and decodes blocks on one thread, in turns with zstd alone in a loop over the same",
      "bytes (keys and values), at the same level, by the processor's time. Stored bytes beside",
      "blocks row by row and one stream."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BlockCommand implements CliCommand {
  private static final int WARM_UP = 10;
  private static final PartitionId PARTITION = new PartitionId(new UUID(1, 2), 0);

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--records",
      defaultValue = "1000",
      description = "Records a block (default: ${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--blocks",
      defaultValue = "40",
      description = "Blocks a round (default: ${DEFAULT-VALUE}).")
  private int blocks;

  @Option(
      names = "--rounds",
      defaultValue = "7",
      description = "Measured rounds, after " + WARM_UP + " more (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--level",
      defaultValue = "3",
      description = "The level of zstd (default: ${DEFAULT-VALUE}).")
  private int level;

  /** One block in its forms. */
  private static final class Case {
    private final Block block;
    private final byte[] plain;
    private final EncodedBody body;
    private final BlockHeader header;

    Case(Block block, byte[] plain, EncodedBody body, BlockHeader header) {
      this.block = block;
      this.plain = plain;
      this.body = body;
      this.header = header;
    }
  }

  private final BlockEncoder encoder = new BlockEncoder(BlockLimits.DEFAULT);
  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Keeps what is measured from being optimised away. */
  private long seen;

  @Override
  public Integer call() throws IOException {
    if (records < 8 || blocks < 1 || rounds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--records %d --blocks %d --rounds %d (expected: 8 up, 1 up, 1 up)"
              .formatted(records, blocks, rounds));
    }
    compressor.setLevel(level);
    var table =
        new Table(
            "data",
            "record-bytes",
            "plain-bytes",
            "columns-bytes",
            "rows-bytes",
            "stream-bytes",
            "encode-mb-s",
            "zstd-mb-s",
            "encode-percent",
            "decode-mb-s",
            "scan-mb-s",
            "unzstd-mb-s",
            "decode-percent",
            "scan-percent",
            "encode-alloc-b",
            "decode-alloc-b",
            "api-alloc-b");
    for (BlockData data : BlockData.values()) {
      measure(data, table);
    }
    table.print(spec.commandLine().getOut(), output.isJson());
    return seen == 0 ? 1 : 0;
  }

  private void measure(BlockData data, Table table) throws IOException {
    ColumnPlan plan = ColumnPlan.of(ZstdCodec.ofLevel(level));
    ColumnPlan asRows = ColumnPlan.rows(ZstdCodec.ofLevel(level));
    List<Case> cases = cases(data, plan);
    long plain = cases.stream().mapToLong(c -> c.plain.length).sum();
    long columns = cases.stream().mapToLong(c -> c.body.bytes().size()).sum();
    columns += cases.stream().mapToLong(c -> c.header.encode().size()).sum();
    long rows = 0;
    for (Case each : cases) {
      EncodedBody body = encoder.encode(each.block, asRows);
      rows += body.bytes().size();
      rows += BlockHeader.of(each.block, body, ByteString.EMPTY).encode().size();
    }
    var times = new double[5][rounds];
    var allocated = new long[3];
    for (int round = -WARM_UP; round < rounds; round++) {
      int at = Math.max(0, round);
      long before = threads.getCurrentThreadAllocatedBytes();
      times[0][at] = time(() -> cases.forEach(c -> use(encoder.encode(c.block, plan).rawLength())));
      allocated[0] = threads.getCurrentThreadAllocatedBytes() - before;
      times[1][at] = time(() -> compressAll(cases));
      before = threads.getCurrentThreadAllocatedBytes();
      times[2][at] = time(() -> cases.forEach(this::decode));
      allocated[1] = threads.getCurrentThreadAllocatedBytes() - before;
      List<byte[]> compressed = cases.stream().map(c -> compressor.compress(c.plain)).toList();
      times[3][at] = time(() -> decompressAll(cases, compressed));
      times[4][at] = time(() -> cases.forEach(this::scan));
      before = threads.getCurrentThreadAllocatedBytes();
      cases.forEach(c -> use(copy(c.block)));
      allocated[2] = threads.getCurrentThreadAllocatedBytes() - before;
    }
    for (double[] each : times) {
      Arrays.sort(each);
    }
    double mega = plain / 1e6;
    double perRecord = (double) records * cases.size();
    table.add(
        data.label(),
        plain / perRecord,
        plain,
        columns,
        rows,
        stream(cases),
        mega / middle(times[0]),
        mega / middle(times[1]),
        100 * middle(times[1]) / middle(times[0]),
        mega / middle(times[2]),
        mega / middle(times[4]),
        mega / middle(times[3]),
        100 * middle(times[3]) / middle(times[2]),
        100 * middle(times[3]) / middle(times[4]),
        allocated[0] / perRecord,
        allocated[1] / perRecord,
        allocated[2] / perRecord);
  }

  private double middle(double[] sorted) {
    return sorted[rounds / 2];
  }

  /** Seconds of the processor, so that other programs at work do not count. */
  private double time(Runnable work) {
    long start = threads.getCurrentThreadCpuTime();
    work.run();
    return (threads.getCurrentThreadCpuTime() - start) / 1e9;
  }

  private void use(long value) {
    seen += value + 1;
  }

  private void compressAll(List<Case> cases) {
    byte[] target = new byte[0];
    for (Case each : cases) {
      byte[] plain = each.plain;
      int bound = (int) Zstd.compressBound(plain.length);
      target = target.length < bound ? new byte[bound] : target;
      use(compressor.compressByteArray(target, 0, bound, plain, 0, plain.length));
    }
  }

  private void decompressAll(List<Case> cases, List<byte[]> compressed) {
    byte[] target = new byte[0];
    for (int i = 0; i < cases.size(); i++) {
      int length = cases.get(i).plain.length;
      target = target.length < length ? new byte[length] : target;
      byte[] stored = compressed.get(i);
      use(decompressor.decompressByteArray(target, 0, length, stored, 0, stored.length));
    }
  }

  private void decode(Case each) {
    use(BlockDecoder.decode(each.header, each.body.bytes(), BlockLimits.DEFAULT).results().size());
  }

  /** Every key and value by column, without making a record of them. */
  private void scan(Case each) {
    ResultColumns columns =
        BlockDecoder.columns(
            each.header, each.body.bytes(), BlockLimits.DEFAULT, Dictionaries.NONE);
    for (int i = 0; i < columns.size(); i++) {
      use(columns.key(i).size() + columns.value(i).size());
    }
  }

  /** The same results as objects of their own: what the API's answer takes at least. */
  private static int copy(Block block) {
    var list = new ArrayList<ResultRecord>(block.results().size());
    for (ResultRecord result : block.results()) {
      list.add(
          new ResultRecord(
              result.tag(),
              ByteString.copyFrom(result.key().asReadOnlyByteBuffer()),
              ByteString.copyFrom(result.value().asReadOnlyByteBuffer()),
              result.eventTimeMs(),
              result.fields()));
    }
    return list.size();
  }

  private long stream(List<Case> cases) {
    int length = cases.stream().mapToInt(c -> c.plain.length).sum();
    var all = new byte[length];
    int at = 0;
    for (Case each : cases) {
      System.arraycopy(each.plain, 0, all, at, each.plain.length);
      at += each.plain.length;
    }
    return compressor.compress(all).length;
  }

  private List<Case> cases(BlockData data, ColumnPlan plan) throws IOException {
    List<ResultRecord> all = data.results(records * blocks);
    Collections.shuffle(all, new java.util.Random(1));
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i + records <= all.size(); i += records) {
      cases.add(of(data.ordered(all.subList(i, i + records)), plan));
    }
    return cases;
  }

  private Case of(List<ResultRecord> results, ColumnPlan plan) {
    var block =
        new Block(PARTITION, 1, new Epoch(1), 0, results.size(), results, List.of(), List.of());
    var plain = ByteString.newOutput();
    for (ResultRecord result : results) {
      try {
        result.key().writeTo(plain);
        result.value().writeTo(plain);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    EncodedBody body = encoder.encode(block, plan);
    return new Case(
        block,
        plain.toByteString().toByteArray(),
        body,
        BlockHeader.of(block, body, ByteString.EMPTY));
  }
}
