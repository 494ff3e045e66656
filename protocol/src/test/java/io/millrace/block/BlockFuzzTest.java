// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.MillraceException.Kind.CORRUPT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import io.millrace.codec.Dictionary;
import io.millrace.codec.ZstdCodec;
import io.millrace.codec.ZstdDictionaryCodec;
import io.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Hands damaged blocks to every reader: nothing but CORRUPT may come out, whatever the damage.
 * More: {@code -Dmillrace.fuzz.inputs=1000000}, {@code -Dmillrace.fuzz.first=<seed>}.
 */
final class BlockFuzzTest {
  private static final int INPUTS = Integer.getInteger("millrace.fuzz.inputs", 50_000);
  private static final long FIRST = Long.getLong("millrace.fuzz.first", 1);
  private static final BlockLimits LIMITS = new BlockLimits(1 << 20, 50_000);
  private static final Dictionary DICTIONARY =
      Dictionary.of(Blocks.utf8(ColumnBlocks.json(new Random(3), 3)));
  private static final Dictionaries DICTIONARIES =
      id -> {
        if (id == DICTIONARY.id()) {
          return DICTIONARY;
        }
        throw Dictionaries.unknown(id);
      };

  @Test
  void givenAnyDamage_whenRead_thenCorruptOrABlockButNothingElse() {
    List<BlockDamage> blocks = blocks();
    Map<String, Integer> checks = new TreeMap<>();
    int read = 0;
    for (long seed = FIRST; seed < FIRST + INPUTS; seed++) {
      var random = new Random(seed);
      var damaged = blocks.get(random.nextInt(blocks.size())).damage(random);
      try {
        readAll(damaged, random);
        read++;
      } catch (MillraceException e) {
        assertThat(e.kind()).as("seed %s", seed).isEqualTo(CORRUPT);
        assertThat(e.facts())
            .as("seed %s", seed)
            .containsKeys("partition", "block", "check", "expected", "actual");
        checks.merge(e.facts().getOrDefault("check", ""), 1, Integer::sum);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
    }

    // Damage that only checksums refuse would show nothing of the checks behind them.
    assertThat(checks.keySet()).as("read %s, refused %s", read, checks).hasSizeGreaterThan(30);
    assertThat(checks.getOrDefault("header crc32c", 0)).isLessThan(INPUTS / 4);
  }

  private static void readAll(BlockDamage.Damaged damaged, Random random) {
    var header = BlockHeader.decode(damaged.header());
    var body = damaged.body();
    switch (random.nextInt(4)) {
      case 0 -> {
        var columns = BlockDecoder.columns(header, body, LIMITS, DICTIONARIES);
        for (int i = 0; i < columns.size(); i += 1 + random.nextInt(5)) {
          columns.value(i);
          columns.eventTimeMs(i);
          columns.tag(i);
        }
        for (String name : columns.fieldNames()) {
          var field = columns.field(name);
          for (int i = 0; field != null && i < columns.size(); i++) {
            if (field.has(i)) {
              field.type(i);
            }
          }
        }
      }
      case 1 -> BlockDecoder.results(header, body, LIMITS, DICTIONARIES);
      default -> BlockDecoder.decode(header, body, LIMITS, DICTIONARIES);
    }
  }

  private static List<BlockDamage> blocks() {
    var plans =
        List.of(
            ColumnPlan.of(Codecs.byName("none")),
            ColumnPlan.of(ZstdCodec.ofLevel(1)),
            ColumnPlan.of(Codecs.byName("lz4")),
            ColumnPlan.of(Codecs.byName("zstd"))
                .with(ColumnKind.VALUE, ZstdDictionaryCodec.of(DICTIONARY, 3)));
    List<BlockDamage> blocks = new ArrayList<>();
    for (ColumnPlan plan : plans) {
      blocks.add(new BlockDamage(ColumnBlocks.small(), plan));
      blocks.add(new BlockDamage(ColumnBlocks.full(), plan));
      for (int seed = 0; seed < 40; seed++) {
        blocks.add(new BlockDamage(ColumnBlocks.random(new Random(seed)), plan));
      }
    }
    return blocks;
  }
}
