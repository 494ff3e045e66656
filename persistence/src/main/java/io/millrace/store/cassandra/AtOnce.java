// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.cassandra;

import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Works through many requests with a bounded number of them under way. */
final class AtOnce {
  private AtOnce() {}

  /**
   * Acts on every item, on at most so many at a time. After a failure it begins no more in that
   * place and fails when those under way are done.
   *
   * @param max 1 up
   */
  static <T> CompletionStage<@Nullable Void> forEach(
      Iterator<T> items, int max, Function<T, ? extends CompletionStage<?>> action) {
    var lanes = new CompletableFuture<?>[max];
    for (int lane = 0; lane < max; lane++) {
      lanes[lane] = next(items, action).toCompletableFuture();
    }
    return CompletableFuture.allOf(lanes);
  }

  private static <T> CompletionStage<@Nullable Void> next(
      Iterator<T> items, Function<T, ? extends CompletionStage<?>> action) {
    T item;
    synchronized (items) {
      if (!items.hasNext()) {
        return CompletableFuture.completedFuture(null);
      }
      item = items.next();
    }
    return action.apply(item).thenCompose(done -> next(items, action));
  }
}
