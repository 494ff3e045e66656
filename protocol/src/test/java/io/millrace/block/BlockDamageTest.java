// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.MillraceException.Kind.CORRUPT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.codec.NoCodec;
import io.millrace.codec.ZstdCodec;
import io.millrace.model.MillraceException;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BlockDamageTest {
  /** One of each version that is written row by row. */
  private static final List<Block> BLOCKS =
      List.of(Blocks.small(), Blocks.quarantined(), Blocks.typed(), Blocks.timed());

  /** The same and one by column. */
  private static final List<Block> ALL =
      Stream.concat(BLOCKS.stream(), Stream.of(ColumnBlocks.small())).toList();

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenSmallBlock_whenCutAnywhere_thenCorrupt(String codec) {
    for (Block block : ALL) {
      var encoded = Blocks.encode(block, Codecs.byName(codec));
      var header = encoded.header().encode();

      for (int length = 0; length < header.size(); length++) {
        assertCorrupt(header.substring(0, length), encoded.body());
      }
      for (int length = 0; length < encoded.body().size(); length++) {
        assertCorrupt(header, encoded.body().substring(0, length));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenSmallBlock_whenAnyBitFlips_thenCorrupt(String codec) {
    for (Block block : ALL) {
      var encoded = Blocks.encode(block, Codecs.byName(codec));
      var header = encoded.header().encode();

      for (int bit = 0; bit < 8; bit++) {
        for (int i = 0; i < header.size(); i++) {
          assertCorrupt(flip(header, i, 1 << bit), encoded.body());
        }
        for (int i = 0; i < encoded.body().size(); i++) {
          assertCorrupt(header, flip(encoded.body(), i, 1 << bit));
        }
      }
    }
  }

  @Test
  void givenBytesAfterTheEnd_whenDecoded_thenCorrupt() {
    var encoded = Blocks.encode(Blocks.small(), NoCodec.INSTANCE);
    var more = ByteString.copyFrom(new byte[1]);
    var raw = encoded.body().concat(more);

    assertCorrupt(encoded.header().encode().concat(more), encoded.body());
    assertCorrupt(encoded.header().encode(), raw);
    assertThat(assertCorrupt(sealed(Blocks.small(), raw, NoCodec.INSTANCE), raw).facts())
        .containsEntry("check", "body end")
        .containsEntry("partition", Blocks.PARTITION.toString())
        .containsEntry("block", "3")
        .containsEntry("actual", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenAnyRawBytes_whenSealedWithGoodChecksums_thenReadOrCorruptButNothingElse(String codec) {
    for (int seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      Block block = BLOCKS.get(seed % BLOCKS.size());
      byte[] raw = Blocks.encode(block, NoCodec.INSTANCE).body().toByteArray();
      for (int i = random.nextInt(4); i >= 0; i--) {
        raw[random.nextInt(raw.length)] = (byte) (random.nextInt() >> random.nextInt(32));
      }
      var stored = Codecs.byName(codec).compress(raw, 0, raw.length);
      var header = sealed(block, ByteString.copyFrom(raw), Codecs.byName(codec));

      var outcome = catchThrowable(() -> BlockDecoder.decode(header, stored, BlockLimits.DEFAULT));

      if (outcome != null) {
        assertThat(outcome).as("seed %s", seed).isInstanceOf(MillraceException.class);
        assertThat(((MillraceException) outcome).kind()).isEqualTo(CORRUPT);
      }
    }
  }

  @Test
  void givenRawBytesThatDecode_whenEncodedAgain_thenTheyAreTheSame() {
    for (Block good : BLOCKS) {
      var body = Blocks.encode(good, NoCodec.INSTANCE).body();
      for (int i = 0; i < body.size(); i++) {
        var raw = flip(body, i, 1);
        var header = sealed(good, raw, NoCodec.INSTANCE);

        var outcome =
            catchThrowable(
                () -> {
                  var block = BlockDecoder.decode(header, raw, BlockLimits.DEFAULT);
                  assertThat(Blocks.encode(block, NoCodec.INSTANCE).body()).isEqualTo(raw);
                });

        if (outcome != null) {
          assertThat(outcome).as("byte %s", i).isInstanceOf(MillraceException.class);
        }
      }
    }
  }

  @Test
  void givenFewBytesThatDeclareMany_whenDecoded_thenRefusedByTheLimit() {
    var encoded = Blocks.encode(Blocks.small(), ZstdCodec.ofLevel(3));
    var header = withRawLength(encoded.header(), Integer.MAX_VALUE);

    var refusal = assertCorrupt(header.encode(), encoded.body());

    assertThat(refusal.facts())
        .containsEntry("check", "raw length")
        .containsEntry("expected", "at most " + BlockLimits.RAW_BYTES_CEILING)
        .containsEntry("actual", "2147483647");
  }

  @Test
  void givenZstdBomb_whenItInflatesBeyondWhatIsDeclared_thenCorrupt() {
    byte[] zeros = new byte[64 << 20];
    var bomb = ZstdCodec.ofLevel(1).compress(zeros, 0, zeros.length);
    var small = Blocks.encode(Blocks.small(), ZstdCodec.ofLevel(3)).header();
    var header =
        with(
            small, 1_000, bomb.size(), crc32c(bomb), small.resultCount(), small.counts().changes());

    var refusal = assertCorrupt(header.encode(), bomb);

    assertThat(refusal).hasMessageContaining("raw length stated by the frame");
  }

  @Test
  void givenCountsThatTheBytesCannotHold_whenDecoded_thenRefusedBeforeAllocating() {
    var encoded = Blocks.encode(Blocks.small(), NoCodec.INSTANCE);
    var small = encoded.header();
    int crc = small.bodyCrc32c();
    var results = with(small, small.rawLength(), small.storedLength(), crc, 900_000, 3);
    var changes = with(small, small.rawLength(), small.storedLength(), crc, 3, 900_000);
    var beyond = with(small, small.rawLength(), small.storedLength(), crc, 3, 1_000_001);

    assertThat(assertCorrupt(results.encode(), encoded.body()))
        .hasMessageContaining("check=result count");
    assertThat(assertCorrupt(changes.encode(), encoded.body()))
        .hasMessageContaining("check=change count");
    assertThat(assertCorrupt(beyond.encode(), encoded.body()))
        .hasMessageContaining("expected=at most 1000000");
  }

  @Test
  void givenUnknownVersionOrCodec_whenDecoded_thenCorruptAndNamed() {
    var encoded = Blocks.encode(Blocks.small(), NoCodec.INSTANCE);

    var version = assertCorrupt(resealed(encoded.header(), b -> b[4] = 6), encoded.body());
    var codec = assertCorrupt(resealed(encoded.header(), b -> b[5] = 9), encoded.body());
    var codecRange = assertCorrupt(resealed(encoded.header(), b -> b[5] = -1), encoded.body());
    var magic = assertCorrupt(resealed(encoded.header(), b -> b[0] = 'X'), encoded.body());

    assertThat(version).hasMessageContaining("check=format version, expected=1 to 5, actual=6");
    assertThat(codec).hasMessageContaining("unknown codec id").hasMessageContaining("actual=9");
    assertThat(codecRange).hasMessageContaining("codecId: 255");
    assertThat(magic).hasMessageContaining("check=magic");
  }

  private static MillraceException assertCorrupt(ByteString header, ByteString body) {
    var outcome = catchThrowable(() -> BlockDecoder.decode(header, body, BlockLimits.DEFAULT));
    assertThat(outcome).isInstanceOf(MillraceException.class);
    var refusal = (MillraceException) outcome;
    assertThat(refusal.kind()).isEqualTo(CORRUPT);
    assertThat(refusal.facts()).containsKeys("partition", "block", "check", "expected", "actual");
    return refusal;
  }

  private static ByteString flip(ByteString bytes, int place, int bits) {
    byte[] copy = bytes.toByteArray();
    copy[place] ^= (byte) bits;
    return ByteString.copyFrom(copy);
  }

  /** A header whose every checksum is right for these bytes, not compressed. */
  static ByteString sealed(Block block, byte[] raw) {
    return sealed(block, ByteString.copyFrom(raw), NoCodec.INSTANCE);
  }

  /** A header whose every checksum is right for these raw bytes. */
  private static ByteString sealed(Block block, ByteString raw, Codec codec) {
    byte[] bytes = raw.toByteArray();
    var stored = codec.compress(bytes, 0, bytes.length);
    var body =
        new EncodedBody(
            stored,
            codec.id(),
            bytes.length,
            crc32c(stored),
            Checksums.xxh64(bytes, bytes.length),
            BlockCounts.of(block),
            BodyFormat.needsTypes(block));
    return BlockHeader.of(block, body, Blocks.chain()).encode();
  }

  /** The header's bytes after an edit, with their checksum right again. */
  private static ByteString resealed(BlockHeader header, Consumer<byte[]> edit) {
    byte[] bytes = header.encode().toByteArray();
    edit.accept(bytes);
    int crc = crc32c(ByteString.copyFrom(bytes, 0, bytes.length - 4));
    for (int i = 1; i <= 4; i++) {
      bytes[bytes.length - i] = (byte) (crc >>> (8 * (i - 1)));
    }
    return ByteString.copyFrom(bytes);
  }

  private static BlockHeader withRawLength(BlockHeader h, int rawLength) {
    return with(
        h, rawLength, h.storedLength(), h.bodyCrc32c(), h.resultCount(), h.counts().changes());
  }

  private static BlockHeader with(
      BlockHeader h, int rawLength, int storedLength, int crc, int results, int changes) {
    return new BlockHeader(
        h.partition(),
        h.sequence(),
        h.epoch(),
        h.previousChain(),
        h.committedAtMs(),
        h.recordCount(),
        new BlockCounts(
            results,
            changes,
            h.counts().quarantine(),
            h.counts().timers(),
            h.counts().outbox(),
            h.counts().delivered()),
        h.typedFields(),
        h.marks(),
        h.expired(),
        h.watermarkMs(),
        h.codecId(),
        rawLength,
        storedLength,
        crc,
        h.rawXxh64(),
        h.columns());
  }

  private static int crc32c(ByteString bytes) {
    var crc = new CRC32C();
    crc.update(bytes.toByteArray());
    return (int) crc.getValue();
  }
}
