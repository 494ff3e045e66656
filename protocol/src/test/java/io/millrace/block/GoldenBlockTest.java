// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionary;
import io.millrace.codec.ZstdDictionaryCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of every version that was ever written stay readable for ever. */
final class GoldenBlockTest {
  private static final List<String> CODECS = List.of("none", "zstd", "lz4");

  /** What the golden files of each version hold, from version 1 to version 4. */
  private static final List<Block> CONTENTS =
      List.of(Blocks.small(), Blocks.quarantined(), Blocks.typed(), Blocks.timed());

  /** What the golden files of version 5 hold, by the middle of their names. */
  private static final Map<String, Block> BY_COLUMN =
      Map.of("small", ColumnBlocks.small(), "full", ColumnBlocks.full());

  private static final Dictionary DICTIONARY =
      Dictionary.of(Blocks.utf8("value 1, value 2, \"action\":\"click\",\"price\":"));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void givenBlockOfAnyVersion_whenDecoded_thenItsContentIsKnown(int version) {
    for (String codec : CODECS) {
      var golden = read(version, codec);

      var block = BlockDecoder.decode(golden.header(), golden.body(), BlockLimits.DEFAULT);

      assertThat(block).as(codec).isEqualTo(CONTENTS.get(version - 1));
      assertThat(golden.header().previousChain()).isEqualTo(Blocks.chain());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void givenTheGoldenBlock_whenEncodedWithoutCodec_thenBytesAreIdentical(int version) {
    var golden = read(version, "none");

    var encoded = Blocks.encode(CONTENTS.get(version - 1), Codecs.byName("none"));

    assertThat(encoded.header().encode()).isEqualTo(golden.header().encode());
    assertThat(encoded.header().encode().byteAt(4)).isEqualTo((byte) version);
    assertThat(encoded.body()).isEqualTo(golden.body());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 700de4813b1bcf77257a57cd5108e8c4082d60d1f78a3db5b7048155be86c5e1",
    "2, 53557a7cc4015d63ec04ccca451e00f45bd734f20aefc31551c45bc73fb37a8f",
    "3, 9025ea194185e4b82b0474a02ccd76f09482cfa5ffe958cb94216584d087dcb8",
    "4, dc28e614a8c403c8de18d8fd1b2e26b16b65faa807b084db48ff2966a4bbed75"
  })
  void givenTheGoldenHeader_whenChained_thenTheHashIsKnown(int version, String hash) {
    assertThat(HexFormat.of().formatHex(read(version, "none").header().chain().toByteArray()))
        .isEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4", "dictionary"})
  void givenBlockByColumn_whenDecoded_thenItsContentIsKnown(String codec) {
    for (var content : BY_COLUMN.entrySet()) {
      var golden = read("block-v5-" + content.getKey() + "-" + codec);

      var block =
          BlockDecoder.decode(
              golden.header(), golden.body(), BlockLimits.DEFAULT, id -> DICTIONARY);

      assertThat(golden.header().encode().byteAt(4)).isEqualTo((byte) 5);
      assertThat(block).as(content.getKey()).isEqualTo(content.getValue());
      boolean named = codec.equals("dictionary") && content.getKey().equals("full");
      assertThat(golden.header().dictionaryIds())
          .isEqualTo(named ? List.of(DICTIONARY.id()) : List.of());
    }
  }

  private static Blocks.Encoded read(int version, String codec) {
    return read("block-v" + version + "-" + codec);
  }

  private static Blocks.Encoded read(String file) {
    String name = "/golden/" + file + ".bin";
    try (var in = GoldenBlockTest.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      var bytes = ByteString.readFrom(in);
      int headerLength = bytes.asReadOnlyByteBuffer().getInt();
      var header = bytes.substring(4, 4 + headerLength);
      return new Blocks.Encoded(BlockHeader.decode(header), bytes.substring(4 + headerLength));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Made the golden files, once: 4 bytes length of the header, header, body. Run it for a new
   * version only, and never over an old file.
   *
   * @param args the folder to write to
   */
  public static void main(String[] args) throws IOException {
    for (var content : BY_COLUMN.entrySet()) {
      for (String codec : List.of("none", "zstd", "lz4", "dictionary")) {
        var body = Blocks.ENCODER.encode(content.getValue(), plan(codec));
        var header = BlockHeader.of(content.getValue(), body, Blocks.chain()).encode();
        var length = ByteString.copyFrom(ByteBuffer.allocate(4).putInt(header.size()).flip());
        var file = Path.of(args[0], "block-v5-" + content.getKey() + "-" + codec + ".bin");
        Files.write(file, length.concat(header).concat(body.bytes()).toByteArray());
      }
    }
  }

  private static ColumnPlan plan(String codec) {
    return codec.equals("dictionary")
        ? ColumnPlan.of(Codecs.byName("zstd"))
            .with(ColumnKind.VALUE, ZstdDictionaryCodec.of(DICTIONARY, 3))
        : ColumnPlan.of(Codecs.byName(codec));
  }
}
