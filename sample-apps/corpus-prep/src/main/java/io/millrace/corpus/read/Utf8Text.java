// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A document decoded as UTF-8, whatever it claims to be. The rule for bad bytes: a document with a
 * NUL byte, or of which more than {@link #BAD_SHARE_MAX} of the bytes are malformed, is not text.
 * In any other each malformed sequence becomes U+FFFD, and its bytes are counted.
 *
 * @param badBytes malformed bytes that were replaced
 */
record Utf8Text(String text, int badBytes) {
  /** Above this share of malformed bytes a document is not text. Latin-1 prose stays below. */
  static final double BAD_SHARE_MAX = 0.1;

  private static final char REPLACEMENT = '\uFFFD';

  /** The text, empty if the bytes are not text. */
  static Optional<Utf8Text> decode(ByteString bytes) {
    ByteBuffer in = bytes.asReadOnlyByteBuffer();
    CharBuffer out = CharBuffer.allocate(bytes.size() + 1);
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
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
    String text = out.flip().toString();
    if (text.indexOf('\0') >= 0 || badBytes > BAD_SHARE_MAX * bytes.size()) {
      return Optional.empty();
    }
    return Optional.of(new Utf8Text(text, badBytes));
  }
}
