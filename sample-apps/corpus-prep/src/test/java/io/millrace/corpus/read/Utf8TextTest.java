// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8TextTest {
  @Test
  void givenNulByte_whenDecoded_thenNotText() {
    assertThat(Utf8Text.decode(ByteString.copyFromUtf8("text\0text"))).isEmpty();
    assertThat(Utf8Text.decode(ByteString.copyFrom("text", StandardCharsets.UTF_16LE))).isEmpty();
  }

  @Test
  void givenMalformedShare_whenOverTheLimit_thenNotText() {
    ByteString bad = ByteString.copyFrom(new byte[] {(byte) 0xFF});

    var atLimit = Utf8Text.decode(ByteString.copyFromUtf8("123456789").concat(bad));
    var over = Utf8Text.decode(ByteString.copyFromUtf8("12345678").concat(bad));

    assertThat(atLimit).contains(new Utf8Text("123456789\uFFFD", 1));
    assertThat(over).isEmpty();
  }

  @Test
  void givenLatin1Prose_whenDecoded_thenBadBytesAreReplacedAndCounted() {
    ByteString latin = ByteString.copyFrom("Die Größe der Straße", StandardCharsets.ISO_8859_1);

    assertThat(Utf8Text.decode(latin)).isEmpty();
    assertThat(Utf8Text.decode(latin.concat(ByteString.copyFromUtf8(" ist hier eher klein."))))
        .contains(new Utf8Text("Die Gr\uFFFD\uFFFDe der Stra\uFFFDe ist hier eher klein.", 3));
  }

  @Test
  void givenGoodText_whenDecoded_thenItself() {
    String text = "añ 漢字 \uD83D\uDE00 <|endoftext|>";

    assertThat(Utf8Text.decode(ByteString.copyFromUtf8(text))).contains(new Utf8Text(text, 0));
    assertThat(Utf8Text.decode(ByteString.EMPTY)).contains(new Utf8Text("", 0));
  }
}
