// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A document decoded as UTF-8, or another charset that it is known to be in. The rule for bad
 * bytes: a document with a NUL character, or of which more than {@link #BAD_SHARE_MAX} of the bytes
 * are malformed, is not text. In any other each malformed sequence becomes U+FFFD, and its bytes
 * are counted.
 *
 * @param badBytes malformed bytes that were replaced
 */
record Utf8Text(String text, int badBytes) {
  /** Above this share of malformed bytes a document is not text. Latin-1 prose stays below. */
  static final double BAD_SHARE_MAX = 0.1;

  private static final char REPLACEMENT = '\uFFFD';

  /** The text, empty if the bytes are not text. */
  static Optional<Utf8Text> decode(ByteString bytes) {
    return decode(bytes.asReadOnlyByteBuffer(), StandardCharsets.UTF_8);
  }

  /** The same of another charset. */
  static Optional<Utf8Text> decode(ByteBuffer in, Charset charset) {
    int size = in.remaining();
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate((int) (size * (double) decoder.maxCharsPerByte()) + 1);
    int badBytes = 0;
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      if (!result.isError()) {
        break;
      }
      badBytes += result.length();
      in.position(in.position() + result.length());
      out.put(REPLACEMENT);
    }
    decoder.flush(out);
    String text = out.flip().toString();
    if (text.indexOf('\0') >= 0 || badBytes > BAD_SHARE_MAX * size) {
      return Optional.empty();
    }
    return Optional.of(new Utf8Text(text, badBytes));
  }
}
