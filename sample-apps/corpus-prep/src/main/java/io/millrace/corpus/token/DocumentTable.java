// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.document.DocumentNumbers;
import java.util.Arrays;

/**
 * Where the tokens of each document lie, by id: 36 to 44 bytes of memory a document. Documents are
 * numbered from 0 in the order in which they came. Not thread-safe.
 */
final class DocumentTable {
  private static final int INITIAL = 1 << 10;

  private final DocumentNumbers numbers = new DocumentNumbers();
  private int[] blocks = new int[INITIAL];
  private int[] starts = new int[INITIAL];
  private int[] counts = new int[INITIAL];

  int size() {
    return numbers.size();
  }

  /** A document's number, or -1. */
  int find(DocumentId id) {
    return numbers.find(id);
  }

  /** The document of a number. */
  DocumentId id(int number) {
    return numbers.id(number);
  }

  /** Adds a document that is not there yet and returns its number. */
  int add(DocumentId id, int block, int start, int count) {
    int number = numbers.add(id);
    if (number == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * number);
      starts = Arrays.copyOf(starts, 2 * number);
      counts = Arrays.copyOf(counts, 2 * number);
    }
    blocks[number] = block;
    starts[number] = start;
    counts[number] = count;
    return number;
  }

  /** The block that its tokens are in. */
  int block(int number) {
    return blocks[number];
  }

  /** Where in the block's tokens they begin. */
  int start(int number) {
    return starts[number];
  }

  /** How many tokens it has. */
  int count(int number) {
    return counts[number];
  }
}
