// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.token.TokenBuffer;
import io.millrace.corpus.token.Tokenizer;
import io.millrace.corpus.token.Tokenizers;

/**
 * Counts the tokens of the encoding {@code cl100k_base}. Text that looks like one of its special
 * tokens is text like any other. Loads the encoding, some megabytes, when first used.
 */
final class TokenCounter {
  private static final class Holder {
    static final Tokenizer TOKENIZER = Tokenizers.builtIn("cl100k_base");
  }

  private TokenCounter() {}

  /** Loads the encoding now, so that the first document does not wait for it. */
  static void load() {
    count("load");
  }

  static long count(String text) {
    var ids = new TokenBuffer();
    Holder.TOKENIZER.encoder().encode(text, ids);
    return ids.size();
  }
}
