// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.verify;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.skip.SkipCheck;
import io.millrace.skip.SkipEntry;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.IndexedBlock;
import java.util.List;
import java.util.Optional;

/**
 * Holds the skip index of one partition against its blocks, which come in order. Reads entries some
 * at a time. Not thread-safe.
 */
final class IndexVerifier {
  private static final int PAGE_BLOCKS = 128;

  private final BlockLog log;
  private List<IndexedBlock> page = List.of();

  IndexVerifier(BlockLog log) {
    this.log = log;
  }

  /**
   * What is wrong with a whole block's entry; empty if nothing, or if it has none: then queries
   * read the block.
   *
   * @throws MillraceException UNAVAILABLE if the store does not answer
   */
  Optional<String> damage(Head head, Block block) {
    ByteString bytes = entry(head, block.sequence());
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    try {
      SkipEntry entry = SkipEntry.decode(block.partition(), block.sequence(), bytes);
      return SkipCheck.contradiction(entry, block.results());
    } catch (MillraceException e) {
      return Optional.of(e.getMessage());
    }
  }

  private ByteString entry(Head head, long sequence) {
    if (page.isEmpty() || sequence > page.get(page.size() - 1).sequence()) {
      try {
        page = LogVerifier.await(log.index(head, sequence - 1, PAGE_BLOCKS));
      } catch (MillraceException e) {
        if (e.kind() != Kind.NOT_FOUND) {
          throw e;
        }
        // Given up since the block was read.
        page = List.of();
      }
    }
    return page.stream()
        .filter(indexed -> indexed.sequence() == sequence)
        .findFirst()
        .map(IndexedBlock::entry)
        .orElse(ByteString.EMPTY);
  }
}
