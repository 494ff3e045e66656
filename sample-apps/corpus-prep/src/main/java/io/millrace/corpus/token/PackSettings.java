// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.Ranges;

/**
 * What somebody wants of tokens. Equal documents, tokenizer and settings give equal bytes.
 *
 * @param format of the files
 * @param length tokens of a sequence, 8 to 1,048,576; 0 with {@link Packing#DOCUMENTS}
 * @param seed decides every order
 */
record PackSettings(PackFormat format, Packing packing, int length, long seed, Mixture mixture) {
  static final int LENGTH_MIN = 8;
  static final int LENGTH_MAX = 1 << 20;

  PackSettings {
    if (packing == Packing.DOCUMENTS) {
      if (length != 0) {
        throw MillraceException.of(Kind.CALLER, "option does not fit")
            .with("--length", length)
            .with("expected", "none with --packing documents, which leaves lengths as they are");
      }
      if (format == PackFormat.NPY) {
        throw MillraceException.of(Kind.CALLER, "format does not fit")
            .with("--format", format)
            .with("expected", "megatron, jsonl.zst or parquet with --packing documents");
      }
    } else {
      Ranges.check("--length", length, LENGTH_MIN, LENGTH_MAX);
    }
  }
}
