// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks written by the first release stay readable for ever. */
final class GoldenBlockTest {
  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenBlockOfVersion1_whenDecoded_thenItsContentIsKnown(String codec) {
    var golden = read(codec);

    var block = BlockDecoder.decode(golden.header(), golden.body(), BlockLimits.DEFAULT);

    assertThat(block).isEqualTo(Blocks.small());
    assertThat(golden.header().previousChain()).isEqualTo(Blocks.chain());
  }

  @Test
  void givenTheGoldenBlock_whenEncodedWithoutCodec_thenBytesAreIdentical() {
    var golden = read("none");

    var encoded = Blocks.encode(Blocks.small(), Codecs.byName("none"));

    assertThat(encoded.header().encode()).isEqualTo(golden.header().encode());
    assertThat(encoded.body()).isEqualTo(golden.body());
  }

  @Test
  void givenTheGoldenHeader_whenChained_thenTheHashIsKnown() {
    assertThat(HexFormat.of().formatHex(read("none").header().chain().toByteArray()))
        .isEqualTo("700de4813b1bcf77257a57cd5108e8c4082d60d1f78a3db5b7048155be86c5e1");
  }

  private static Blocks.Encoded read(String codec) {
    try (var in = GoldenBlockTest.class.getResourceAsStream("/golden/block-v1-" + codec + ".bin")) {
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
    for (String codec : List.of("none", "zstd", "lz4")) {
      var encoded = Blocks.encode(Blocks.small(), Codecs.byName(codec));
      var header = encoded.header().encode();
      var length = ByteString.copyFrom(ByteBuffer.allocate(4).putInt(header.size()).flip());
      var file = Path.of(args[0], "block-v" + encoded.header().version() + "-" + codec + ".bin");
      Files.write(file, length.concat(header).concat(encoded.body()).toByteArray());
    }
  }
}
