// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import io.millrace.block.EncodedPack;
import io.millrace.model.PartitionId;
import java.util.UUID;

/**
 * A pack as the store keeps it. Partition, run and first block name one content, for ever.
 *
 * @param partition whose blocks it holds
 * @param run the compaction that wrote it
 * @param pack header and body
 */
public record StoredPack(PartitionId partition, UUID run, EncodedPack pack) {
  /** What a list says of it. */
  public PackEntry entry() {
    return new PackEntry(
        pack.first(), pack.last(), run, (long) pack.header().size() + pack.body().size());
  }
}
