// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import io.millrace.store.SnapshotStore;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** Snapshots in Cassandra. Thread-safe. */
final class CassandraSnapshotStore implements SnapshotStore {
  CassandraSnapshotStore(Statements statements) {}

  @Override
  public CompletionStage<Void> announce(PartitionId partition, UUID id, Epoch epoch) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Void> write(PartitionId partition, UUID id, int chunk, ByteString bytes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<ByteString> read(PartitionId partition, UUID id, int chunk) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Void> delete(PartitionId partition, UUID id) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CompletionStage<Integer> sweep(Head claimed) {
    throw new UnsupportedOperationException();
  }
}
