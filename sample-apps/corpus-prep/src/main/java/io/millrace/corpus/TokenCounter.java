// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;

/**
 * Counts the tokens of the encoding {@code cl100k_base}. Text that looks like one of its special
 * tokens is text like any other. Loads the encoding, some megabytes, when first used.
 *
 * <p>Text beyond {@link #CHUNK_LENGTH_MAX} is counted in chunks, so that time stays linear. A chunk
 * ends after a line end that no space follows, where the encoding never joins, so the count is
 * exact; only a text without such a place in a whole chunk is cut anywhere and may count a token or
 * two more.
 */
final class TokenCounter {
  /** Longest text encoded at once. Unit: UTF-16 characters. */
  static final int CHUNK_LENGTH_MAX = 64 << 10;

  private static final class Holder {
    static final Encoding ENCODING =
        Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.CL100K_BASE);
  }

  private TokenCounter() {}

  /** Loads the encoding now, so that the first document does not wait for it. */
  static void load() {
    count("load");
  }

  static long count(String text) {
    long tokens = 0;
    int from = 0;
    while (text.length() - from > CHUNK_LENGTH_MAX) {
      int to = chunkEnd(text, from);
      tokens += Holder.ENCODING.countTokensOrdinary(text.substring(from, to));
      from = to;
    }
    return tokens + Holder.ENCODING.countTokensOrdinary(text.substring(from));
  }

  private static int chunkEnd(String text, int from) {
    int last = from + CHUNK_LENGTH_MAX;
    for (int end = last; end > from; end--) {
      if (text.charAt(end - 1) == '\n' && !isSpace(text.charAt(end))) {
        return end;
      }
    }
    return Character.isLowSurrogate(text.charAt(last)) ? last - 1 : last;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
