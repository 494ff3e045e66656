// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.MillraceException.Kind.CORRUPT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codecs;
import io.millrace.model.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Hands damaged packs to the reader: nothing but CORRUPT may come out, whatever the damage. More:
 * {@code -Dmillrace.fuzz.packs=1000000}, {@code -Dmillrace.fuzz.first=<seed>}.
 */
final class PackFuzzTest {
  private static final int INPUTS = Integer.getInteger("millrace.fuzz.packs", 6_000);
  private static final long FIRST = Long.getLong("millrace.fuzz.first", 1);
  private static final BlockLimits LIMITS = new BlockLimits(1 << 20, 50_000);
  private static final int CRC_BYTES = 4;

  /** Where the first byte of a pack's header behind magic and version lies. */
  private static final int CONTENT_OFFSET = 5;

  @Test
  void givenAnyDamage_whenRead_thenCorruptNamingPackAndReason() {
    List<EncodedPack> packs = packs();
    Map<String, Integer> checks = new TreeMap<>();
    for (long seed = FIRST; seed < FIRST + INPUTS; seed++) {
      var random = new Random(seed);
      EncodedPack pack = packs.get(random.nextInt(packs.size()));
      EncodedPack damaged = damage(pack, packs, random);
      try {
        List<PackedBlock> blocks = Pack.open(damaged.header()).blocks(damaged.body(), LIMITS);
        // What no checksum can refuse is whole: bytes that were never damaged, or another pack.
        assertThat(blocks).as("seed %s", seed).isNotEmpty();
      } catch (MillraceException e) {
        assertThat(e.kind()).as("seed %s", seed).isEqualTo(CORRUPT);
        assertThat(e.facts())
            .as("seed %s", seed)
            .containsKeys("partition", "pack", "check", "cause");
        checks.merge(e.facts().getOrDefault("check", ""), 1, Integer::sum);
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
    }

    // Damage that only checksums refuse would show nothing of the checks behind them.
    assertThat(checks.keySet()).as("%s", checks).hasSizeGreaterThan(12);
    assertThat(checks.getOrDefault("pack header crc32c", 0)).isLessThan(INPUTS / 3);
  }

  private static EncodedPack damage(EncodedPack pack, List<EncodedPack> others, Random random) {
    ByteString header = pack.header();
    ByteString body = pack.body();
    switch (random.nextInt(8)) {
      case 0 -> header = flipped(header, random);
      case 1 -> body = flipped(body, random);
      case 2 -> header = header.substring(0, random.nextInt(header.size()));
      case 3 -> body = body.substring(0, random.nextInt(body.size()));
      case 4 -> body = others.get(random.nextInt(others.size())).body();
      case 5 -> header = lying(header, random);
      default -> header = sealed(flipped(header, random));
    }
    return new EncodedPack(pack.first(), pack.last(), header, body);
  }

  /** Other numbers where lengths, counts and codec stand, and the checksum right. */
  private static ByteString lying(ByteString header, Random random) {
    byte[] bytes = header.toByteArray();
    int at = CONTENT_OFFSET + random.nextInt(60);
    bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(4) : random.nextInt());
    return sealed(ByteString.copyFrom(bytes));
  }

  private static ByteString flipped(ByteString bytes, Random random) {
    byte[] copy = bytes.toByteArray();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return ByteString.copyFrom(copy);
  }

  private static ByteString sealed(ByteString header) {
    ByteString content = header.substring(0, header.size() - CRC_BYTES);
    var out = new Output(header.size(), Pack.HEADER_BYTES_MAX);
    out.rawBytes(content);
    out.i32(Checksums.crc32c(content));
    return ByteString.copyFrom(out.array(), 0, out.length());
  }

  private static List<EncodedPack> packs() {
    var packs = new ArrayList<EncodedPack>();
    for (String codec : List.of("none", "zstd", "lz4")) {
      var encoder = new PackEncoder(LIMITS, Codecs.byName(codec));
      packs.add(encoder.encode(Packs.sources(Packs.log(1, Packs.everyVersion()))));
      for (int seed = 0; seed < 10; seed++) {
        packs.add(encoder.encode(Packs.sources(Packs.log(2, few(new Random(seed))))));
      }
    }
    return packs;
  }

  private static List<Block> few(Random random) {
    var blocks = Packs.random(random);
    return blocks.subList(0, Math.min(3, blocks.size()));
  }
}
