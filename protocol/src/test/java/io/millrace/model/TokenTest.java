// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TokenTest {
  @ParameterizedTest
  @CsvSource({
    "'', 00000000",
    "00, 514e28b7",
    "0000, 30f4c306",
    "000000, 85f0b427",
    "00000000, 2362f9de",
    "ffffffff, 76293b50",
    "21, 72661cf4",
    "2143, a0f7b07a",
    "214365, 7e4a8634",
    "21436587, f55b516b",
    "74657374, ba6bd213",
    "48656c6c6f2c20776f726c6421, c0363e43"
  })
  void givenPublishedVectorOfMurmur3_whenHashed_thenTheTokenIsTheirs(String key, String token) {
    var bytes = ByteString.copyFrom(HexFormat.of().parseHex(key));

    assertThat(Token.of(bytes)).isEqualTo(Integer.parseUnsignedInt(token, 16));
  }

  @Test
  void givenAnyKey_whenHashed_thenTheReferenceAlgorithmAgrees() {
    for (int seed = 0; seed < 1_000; seed++) {
      var random = new Random(seed);
      byte[] key = new byte[random.nextInt(70)];
      random.nextBytes(key);

      assertThat(Token.of(ByteString.copyFrom(key))).as("seed %s", seed).isEqualTo(murmur3(key));
    }
  }

  @Test
  void givenKeyInPieces_whenHashed_thenTheTokenIsThatOfTheWhole() {
    var whole = ByteString.copyFromUtf8("x".repeat(300) + "y".repeat(301));
    var pieces =
        ByteString.copyFromUtf8("x".repeat(300)).concat(ByteString.copyFromUtf8("y".repeat(301)));

    assertThat(Token.of(pieces)).isEqualTo(Token.of(whole));
  }

  /** MurmurHash3_x86_32 with seed 0, written down from its description. */
  private static int murmur3(byte[] key) {
    int hash = 0;
    int block = 0;
    for (int i = 0; i < key.length; i++) {
      block |= (key[i] & 0xff) << (8 * (i % 4));
      if (i % 4 == 3 || i == key.length - 1) {
        hash ^= Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
        if (i % 4 == 3) {
          hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
        }
        block = 0;
      }
    }
    hash ^= key.length;
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }
}
