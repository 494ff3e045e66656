// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.codec.internal;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps costly objects, such as native contexts, from one use to the next. Never waits: it makes a
 * new object where none is idle, and discards what comes back beyond one per processor.
 * Thread-safe.
 *
 * @param <T> what is kept; used by one thread at a time
 */
public final class Pool<T> {
  private final ArrayBlockingQueue<T> idle =
      new ArrayBlockingQueue<>(Math.max(2, Runtime.getRuntime().availableProcessors()));
  private final Supplier<T> make;
  private final Consumer<T> discard;

  /**
   * An empty pool.
   *
   * @param make makes an object
   * @param discard releases what the object holds
   */
  public Pool(Supplier<T> make, Consumer<T> discard) {
    this.make = make;
    this.discard = discard;
  }

  /** An idle object, or a new one. Give it back unless its use failed; then discard it. */
  public T take() {
    T kept = idle.poll();
    return kept != null ? kept : make.get();
  }

  /** Takes an object back in a state that the next user can start from. */
  public void give(T object) {
    if (!idle.offer(object)) {
      discard.accept(object);
    }
  }
}
