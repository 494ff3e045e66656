// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import io.millrace.v1.Receipt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The newest receipt per partition, without the sequences it covers. Not thread-safe. */
final class NewestReceipts {
  private final Map<Integer, Receipt> newest = new HashMap<>();

  /** Notes a receipt; one of an older block than the noted one changes nothing. */
  void add(Receipt receipt) {
    if (receipt.getBlock() > blockOf(receipt.getPartition())) {
      newest.put(
          receipt.getPartition(),
          Receipt.newBuilder()
              .setPartition(receipt.getPartition())
              .setEpoch(receipt.getEpoch())
              .setBlock(receipt.getBlock())
              .build());
    }
  }

  /** The newest block noted for a partition, 0 if there is none. */
  long blockOf(int partition) {
    var receipt = newest.get(partition);
    return receipt == null ? 0 : receipt.getBlock();
  }

  /** What is noted, one receipt per partition. */
  List<Receipt> all() {
    return List.copyOf(newest.values());
  }
}
