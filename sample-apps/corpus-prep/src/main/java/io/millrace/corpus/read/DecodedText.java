// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import com.google.protobuf.UnsafeByteOperations;
import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Bytes as text, in the charset that they are most likely in. Asked in this order: a byte order
 * mark; whether bytes beyond ASCII are good UTF-8, which text in another charset practically never
 * is, whatever a header says; what is declared; damaged UTF-8; a detector that knows how often
 * characters follow each other in many languages (ICU's), if it is sure enough. What nobody
 * explains is taken by {@link Utf8Text}'s rule.
 *
 * @param badBytes malformed bytes that were replaced
 */
record DecodedText(String text, int badBytes, Charset charset) {
  /** Of a text in a guessed charset this share may be control characters. */
  static final double CONTROL_SHARE_MAX = 0.01;

  /** Below this a detector's word counts for nothing; of 100. Random bytes reach about 10. */
  static final int CONFIDENCE_MIN = 20;

  /** Damaged UTF-8 has fewer malformed bytes among those beyond ASCII; other charsets have most. */
  private static final double BAD_SHARE_MAX = 0.1;

  private static final int DETECTED_BYTES_MAX = 256 << 10;

  /**
   * The text, empty if the bytes are not text.
   *
   * @param http what a header says beside the bytes, if it does
   * @param isMarkup whether the bytes may declare their charset themselves
   */
  static Optional<DecodedText> decode(byte[] bytes, Optional<String> http, boolean isMarkup) {
    Charset mark = ByteOrderMarks.find(bytes);
    if (mark != null) {
      int length = ByteOrderMarks.length(mark);
      return sure(ByteBuffer.wrap(bytes, length, bytes.length - length), mark);
    }
    Optional<Charset> declared = http.flatMap(CharsetNames::find);
    if (declared.isEmpty() && isMarkup) {
      declared = CharsetNames.inMarkup(bytes);
    }
    if (isUtf8(bytes)) {
      // Some charsets are made of ASCII bytes only.
      return declared.filter(CharsetNames::isSevenBit).isPresent() && isAscii(bytes)
          ? sure(ByteBuffer.wrap(bytes), declared.get())
          : good(new String(bytes, StandardCharsets.UTF_8));
    }
    return declared
        .filter(charset -> !charset.equals(StandardCharsets.UTF_8))
        .flatMap(charset -> sure(ByteBuffer.wrap(bytes), charset))
        .or(() -> utf8(bytes).filter(text -> text.badBytes() <= BAD_SHARE_MAX * beyondAscii(bytes)))
        .or(() -> detected(bytes))
        .or(() -> utf8(bytes));
  }

  /**
   * The charset of a text of which only the beginning is known.
   *
   * @param sample may end in the middle of a character
   */
  static Charset sniff(byte[] sample) {
    Charset mark = ByteOrderMarks.find(sample);
    if (mark != null) {
      return mark;
    }
    for (int cut = 0; cut < Math.min(4, sample.length); cut++) {
      if (isUtf8(java.util.Arrays.copyOf(sample, sample.length - cut))) {
        return StandardCharsets.UTF_8;
      }
    }
    return decode(sample, Optional.empty(), false)
        .map(DecodedText::charset)
        .orElse(StandardCharsets.UTF_8);
  }

  private static Optional<DecodedText> detected(byte[] bytes) {
    byte[] sample =
        bytes.length > DETECTED_BYTES_MAX
            ? java.util.Arrays.copyOf(bytes, DETECTED_BYTES_MAX)
            : bytes;
    CharsetMatch match = new CharsetDetector().setText(sample).detect();
    if (match == null || match.getConfidence() < CONFIDENCE_MIN) {
      return Optional.empty();
    }
    return CharsetNames.find(match.getName())
        .filter(charset -> !charset.name().startsWith("UTF-")) // Without a mark these are guesses.
        .flatMap(charset -> sure(ByteBuffer.wrap(bytes), charset))
        .filter(text -> controls(text.text()) <= CONTROL_SHARE_MAX * text.text().length());
  }

  private static int controls(String text) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t' && c != '\f') {
        count++;
      }
    }
    return count;
  }

  private static Optional<DecodedText> good(String text) {
    return text.indexOf('\0') >= 0
        ? Optional.empty()
        : Optional.of(new DecodedText(text, 0, StandardCharsets.UTF_8));
  }

  /** In just this charset, if that makes a text. */
  private static Optional<DecodedText> sure(ByteBuffer bytes, Charset charset) {
    return Utf8Text.decode(bytes, charset)
        .map(text -> new DecodedText(text.text(), text.badBytes(), charset));
  }

  private static Optional<DecodedText> utf8(byte[] bytes) {
    return Utf8Text.decode(UnsafeByteOperations.unsafeWrap(bytes))
        .map(text -> new DecodedText(text.text(), text.badBytes(), StandardCharsets.UTF_8));
  }

  private static boolean isUtf8(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes).isValidUtf8();
  }

  private static boolean isAscii(byte[] bytes) {
    return beyondAscii(bytes) == 0;
  }

  private static int beyondAscii(byte[] bytes) {
    int count = 0;
    for (byte b : bytes) {
      count += b < 0 ? 1 : 0;
    }
    return count;
  }

  /** The same as a fact beside the text: nothing where it is UTF-8. */
  Extras note(Extras extras) {
    return charset.equals(StandardCharsets.UTF_8)
        ? extras
        : extras.put(Extras.CHARSET, charset.name());
  }
}
