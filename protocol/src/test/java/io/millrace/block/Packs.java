// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import io.millrace.codec.Dictionary;
import io.millrace.codec.ZstdCodec;
import io.millrace.codec.ZstdDictionaryCodec;
import io.millrace.model.Epoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Logs of blocks, and packs of them, for tests. */
final class Packs {
  static final Codec ZSTD = ZstdCodec.ofLevel(3);
  static final Dictionary DICTIONARY =
      Dictionary.of(Blocks.utf8(ColumnBlocks.json(new Random(3), 3)));
  static final Dictionaries DICTIONARIES =
      id -> {
        if (id == DICTIONARY.id()) {
          return DICTIONARY;
        }
        throw Dictionaries.unknown(id);
      };
  private static final List<ColumnPlan> PLANS =
      List.of(
          ColumnPlan.of(Codecs.byName("none")),
          ColumnPlan.of(ZSTD),
          ColumnPlan.rows(Codecs.byName("lz4")),
          ColumnPlan.of(ZSTD).with(ColumnKind.VALUE, ZstdDictionaryCodec.of(DICTIONARY, 3)));

  private Packs() {}

  /** A block of a log: its header and body as stored, and what they say. */
  record Logged(ByteString header, ByteString body, Block block) {
    PackEncoder.Source source() {
      return new PackEncoder.Source(header, block);
    }
  }

  static List<PackEncoder.Source> sources(List<Logged> log) {
    return log.stream().map(Logged::source).toList();
  }

  /** Blocks one after the other, as an owner writes them, each in another way. */
  static List<Logged> log(long first, List<Block> contents) {
    var log = new ArrayList<Logged>();
    ByteString chain = first == 1 ? ByteString.EMPTY : Blocks.chain();
    for (Block content : contents) {
      Block block = at(content, first + log.size());
      EncodedBody body = Blocks.ENCODER.encode(block, PLANS.get(log.size() % PLANS.size()));
      ByteString header = BlockHeader.of(block, body, chain).encode();
      chain = BlockHeader.chain(chain, header);
      log.add(new Logged(header, body.bytes(), block));
    }
    return log;
  }

  /** Blocks of every version, with everything that a block can hold. */
  static List<Block> everyVersion() {
    return List.of(
        Blocks.small(),
        Blocks.quarantined(),
        Blocks.typed(),
        Blocks.timed(),
        ColumnBlocks.small(),
        ColumnBlocks.full(),
        empty(),
        ColumnBlocks.full());
  }

  static Block empty() {
    return new Block(Blocks.PARTITION, 1, new Epoch(1), 0, 0, List.of(), List.of(), List.of());
  }

  /** Any blocks, chosen by the seed. */
  static List<Block> random(Random random) {
    var blocks = new ArrayList<Block>();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      blocks.add(random.nextInt(3) == 0 ? ColumnBlocks.random(random) : Blocks.random(random));
    }
    return blocks;
  }

  private static Block at(Block block, long sequence) {
    return new Block(
        Blocks.PARTITION,
        sequence,
        block.epoch(),
        block.committedAtMs(),
        block.recordCount(),
        block.results(),
        block.changes(),
        block.marks(),
        block.expired(),
        block.quarantine(),
        block.timers(),
        block.outbox(),
        block.delivered(),
        block.watermarkMs());
  }
}
