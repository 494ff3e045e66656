// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.verify;

import com.google.protobuf.ByteString;
import io.millrace.block.BlockLimits;
import io.millrace.block.SnapshotManifest;
import io.millrace.block.SnapshotPart;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.SnapshotRef;
import io.millrace.store.SnapshotStore;
import java.util.BitSet;
import java.util.Optional;

/**
 * Checks one snapshot, chunk by chunk: its manifest, and that each part is there once and whole.
 * Blocks its thread; holds one part at a time. Not thread-safe.
 */
final class SnapshotVerifier {
  private final SnapshotStore store;
  private final BlockLimits limits;
  private final PartitionId partition;
  private final SnapshotRef ref;
  private int chunk;

  SnapshotVerifier(
      SnapshotStore store, BlockLimits limits, PartitionId partition, SnapshotRef ref) {
    this.store = store;
    this.limits = limits;
    this.partition = partition;
    this.ref = ref;
  }

  /** The chunk at hand. */
  int chunk() {
    return chunk;
  }

  /** How many chunks before it are whole. */
  int whole() {
    return chunk;
  }

  /**
   * Checks it.
   *
   * @param chain over the log up to its block, empty if that is not known
   * @throws MillraceException CORRUPT at the first chunk that is damaged
   */
  void verify(Optional<ByteString> chain) {
    SnapshotManifest manifest = SnapshotManifest.decode(read());
    if (!manifest.partition().equals(partition)
        || !manifest.id().equals(ref.id())
        || manifest.sequence() != ref.sequence()) {
      throw corrupt("manifest is not the one that the head names");
    }
    if (chain.isPresent() && !chain.get().equals(manifest.chain())) {
      throw corrupt("chain of the log differs from the snapshot's");
    }
    var seen = new BitSet();
    ByteString begun = ByteString.EMPTY;
    for (chunk = 1; chunk <= manifest.parts(); chunk++) {
      begun = begun.concat(read());
      if (begun.size() < SnapshotPart.encodedLength(begun)) {
        continue;
      }
      SnapshotPart part = SnapshotPart.decode(begun, limits);
      if (!part.partition().equals(partition)
          || !part.id().equals(ref.id())
          || seen.get(part.chunk() - 1)) {
        throw corrupt("part lies at another's place");
      }
      seen.set(part.chunk() - 1);
      begun = ByteString.EMPTY;
    }
    if (!begun.isEmpty() || seen.cardinality() != seen.length()) {
      throw corrupt("a part is missing");
    }
  }

  private ByteString read() {
    return LogVerifier.await(store.read(partition, ref.id(), chunk));
  }

  private MillraceException corrupt(String text) {
    return MillraceException.of(Kind.CORRUPT, text)
        .with("partition", partition)
        .with("snapshot", ref.id())
        .with("chunk", chunk);
  }
}
