// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

/** The stores of one database together, and the connection they share. */
public interface Stores extends AutoCloseable {
  /** Every partition's log. */
  BlockLog blocks();

  /** The packs that small blocks are merged into. */
  PackStore packs();

  /** Snapshots of partitions' states. */
  SnapshotStore snapshots();

  /** Producer epochs. */
  ProducerRegistry producers();

  /** The dictionaries that blocks are compressed with. */
  DictionaryStore dictionaries();

  /** Registered jobs. */
  JobRegistry jobs();

  /** Removes what deleted jobs stored. */
  Erasure erasure();

  /** Ends the connection; calls under way fail. Blocks until it is done. */
  @Override
  void close();
}
