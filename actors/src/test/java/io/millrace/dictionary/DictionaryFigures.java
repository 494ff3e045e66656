// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockLimits;
import io.millrace.block.ColumnKind;
import io.millrace.block.ColumnPlan;
import io.millrace.codec.Codec;
import io.millrace.codec.CodecCost;
import io.millrace.codec.DictionaryTrainer;
import io.millrace.codec.ZstdCodec;
import io.millrace.codec.ZstdDictionaryCodec;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.zip.ZipFile;

/**
 * Prints what dictionaries do for generated JSON records and for the texts in the class path's
 * jars, by size of block and of dictionary: the figures of {@code docs/compression.md}. Half of the
 * blocks are learnt from, the other half is measured; times are the thread's own.
 */
final class DictionaryFigures {
  private static final int LEVEL = ZstdCodec.LEVEL_DEFAULT;
  private static final int DATA_BYTES = 8 << 20;
  private static final List<String> SERVICES =
      List.of("checkout", "search", "catalogue", "billing", "auth", "shipping");
  private static final List<String> EVENTS =
      List.of("order placed", "payment authorised", "item added to cart", "parcel handed over");
  private static final LongSupplier CPU =
      ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;

  private DictionaryFigures() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException {
    System.out.printf(
        "%-5s %7s %7s | %9s %9s %9s %7s | %11s %11s | %9s %9s %9s%n",
        "data",
        "block",
        "dict",
        "column",
        "without",
        "with",
        "gain",
        "enc MB/s",
        "dec MB/s",
        "zstd rows",
        "columns",
        "with");
    for (int blockBytes : new int[] {2 << 10, 8 << 10, 64 << 10, 256 << 10}) {
      for (int dictionaryBytes : new int[] {16 << 10, 64 << 10}) {
        print("json", json(), blockBytes, dictionaryBytes);
        print("text", texts(), blockBytes, dictionaryBytes);
      }
    }
  }

  private static List<String> json() {
    var random = new Random(1);
    var values = new ArrayList<String>();
    for (int bytes = 0; bytes < DATA_BYTES; bytes += values.get(values.size() - 1).length()) {
      values.add(
          String.format(
              "{\"time\":\"2026-11-27T%02d:%02d:%02d.%03dZ\",\"service\":\"%s\",\"event\":\"%s\","
                  + "\"user\":%d,\"session\":\"%016x\",\"amount\":%d.%02d,\"host\":\"node-%d\"}",
              random.nextInt(24),
              random.nextInt(60),
              random.nextInt(60),
              random.nextInt(1_000),
              SERVICES.get(random.nextInt(SERVICES.size())),
              EVENTS.get(random.nextInt(EVENTS.size())),
              random.nextInt(1_000_000),
              random.nextLong(),
              random.nextInt(1_000),
              random.nextInt(100),
              random.nextInt(40)));
    }
    return values;
  }

  private static List<String> texts() throws IOException {
    var values = new ArrayList<String>();
    int bytes = 0;
    for (String jar : System.getProperty("java.class.path").split(":")) {
      if (jar.endsWith(".jar") && bytes < DATA_BYTES) {
        try (var zip = new ZipFile(jar)) {
          for (var entry : Collections.list(zip.entries())) {
            if (entry.getName().matches("(?i).*(LICENSE|NOTICE|\\.(txt|md|html|xml|conf|proto))")) {
              for (String line :
                  new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
                      .split("\n", -1)) {
                if (line.length() > 20) {
                  values.add(line);
                  bytes += line.length();
                }
              }
            }
          }
        }
      }
    }
    Collections.shuffle(values, new Random(2));
    return values;
  }

  private static List<Block> blocks(List<String> values, int blockBytes) {
    var blocks = new ArrayList<Block>();
    var results = new ArrayList<ResultRecord>();
    var random = new Random(3);
    int bytes = 0;
    for (String value : values) {
      var key = ByteString.copyFromUtf8("user-" + random.nextInt(1_000_000));
      results.add(
          new ResultRecord(
              ResultRecord.MAIN,
              key,
              ByteString.copyFromUtf8(value),
              1_795_000_000_000L + blocks.size() * 100L + results.size(),
              Fields.EMPTY));
      bytes += value.length();
      if (bytes >= blockBytes) {
        blocks.add(
            new Block(
                new PartitionId(new UUID(1, 2), 0),
                blocks.size() + 1,
                new Epoch(1),
                1,
                results.size(),
                results,
                List.of(),
                List.of()));
        results.clear();
        bytes = 0;
      }
    }
    return blocks;
  }

  private static void print(String data, List<String> values, int blockBytes, int dictionaryBytes) {
    List<Block> blocks = blocks(values, blockBytes);
    var plain = ColumnPlan.of(ZstdCodec.ofLevel(LEVEL));
    var encoder = new BlockEncoder(BlockLimits.DEFAULT);
    var samples = blocks.stream().map(b -> new Sample(encoder.encode(b, plain), plain)).toList();
    List<byte[]> pieces =
        Objects.requireNonNull(Sample.pieces(samples).get(new ColumnName(ColumnKind.VALUE, "")));
    int half = pieces.size() / 2;
    int learnt = Math.min(half, Math.max(1, (4 << 20) / blockBytes));
    var trained = new DictionaryTrainer(dictionaryBytes, LEVEL).train(pieces.subList(0, learnt));
    if (trained.isEmpty()) {
      System.out.printf("%-5s %7d %7d | none%n", data, blockBytes, dictionaryBytes);
      return;
    }
    Codec with = ZstdDictionaryCodec.of(trained.get(), LEVEL);
    List<byte[]> heldOut = pieces.subList(half, pieces.size());
    CodecCost a = cost(ZstdCodec.ofLevel(LEVEL), heldOut);
    CodecCost b = cost(with, heldOut);
    long rows = 0;
    long columns = 0;
    long columnsWith = 0;
    var plan = plain.with(ColumnKind.VALUE, with);
    for (Block block : blocks.subList(half, blocks.size())) {
      rows += rows(block);
      columns += encoder.encode(block, plain).bytes().size();
      columnsWith += encoder.encode(block, plan).bytes().size();
    }
    System.out.printf(
        "%-5s %7d %7d | %9d %9d %9d %6.1f%% | %5.0f %5.0f %5.0f %5.0f | %9d %9d %9d%n",
        data,
        blockBytes,
        trained.get().bytes().size(),
        a.rawBytes(),
        a.storedBytes(),
        b.storedBytes(),
        100.0 * (a.storedBytes() - b.storedBytes()) / a.storedBytes(),
        1e3 * a.rawBytes() / a.encodeNanos(),
        1e3 * b.rawBytes() / b.encodeNanos(),
        1e3 * a.rawBytes() / a.decodeNanos(),
        1e3 * b.rawBytes() / b.decodeNanos(),
        rows,
        columns,
        columnsWith);
  }

  private static CodecCost cost(Codec codec, List<byte[]> pieces) {
    CodecCost.of(codec, pieces, CPU);
    return CodecCost.of(codec, pieces, CPU);
  }

  /** The same block as lines of key, time and value, compressed as a whole. */
  private static long rows(Block block) {
    var lines = new ByteArrayOutputStream();
    for (ResultRecord result : block.results()) {
      lines.writeBytes(result.key().toByteArray());
      lines.writeBytes(("\t" + result.eventTimeMs() + "\t").getBytes(StandardCharsets.UTF_8));
      lines.writeBytes(result.value().toByteArray());
      lines.write('\n');
    }
    byte[] raw = lines.toByteArray();
    return ZstdCodec.ofLevel(LEVEL).compress(raw, 0, raw.length).size();
  }
}
