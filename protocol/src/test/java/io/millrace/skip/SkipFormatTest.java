// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.skip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Entries that were ever written stay readable, and damaged ones are named. */
final class SkipFormatTest {
  private static final String GOLDEN = "/golden/skip-v1.bin";

  private static ByteString golden() {
    return new SkipEncoder(SkipSettings.DEFAULT)
        .encode(SkipResults.golden(), List.of("bytes", "lang"));
  }

  private static ByteString read() throws IOException {
    try (InputStream in = SkipFormatTest.class.getResourceAsStream(GOLDEN)) {
      return ByteString.readFrom(Objects.requireNonNull(in, GOLDEN));
    }
  }

  @Test
  void givenTheGoldenEntry_whenDecoded_thenItsContentIsKnown() throws IOException {
    SkipEntry entry = SkipEntry.decode(SkipResults.PARTITION, 1, read());

    assertThat(entry.results()).isEqualTo(3);
    assertThat(entry.mainResults()).isEqualTo(2);
    assertThat(entry.fieldNames()).containsExactly("bytes", "first seen", "kept", "lang", "score");
    assertThat(entry.mayHaveKey(SkipResults.utf8("doc-2"))).isTrue();
    assertThat(entry.mayHaveKey(SkipResults.utf8("doc-1x"))).isFalse();
    FieldSkip lang = Objects.requireNonNull(entry.field("lang"));
    assertThat(lang.present()).isEqualTo(2);
    assertThat(lang.mayEqual("grüße")).isTrue();
    assertThat(lang.mayEqual("en")).isFalse();
  }

  @Test
  void givenTheGoldenResults_whenEncodedOrDecodedAndEncoded_thenBytesAreIdentical()
      throws IOException {
    ByteString stored = read();

    assertThat(golden()).isEqualTo(stored);
    assertThat(SkipFormat.encode(SkipEntry.decode(SkipResults.PARTITION, 1, stored)))
        .isEqualTo(stored);
  }

  @Test
  void givenAnEntry_whenCutOrFlippedAnywhere_thenRefusedByName() {
    byte[] whole = golden().toByteArray();
    for (int i = 0; i < whole.length; i++) {
      refused(ByteString.copyFrom(whole, 0, i), "check=");
      byte[] flipped = whole.clone();
      flipped[i] ^= 1;
      refused(ByteString.copyFrom(flipped), "check=");
    }
    refused(ByteString.copyFrom(whole).concat(ByteString.copyFrom(new byte[1])), "check=");
    refused(ByteString.copyFrom(new byte[SkipEntry.BYTES_MAX + 1]), "check=length");
  }

  @Test
  void givenWrongBytesUnderARightChecksum_whenDecoded_thenRefusedOrReadNeverElse() {
    byte[] whole = golden().toByteArray();
    var random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] changed = whole.clone();
      int changes = 1 + random.nextInt(4);
      for (int k = 0; k < changes; k++) {
        changed[5 + random.nextInt(whole.length - 9)] = (byte) random.nextInt(256);
      }
      checksum(changed);
      try {
        SkipEntry entry = SkipEntry.decode(SkipResults.PARTITION, 1, ByteString.copyFrom(changed));
        entry.mayHaveKey(SkipResults.utf8("doc-1"));
        for (String name : entry.fieldNames()) {
          Objects.requireNonNull(entry.field(name)).mayEqual(7);
        }
      } catch (MillraceException e) {
        assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(50_000);
  }

  @Test
  void givenAnUnknownVersion_whenDecoded_thenItIsNamed() {
    byte[] changed = golden().toByteArray();
    changed[4] = 2;
    checksum(changed);

    refused(ByteString.copyFrom(changed), "check=version, expected=1, actual=2");
  }

  private static void checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    ByteBuffer.wrap(bytes, bytes.length - 4, 4).putInt((int) crc.getValue());
  }

  private static void refused(ByteString bytes, String check) {
    assertThatThrownBy(() -> SkipEntry.decode(SkipResults.PARTITION, 42, bytes))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.CORRUPT);
              assertThat(e)
                  .hasMessageContaining("skip index entry is damaged")
                  .hasMessageContaining("block=42")
                  .hasMessageContaining(check);
            });
  }

  /**
   * Made the golden file, once. Never run it over an old file.
   *
   * @param args the file to write
   */
  public static void main(String[] args) throws IOException {
    Files.write(Path.of(args[0]), golden().toByteArray());
  }
}
