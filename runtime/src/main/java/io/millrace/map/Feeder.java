// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.map;

import com.google.protobuf.ByteString;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.ProducerSession;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.serde.Serde;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Sends the items, as fast as the window allows, and waits for the last answer. One thread. */
final class Feeder<T> implements Runnable {
  /** Answers may take as long as the function does. */
  private static final Duration ANSWERS_MAX = Duration.ofDays(365);

  private final RunKeys keys;
  private final Serde<T> serde;
  private final Iterator<? extends T> items;
  private final ProducerSession session;
  private final RunState state;
  private final Runnable onFailure;

  /**
   * @param items asked by the feeder's thread only
   * @param onFailure wakes whoever waits for results
   */
  Feeder(
      RunKeys keys,
      Serde<T> serde,
      Iterator<? extends T> items,
      ProducerSession session,
      RunState state,
      Runnable onFailure) {
    this.keys = keys;
    this.serde = serde;
    this.items = items;
    this.session = session;
    this.state = state;
    this.onFailure = onFailure;
  }

  @Override
  public void run() {
    try {
      long index = 0;
      while (state.awaitRoom() && items.hasNext()) {
        ByteString bytes = encode(index, items.next());
        state.feed(MapProcessor.hash(bytes));
        var unused =
            session
                .send(OutgoingRecord.of(keys.of(index), bytes))
                .whenComplete((receipt, failure) -> onAnswer(failure));
        index++;
      }
      state.endFeed();
      session.finish(ANSWERS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(MillraceException.of(Kind.UNAVAILABLE, "interrupted while sending items", e));
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /** The session may fail while all wait for results; refusals come by its listener. */
  private void onAnswer(@Nullable Throwable failure) {
    if (failure instanceof MillraceException) {
      fail(failure);
    }
  }

  private void fail(Throwable cause) {
    state.fail(cause);
    onFailure.run();
  }

  private ByteString encode(long index, T item) {
    try {
      return serde.encode(item);
    } catch (RuntimeException | StackOverflowError e) {
      throw MillraceException.of(Kind.CALLER, "item cannot be encoded", e)
          .with("item", index)
          .with("serde", serde.name())
          .with("cause", e);
    }
  }
}
