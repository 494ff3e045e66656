// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecodedTextTest {
  private static final String GERMAN =
      "Die Größe der Straße ist ein Maß, das wir nicht überschätzen dürfen.";

  private static Optional<DecodedText> decode(byte[] bytes) {
    return DecodedText.decode(bytes, Optional.empty(), false);
  }

  @Test
  void givenBytesThatNobodyExplains_whenDecoded_thenNotText() {
    var random = new Random(1);
    for (int i = 0; i < 200; i++) {
      var bytes = new byte[100 + random.nextInt(2_000)];
      random.nextBytes(bytes);
      assertThat(decode(bytes)).as("round %d", i).isEmpty();
    }
    assertThat(decode(new byte[100])).isEmpty();
    assertThat(decode("text".getBytes(StandardCharsets.UTF_16LE))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1252, 'Die Größe der Straße ist ein Maß, das wir nicht überschätzen dürfen.'",
    "windows-1252, “L’été dernier — nous étions à la plage où il faisait très chaud.”",
    "windows-1251, 'Привет, как дела? Это русский текст, по которому узнают кодировку.'",
    "KOI8-R, 'Привет, как дела? Это русский текст, по которому узнают кодировку.'",
    "windows-31j, 日本語のテキストを読みます。これは文章です。",
    "EUC-JP, 日本語のテキストを読みます。これは文章です。",
    "GB18030, 这是一个中文文本的例子，用来检测编码。",
    "Big5, 這是一個中文文本的例子，用來檢測編碼。",
    "x-windows-949, 안녕하세요 이것은 한국어 문장입니다",
    "ISO-8859-7, 'Γειά σου Κόσμε, αυτό είναι ένα κείμενο'"
  })
  void givenUndeclaredCharset_whenDecoded_thenDetected(String charset, String text) {
    assertThat(decode(text.getBytes(Charset.forName(charset))))
        .map(DecodedText::text)
        .contains(text);
  }

  @ParameterizedTest
  @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void givenByteOrderMark_whenDecoded_thenItDecidesAndIsGone(Charset charset) {
    byte[] bytes = ("\uFEFF" + GERMAN).getBytes(charset);

    Optional<DecodedText> decoded = DecodedText.decode(bytes, Optional.of("latin1"), true);

    assertThat(decoded).contains(new DecodedText(GERMAN, 0, charset));
    assertThat(decoded.orElseThrow().note(new Extras()).fields())
        .isEqualTo(
            charset.equals(StandardCharsets.UTF_8)
                ? java.util.Map.of()
                : java.util.Map.of("charset", charset.name()));
  }

  @Test
  void givenGoodUtf8_whenDeclaredOtherwise_thenStillUtf8() {
    byte[] bytes = GERMAN.getBytes(StandardCharsets.UTF_8);

    assertThat(DecodedText.decode(bytes, Optional.of("iso-8859-1"), false))
        .contains(new DecodedText(GERMAN, 0, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "'<html><head><meta charset=\"%s\">'",
    "'<meta http-equiv=Content-Type content=\"text/html; charset=%s\">'",
    "'<?xml version=\"1.0\" encoding=\"%s\"?><html>'"
  })
  void givenDeclaredInMarkup_whenDecoded_thenAsDeclared(String head) {
    // One word is too little for any detector.
    byte[] bytes = (head.formatted("ISO-8859-2") + "ť").getBytes(Charset.forName("ISO-8859-2"));

    assertThat(DecodedText.decode(bytes, Optional.empty(), true).orElseThrow().text())
        .endsWith("ť");
    assertThat(DecodedText.decode(bytes, Optional.of("no-such-charset"), true).orElseThrow().text())
        .endsWith("ť");
  }

  @Test
  void givenHeaderAndMarkup_whenTheyDiffer_thenHeaderWins() {
    byte[] bytes = "<meta charset=koi8-r>\u0442".getBytes(Charset.forName("windows-1251"));

    assertThat(DecodedText.decode(bytes, Optional.of("windows-1251"), true).orElseThrow().text())
        .endsWith("\u0442");
  }

  @Test
  void givenCharsetMadeOfAscii_whenDeclared_thenDecoded() {
    byte[] bytes = "日本".getBytes(Charset.forName("ISO-2022-JP"));

    assertThat(DecodedText.decode(bytes, Optional.of("iso-2022-jp"), false).orElseThrow().text())
        .isEqualTo("日本");
  }

  @Test
  void givenFewBadBytesInUtf8_whenDecoded_thenReplacedAndCounted() {
    byte[] bytes = "日本語のテキストを読みます。".repeat(10).getBytes(StandardCharsets.UTF_8);
    bytes[3] = (byte) 0xFF;

    DecodedText decoded = decode(bytes).orElseThrow();

    assertThat(decoded.charset()).isEqualTo(StandardCharsets.UTF_8);
    assertThat(decoded.badBytes()).isPositive();
    assertThat(decoded.text()).startsWith("日\uFFFD");
  }
}
