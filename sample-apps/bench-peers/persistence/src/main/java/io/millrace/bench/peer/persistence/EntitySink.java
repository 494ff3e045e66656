// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.persistence;

import io.millrace.bench.peer.ingest.RecordSink;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import org.apache.pekko.actor.ActorRef;

/** Sends each record to its entity. Thread-safe. */
final class EntitySink implements RecordSink {
  private final ActorRef region;
  private final ActorRef answers;
  private final Semaphore free;
  private final int buckets;

  /**
   * @param free permits for commands that wait for their answer
   * @param buckets entities that share all keys; 0 for an entity to each key
   */
  EntitySink(ActorRef region, ActorRef answers, Semaphore free, int buckets) {
    this.region = region;
    this.answers = answers;
    this.free = free;
    this.buckets = buckets;
  }

  @Override
  public void send(long place, byte[] key, byte[] value) throws InterruptedException {
    free.acquire();
    String entity =
        buckets == 0
            ? new String(key, StandardCharsets.ISO_8859_1)
            : "bucket-" + Math.floorMod(Arrays.hashCode(key), buckets);
    region.tell(new RecordEntity.Put(entity, place, key, value), answers);
  }

  /** What an entity has is on its way already. */
  @Override
  public void flush() {}
}
