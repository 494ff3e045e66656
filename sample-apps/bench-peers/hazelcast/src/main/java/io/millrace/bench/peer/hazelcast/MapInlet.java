// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.hazelcast;

import com.hazelcast.map.IMap;
import io.millrace.bench.peer.stream.Inlet;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Puts records into a map, many at once; its event journal is what the job reads. The next batch
 * fills while one is put, but is put only after it: two at the same time may overtake each other,
 * and then a record that is late in any case is too late. An entry's value is the event time, 8
 * bytes, and the record's value.
 */
final class MapInlet implements Inlet {
  /** Records put at once, as the documentation advises for many; a key is in each once only. */
  static final int BATCH_RECORDS = 1_000;

  /** A batch that is not full goes after this, as with Kafka's producers. */
  static final long LINGER_MS = 5;

  private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(LINGER_MS);

  private final IMap<Long, byte[]> map;
  private final Semaphore room;
  private final Semaphore turn = new Semaphore(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private Map<Long, byte[]> batch = new HashMap<>();
  private long begunNanos;

  /**
   * @param room a permit for each record whose result is not seen yet; whoever sees it gives it
   *     back
   */
  MapInlet(IMap<Long, byte[]> map, Semaphore room) {
    this.map = map;
    this.room = room;
  }

  @Override
  public void send(byte[] key, byte[] value, long eventTimeMs) throws Exception {
    room.acquire();
    long nowNanos = System.nanoTime();
    Long number = ByteBuffer.wrap(key).getLong();
    if (batch.containsKey(number)
        || batch.size() >= BATCH_RECORDS
        || (!batch.isEmpty() && nowNanos - begunNanos > LINGER_NANOS)) {
      put();
    }
    if (batch.isEmpty()) {
      begunNanos = nowNanos;
    }
    byte[] entry =
        ByteBuffer.allocate(Long.BYTES + value.length).putLong(eventTimeMs).put(value).array();
    batch.put(number, entry);
  }

  private void put() throws Exception {
    turn.acquire();
    throwFailure();
    map.setAllAsync(batch)
        .whenComplete(
            (done, e) -> {
              if (e != null) {
                failure.compareAndSet(null, e);
              }
              turn.release();
            });
    batch = new HashMap<>();
  }

  @Override
  public void awaitAcknowledged() throws Exception {
    if (!batch.isEmpty()) {
      put();
    }
    turn.acquire();
    turn.release();
    throwFailure();
  }

  private void throwFailure() {
    Throwable e = failure.get();
    if (e != null) {
      throw new IllegalStateException("records were not put", e);
    }
  }
}
