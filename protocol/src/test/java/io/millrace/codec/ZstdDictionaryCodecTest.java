// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import static io.millrace.model.MillraceException.Kind.CORRUPT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.millrace.model.MillraceException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ZstdDictionaryCodecTest {
  private static final int MAX = 1 << 20;
  private static final Dictionary WORDS =
      Dictionary.of(
          ByteString.copyFromUtf8("{\"user\":\"\",\"action\":\"click\",\"page\":\"/home\",\"ok\":true}"));

  @Test
  void givenBytesOfAnyLength_whenCompressedByDictionary_thenTheyComeBack() {
    var codec = ZstdDictionaryCodec.of(WORDS, 3);
    var random = new Random(7);
    for (int length : new int[] {0, 1, 15, 64, 1_000, 70_000, MAX}) {
      byte[] raw = new byte[length];
      random.nextBytes(raw);
      Arrays.fill(raw, 0, length / 2, (byte) 'a');

      byte[] stored = codec.compress(raw, 0, length).toByteArray();

      assertThat(reader(WORDS).decompress(stored, 0, stored.length, length, MAX)).isEqualTo(raw);
    }
  }

  @Test
  void givenFewBytesLikeTheDictionary_whenCompressed_thenTheyTakeFewerThanWithoutIt() {
    byte[] raw = "{\"user\":\"u1\",\"action\":\"click\",\"page\":\"/home\",\"ok\":true}".getBytes(UTF_8);

    var with = ZstdDictionaryCodec.of(WORDS, 3).compress(raw, 0, raw.length);
    var without = ZstdCodec.ofLevel(3).compress(raw, 0, raw.length);

    assertThat(with.size()).isLessThan(without.size() / 2);
  }

  @Test
  void givenAnotherDictionary_whenDecompressed_thenCorruptOrOtherBytesButNothingElse() {
    byte[] raw = "{\"user\":\"u1\",\"action\":\"click\",\"page\":\"/home\"}".repeat(9).getBytes(UTF_8);
    byte[] stored = ZstdDictionaryCodec.of(WORDS, 3).compress(raw, 0, raw.length).toByteArray();
    for (int i = 1; i < 100; i++) {
      var other = Dictionary.of(ByteString.copyFrom(new byte[i]));

      try {
        assertThat(reader(other).decompress(stored, 0, stored.length, raw.length, MAX))
            .isNotEqualTo(raw);
      } catch (MillraceException e) {
        assertThat(e.kind()).isEqualTo(CORRUPT);
      }
    }
  }

  @Test
  void givenCodecWithoutItsDictionary_whenLookedUp_thenCorruptAndNamed() {
    for (int[] pair : new int[][] {{3, 0}, {1, 7}, {0, 7}, {3, 7}, {9, 0}}) {
      var refusal =
          catchThrowableOfType(
              MillraceException.class, () -> Codecs.byId(pair[0], pair[1], Dictionaries.NONE));

      assertThat(refusal.kind()).isEqualTo(CORRUPT);
      assertThat(refusal.facts()).containsKeys("expected", "actual");
    }
    assertThat(Codecs.byId(1, Dictionary.NONE, Dictionaries.NONE).name()).isEqualTo("zstd");
  }

  @Test
  void givenMoreDictionariesThanAreKept_whenReadAgain_thenEachStillReads() {
    byte[] raw = "the same again and again".getBytes(UTF_8);
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 2 * DictionaryCodecs.KEPT_MAX; i++) {
        var dictionary = Dictionary.of(ByteString.copyFromUtf8("the same again, number " + i));
        byte[] stored = ZstdDictionaryCodec.of(dictionary, 1).compress(raw, 0, raw.length).toByteArray();

        assertThat(reader(dictionary).decompress(stored, 0, stored.length, raw.length, MAX))
            .isEqualTo(raw);
      }
    }
  }

  @Test
  void givenLevelOutOfRange_whenMade_thenRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ZstdDictionaryCodec.of(WORDS, 20));
  }

  private static Codec reader(Dictionary dictionary) {
    return Codecs.byId(ZstdDictionaryCodec.ID, dictionary.id(), id -> dictionary);
  }
}
