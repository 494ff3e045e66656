// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps what was prepared of the dictionaries that were read with last, so that a block does not
 * prepare one again. Thread-safe.
 */
final class DictionaryCodecs {
  /** Dictionaries kept; with the longest ones about so many MiB of native memory. */
  static final int KEPT_MAX = 64;

  /** Shared by all readers, as native memory is. */
  static final DictionaryCodecs LOADED = new DictionaryCodecs();

  private final Map<Dictionary, ZstdDictionaryCodec> codecs =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Dictionary, ZstdDictionaryCodec> eldest) {
          return size() > KEPT_MAX;
        }
      };

  synchronized Codec of(Dictionary dictionary) {
    return codecs.computeIfAbsent(
        dictionary, d -> ZstdDictionaryCodec.of(d, ZstdCodec.LEVEL_DEFAULT));
  }
}
