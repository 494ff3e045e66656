// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.query;

import io.millrace.block.BlockHeader;
import io.millrace.codec.Dictionaries;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings what a block needs to be decoded. Thread-safe; does not block. */
@FunctionalInterface
public interface DictionarySource {
  /** For blocks that need none. */
  DictionarySource NONE = header -> CompletableFuture.completedStage(Dictionaries.NONE);

  /** The dictionaries that a header lists. */
  CompletionStage<Dictionaries> of(BlockHeader header);
}
