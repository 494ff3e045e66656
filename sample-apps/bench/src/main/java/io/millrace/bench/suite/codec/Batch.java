// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import io.millrace.block.Block;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.UUID;

/**
 * The records of one block, in the forms that contenders begin with.
 *
 * @param block as a partition would commit them
 * @param plain keys and values one after the other; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // What the peers take, without a copy.
record Batch(Block block, byte[] plain) {
  private static final PartitionId PARTITION = new PartitionId(new UUID(1, 2), 0);

  static Batch of(List<ResultRecord> results) throws IOException {
    var plain = new ByteArrayOutputStream();
    for (ResultRecord result : results) {
      result.key().writeTo(plain);
      result.value().writeTo(plain);
    }
    var block =
        new Block(PARTITION, 1, new Epoch(1), 0, results.size(), results, List.of(), List.of());
    return new Batch(block, plain.toByteArray());
  }

  /** How many there are. */
  int records() {
    return block.results().size();
  }
}
