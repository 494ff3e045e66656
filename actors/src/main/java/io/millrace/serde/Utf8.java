// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.serde;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text that comes back as it was, or is refused. */
final class Utf8 {
  private Utf8() {}

  static ByteString encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw Serdes.refused("text holds half a surrogate pair").with("index", i);
        }
        i++;
      }
    }
    return ByteString.copyFromUtf8(text);
  }

  static String decode(ByteString bytes) {
    if (!bytes.isValidUtf8()) {
      throw Serdes.refused("bytes are not UTF-8")
          .with("offset", offset(bytes))
          .with("bytes", bytes.size());
    }
    return bytes.toStringUtf8();
  }

  /** Of the first byte that does not belong; only asked where there is one. */
  private static int offset(ByteString bytes) {
    ByteBuffer in = bytes.asReadOnlyByteBuffer();
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    decoder.decode(in, CharBuffer.allocate(bytes.size()), true);
    return in.position();
  }
}
