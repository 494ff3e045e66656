// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.codec.Dictionaries;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Brings the dictionaries that blocks name to whoever decodes them. Thread-safe. */
@FunctionalInterface
public interface BlockDictionaries {
  /** For logs whose blocks name no dictionaries. */
  BlockDictionaries NONE = page -> CompletableFuture.completedFuture(Dictionaries.NONE);

  /**
   * What is needed to decode a page of blocks. Headers that cannot be read count as naming nothing:
   * whoever decodes them next finds out.
   *
   * @param page blocks of one partition; does not wait if they name no dictionaries
   * @return fails as the store does, but for dictionaries that are lost or damaged: these fail
   *     {@link Dictionaries#find}, CORRUPT, naming job, block, dictionary and what to do
   */
  CompletionStage<Dictionaries> of(List<StoredBlock> page);
}
