// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.CORRUPT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.model.MillraceException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CodecTest {
  private static final int MAX = 1 << 20;

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenBytesOfAnyLength_whenCompressedInPlace_thenTheyComeBack(String name) {
    var codec = Codecs.byName(name);
    var random = new Random(7);
    for (int length : new int[] {0, 1, 2, 15, 64, 1_000, 70_000, MAX}) {
      byte[] around = new byte[length + 10];
      random.nextBytes(around);
      Arrays.fill(around, 3, 3 + length / 2, (byte) 'a');
      byte[] raw = Arrays.copyOfRange(around, 3, 3 + length);

      byte[] stored = codec.compress(around, 3, length).toByteArray();

      assertThat(codec.decompress(stored, 0, stored.length, length, MAX)).isEqualTo(raw);
      byte[] shifted = new byte[stored.length + 5];
      System.arraycopy(stored, 0, shifted, 4, stored.length);
      assertThat(codec.decompress(shifted, 4, stored.length, length, MAX)).isEqualTo(raw);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenCompressedBytes_whenDeclaredLengthIsWrong_thenCorrupt(String name) {
    var codec = Codecs.byName(name);
    byte[] stored = codec.compress(new byte[5_000], 0, 5_000).toByteArray();

    for (int declared : new int[] {Integer.MIN_VALUE, -1, 0, 4_999, 5_001, Integer.MAX_VALUE}) {
      assertCorrupt(codec, stored, declared);
    }
    assertThatThrownBy(() -> codec.decompress(stored, 0, stored.length, 5_000, 4_999))
        .hasMessageContaining("declared raw length");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "lz4"})
  void givenCompressedBytes_whenCutShort_thenCorrupt(String name) {
    var codec = Codecs.byName(name);
    byte[] raw =
        IntStream.range(0, 200).mapToObj(i -> "word" + i % 7).toList().toString().getBytes(UTF_8);
    byte[] stored = codec.compress(raw, 0, raw.length).toByteArray();

    for (int length = 0; length < stored.length; length++) {
      assertCorrupt(codec, Arrays.copyOf(stored, length), raw.length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd", "lz4"})
  void givenFewBytes_whenTheyDeclareManyRaw_thenRefusedBeforeAllocating(String name) {
    var codec = Codecs.byName(name);
    byte[] stored = codec.compress(new byte[100], 0, 100).toByteArray();

    // An array of this length would end the test with an OutOfMemoryError, limit or not.
    var refusal =
        catchThrowableOfType(
            MillraceException.class,
            () -> codec.decompress(stored, 0, stored.length, Integer.MAX_VALUE, Integer.MAX_VALUE));

    assertThat(refusal.kind()).isEqualTo(CORRUPT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd", "lz4"})
  void givenCompressedBytes_whenAnyByteChanges_thenCorruptOrAsManyBytes(String name) {
    var codec = Codecs.byName(name);
    byte[] raw = "the same again and ".repeat(100).getBytes(UTF_8);
    byte[] stored = codec.compress(raw, 0, raw.length).toByteArray();
    for (int i = 0; i < stored.length; i++) {
      for (int bits = 1; bits < 256; bits++) {
        byte[] damaged = stored.clone();
        damaged[i] ^= (byte) bits;

        try {
          assertThat(codec.decompress(damaged, 0, damaged.length, raw.length, MAX))
              .hasSize(raw.length);
        } catch (MillraceException e) {
          assertThat(e.kind()).isEqualTo(CORRUPT);
        }
      }
    }
  }

  @Test
  void givenZstdFrame_whenAnotherFollows_thenCorrupt() {
    var zstd = Codecs.byName("zstd");
    byte[] frame = zstd.compress(new byte[100], 0, 100).toByteArray();
    byte[] two = Arrays.copyOf(frame, 2 * frame.length);
    System.arraycopy(frame, 0, two, frame.length, frame.length);

    assertCorrupt(zstd, two, 100);
    assertCorrupt(zstd, two, 200);
  }

  @Test
  void givenTwoZstdLevels_whenOneWrites_thenTheOtherReads() {
    byte[] raw = new byte[10_000];
    byte[] stored = ZstdCodec.ofLevel(19).compress(raw, 0, raw.length).toByteArray();

    assertThat(ZstdCodec.ofLevel(1).decompress(stored, 0, stored.length, raw.length, MAX))
        .isEqualTo(raw);
    assertThatIllegalArgumentException().isThrownBy(() -> ZstdCodec.ofLevel(20));
  }

  @Test
  void givenStoredIds_whenLookedUp_thenTheyNeverChange() {
    assertThat(Codecs.byId(0).name()).isEqualTo("none");
    assertThat(Codecs.byId(1).name()).isEqualTo("zstd");
    assertThat(Codecs.byId(2).name()).isEqualTo("lz4");
  }

  @Test
  void givenUnknownCodec_whenLookedUp_thenIdIsCorruptAndNameIsTheCallers() {
    var byId = catchThrowableOfType(MillraceException.class, () -> Codecs.byId(3));
    var byName = catchThrowableOfType(MillraceException.class, () -> Codecs.byName("gzip"));

    assertThat(byId.kind()).isEqualTo(CORRUPT);
    assertThat(byId).hasMessageContaining("actual=3");
    assertThat(byName.kind()).isEqualTo(CALLER);
    assertThat(byName).hasMessageContaining("[none, zstd, lz4]").hasMessageContaining("gzip");
  }

  @Test
  void givenOneCodec_whenManyThreadsUseIt_thenEachGetsItsOwnBack() {
    var zstd = Codecs.byName("zstd");

    var good =
        IntStream.range(0, 2_000)
            .parallel()
            .filter(
                i -> {
                  byte[] raw = ("record " + i).repeat(1 + i % 50).getBytes(UTF_8);
                  byte[] stored = zstd.compress(raw, 0, raw.length).toByteArray();
                  return Arrays.equals(
                      raw, zstd.decompress(stored, 0, stored.length, raw.length, MAX));
                })
            .count();

    assertThat(good).isEqualTo(2_000);
  }

  private static void assertCorrupt(Codec codec, byte[] stored, int declared) {
    var refusal =
        catchThrowableOfType(
            MillraceException.class,
            () -> codec.decompress(stored, 0, stored.length, declared, MAX));
    assertThat(refusal).as("%s bytes declared as %s", stored.length, declared).isNotNull();
    assertThat(refusal.kind()).isEqualTo(CORRUPT);
    assertThat(refusal.facts()).containsKeys("codec", "check", "expected", "actual");
  }
}
