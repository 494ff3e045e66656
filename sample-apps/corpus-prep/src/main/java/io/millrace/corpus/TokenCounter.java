// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.token.TokenBuffer;
import io.millrace.corpus.token.Tokenizer;
import io.millrace.corpus.token.Tokenizers;
import org.jspecify.annotations.Nullable;

/**
 * Counts the tokens of the encoding {@code cl100k_base}. Text that looks like one of its special
 * tokens is text like any other. Loads the encoding, some megabytes, when first used, and keeps an
 * encoder, which remembers rare words. Not thread-safe, but for what is static.
 */
final class TokenCounter {
  private static final class Holder {
    static final Tokenizer TOKENIZER = Tokenizers.builtIn("cl100k_base");
  }

  private final TokenBuffer ids = new TokenBuffer();
  private Tokenizer.@Nullable Encoder encoder;

  TokenCounter() {}

  /** Loads the encoding now, so that the first document does not wait for it. */
  static void load() {
    new TokenCounter().count("load");
  }

  /** The tokens of a text. */
  long count(String text) {
    Tokenizer.Encoder own = encoder;
    if (own == null) {
      own = Holder.TOKENIZER.encoder();
      encoder = own;
    }
    ids.clear();
    own.encode(text, ids);
    return ids.size();
  }
}
