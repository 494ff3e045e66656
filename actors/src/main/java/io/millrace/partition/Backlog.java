// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import java.util.ArrayDeque;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Batches that have to wait, in order: behind one whose record is to be tried again, or because a
 * record took so long that everyone else comes first. Not thread-safe: confined to one actor.
 *
 * @param <C> how a caller is reached
 */
final class Backlog<C> {
  private final ArrayDeque<Batch<C>> batches = new ArrayDeque<>();
  private @Nullable Batch<C> held;
  private boolean resting;
  private long bytes;

  /** Whether what comes need not wait. */
  boolean isFlowing() {
    return held == null && !resting;
  }

  /** About how many bytes wait, without the batch that is held. */
  long bytes() {
    return bytes;
  }

  /** Everything waits until {@link #release}, this batch at its head. */
  void hold(Batch<C> batch) {
    held = batch;
  }

  /** Everything waits until {@link #release}. */
  void rest() {
    resting = true;
  }

  /** The wait is over: gives the batch that was held, if one was. */
  @Nullable Batch<C> release() {
    Batch<C> first = held;
    held = null;
    resting = false;
    return first;
  }

  void add(Batch<C> batch) {
    batches.addLast(batch);
    bytes += batch.bytes();
  }

  /** Takes the next batch that need not wait, null if there is none. */
  @Nullable Batch<C> next() {
    if (!isFlowing() || batches.isEmpty()) {
      return null;
    }
    Batch<C> next = batches.removeFirst();
    bytes -= next.bytes();
    return next;
  }

  /** Forgets all batches; their callers are added. */
  void clear(Set<C> callers) {
    Batch<C> first = release();
    if (first != null) {
      callers.add(first.caller);
    }
    batches.forEach(batch -> callers.add(batch.caller));
    batches.clear();
    bytes = 0;
  }
}
