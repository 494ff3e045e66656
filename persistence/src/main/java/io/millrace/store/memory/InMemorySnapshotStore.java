// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.memory;

import static io.millrace.model.MillraceException.Kind.BUG;
import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.CORRUPT;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException;
import io.millrace.model.PartitionId;
import io.millrace.store.Head;
import io.millrace.store.SnapshotStore;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Snapshots in maps. Thread-safe. */
final class InMemorySnapshotStore implements SnapshotStore {
  private record Name(PartitionId partition, UUID id) {}

  private final Map<Name, Epoch> announced = new ConcurrentHashMap<>();
  private final Map<Name, Map<Integer, ByteString>> chunks = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<Void> announce(PartitionId partition, UUID id, Epoch epoch) {
    announced.put(new Name(partition, id), epoch);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> write(PartitionId partition, UUID id, int chunk, ByteString bytes) {
    if (bytes.size() > CHUNK_BYTES_MAX) {
      return CompletableFuture.failedFuture(
          MillraceException.of(CALLER, "snapshot chunk over the store's limit")
              .with("partition", partition)
              .with("chunk", chunk)
              .with("bytes", bytes.size())
              .with("expected", CHUNK_BYTES_MAX));
    }
    var older =
        chunks
            .computeIfAbsent(new Name(partition, id), absent -> new ConcurrentHashMap<>())
            .putIfAbsent(chunk, bytes);
    if (older != null && !older.equals(bytes)) {
      return CompletableFuture.failedFuture(
          MillraceException.of(BUG, "other bytes under the same snapshot and chunk")
              .with("partition", partition)
              .with("snapshot", id)
              .with("chunk", chunk));
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<ByteString> read(PartitionId partition, UUID id, int chunk) {
    var bytes = chunks.getOrDefault(new Name(partition, id), Map.of()).get(chunk);
    return bytes != null
        ? CompletableFuture.completedFuture(bytes)
        : CompletableFuture.failedFuture(
            MillraceException.of(CORRUPT, "snapshot chunk is missing")
                .with("partition", partition)
                .with("snapshot", id)
                .with("chunk", chunk));
  }

  @Override
  public CompletionStage<Void> delete(PartitionId partition, UUID id) {
    chunks.remove(new Name(partition, id));
    announced.remove(new Name(partition, id));
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Integer> sweep(Head claimed) {
    int deleted = 0;
    for (var entry : announced.entrySet()) {
      Name name = entry.getKey();
      boolean named =
          name.id().equals(claimed.start().newest().id())
              || name.id().equals(claimed.start().older().id());
      if (name.partition().equals(claimed.partition())
          && entry.getValue().value() < claimed.epoch().value()
          && !named) {
        delete(name.partition(), name.id());
        deleted++;
      }
    }
    return CompletableFuture.completedFuture(deleted);
  }

  void erase(PartitionId partition) {
    chunks.keySet().removeIf(name -> name.partition().equals(partition));
    announced.keySet().removeIf(name -> name.partition().equals(partition));
  }
}
