// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that the node can end from its side. What the client sends after that is dropped
 * unanswered, so the client knows to send it again elsewhere. State changes on the call's own event
 * loop only.
 */
final class DrainableCall<I, O> extends SimpleForwardingServerCall<I, O> {
  private final Executor eventLoop;
  private final Consumer<DrainableCall<?, ?>> onEnd;
  private volatile ServerCall.@Nullable Listener<I> listener;
  private volatile boolean inputEnded;
  private volatile boolean cut;
  private boolean halfClosed;

  DrainableCall(ServerCall<I, O> call, Executor eventLoop, Consumer<DrainableCall<?, ?>> onEnd) {
    super(call);
    this.eventLoop = eventLoop;
    this.onEnd = onEnd;
  }

  /** The listener to hand to the transport. */
  ServerCall.Listener<I> listen(ServerCall.Listener<I> inner) {
    listener = inner;
    if (inputEnded) {
      endInput();
    }
    return new SimpleForwardingServerCallListener<>(inner) {
      @Override
      public void onMessage(I message) {
        if (!inputEnded && !cut) {
          super.onMessage(message);
        }
      }

      @Override
      public void onHalfClose() {
        if (!halfClosed && !cut) {
          halfClosed = true;
          super.onHalfClose();
        }
      }

      @Override
      public void onCancel() {
        onEnd.accept(DrainableCall.this);
        if (!cut) {
          super.onCancel();
        }
      }

      @Override
      public void onComplete() {
        onEnd.accept(DrainableCall.this);
        if (!cut) {
          super.onComplete();
        }
      }
    };
  }

  /** Takes no more from the client; the call ends when all it sent is answered. */
  void endInput() {
    inputEnded = true;
    eventLoop.execute(
        () -> {
          ServerCall.Listener<I> inner = listener;
          if (inner != null && !halfClosed && !cut) {
            halfClosed = true;
            inner.onHalfClose();
          }
        });
  }

  /** Ends the call now. */
  void cut() {
    eventLoop.execute(
        () -> {
          if (cut) {
            return;
          }
          cut = true;
          closeStopping();
          ServerCall.Listener<I> inner = listener;
          if (inner != null) {
            inner.onCancel();
          }
        });
  }

  @Override
  public void sendMessage(O message) {
    if (!cut) {
      super.sendMessage(message);
    }
  }

  @Override
  public void close(Status status, Metadata trailers) {
    if (cut) {
      return;
    }
    // An end of ours must not look like one the client asked for: it would take it for the last
    // word.
    if (inputEnded && status.isOk()) {
      closeStopping();
    } else {
      super.close(status, trailers);
      onEnd.accept(this);
    }
  }

  private void closeStopping() {
    StatusRuntimeException stopping = Draining.stopping();
    Metadata trailers = stopping.getTrailers();
    super.close(stopping.getStatus(), trailers == null ? new Metadata() : trailers);
    onEnd.accept(this);
  }

  @Override
  public boolean isCancelled() {
    return cut || super.isCancelled();
  }
}
