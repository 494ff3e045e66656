// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.block.Packs.Logged;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs that were written once stay readable for ever. */
final class GoldenPackTest {
  private static final int LENGTH_BYTES = 4;

  /** SHA-256 over the log up to the golden packs' last block. */
  private static final String CHAIN =
      "cb8783fa9a820f07c74691435908810398131e1c4beac3514febcc8f4d8a25d4";

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd"})
  void givenGoldenPack_whenRead_thenItsBlocksAreKnown(String codec) throws IOException {
    ByteString file = read("/golden/pack-v1-" + codec + ".bin");
    int length = file.asReadOnlyByteBuffer().getInt();
    Pack pack = Pack.open(file.substring(LENGTH_BYTES, LENGTH_BYTES + length));

    List<PackedBlock> blocks =
        pack.blocks(file.substring(LENGTH_BYTES + length), BlockLimits.DEFAULT);

    assertThat(blocks).hasSize(Packs.everyVersion().size());
    List<Logged> log = Packs.log(3, Packs.everyVersion());
    for (int i = 0; i < blocks.size(); i++) {
      PackedBlock one = blocks.get(i);
      assertThat(
              BlockDecoder.decode(
                  one.header(), one.body(), BodyForm.PLAIN, BlockLimits.DEFAULT, Dictionaries.NONE))
          .isEqualTo(log.get(i).block());
    }
    assertThat(hex(blocks.get(blocks.size() - 1).header().chain())).isEqualTo(CHAIN);
  }

  private static String hex(ByteString bytes) {
    var hex = new StringBuilder();
    for (byte b : bytes) {
      hex.append(String.format("%02x", b));
    }
    return hex.toString();
  }

  private static ByteString read(String name) throws IOException {
    try (InputStream in = GoldenPackTest.class.getResourceAsStream(name)) {
      return ByteString.readFrom(Objects.requireNonNull(in, name));
    }
  }

  /**
   * Made the golden files, once: 4 bytes length of the header, header, body. Run it for a new
   * version only.
   *
   * @param args the folder
   */
  public static void main(String[] args) throws IOException {
    List<Logged> log = Packs.log(3, Packs.everyVersion());
    for (String codec : List.of("none", "lz4", "zstd")) {
      var encoder = new PackEncoder(BlockLimits.DEFAULT, Codecs.byName(codec));
      EncodedPack pack = encoder.encode(Packs.sources(log));
      var length = new Output(LENGTH_BYTES, LENGTH_BYTES);
      length.i32(pack.header().size());
      ByteString file =
          ByteString.copyFrom(length.array()).concat(pack.header()).concat(pack.body());
      Files.write(Path.of(args[0], "pack-v1-" + codec + ".bin"), file.toByteArray());
    }
    System.out.println(hex(BlockHeader.decode(log.get(log.size() - 1).header()).chain()));
  }
}
