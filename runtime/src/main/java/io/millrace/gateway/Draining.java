// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a stopping node's clients go without a failed request: new calls are refused UNAVAILABLE
 * before anything is done for them, single calls under way end, streams of producers are answered
 * for all they sent and then end UNAVAILABLE, and tails end at once, since they never would. A
 * client goes on at another node. Thread-safe.
 */
final class Draining implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(Draining.class);
  private static final String OWN_SERVICES = "millrace.";

  private final Set<DrainableCall<?, ?>> open = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private volatile boolean started;

  @Override
  public <I, O> ServerCall.Listener<I> interceptCall(
      ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
    if (!call.getMethodDescriptor().getFullMethodName().startsWith(OWN_SERVICES)) {
      return next.startCall(call, headers);
    }
    var tracked =
        new DrainableCall<>(call, ServiceRequestContext.current().eventLoop(), this::ended);
    open.add(tracked);
    if (started) {
      ended(tracked);
      refuse(call);
      return new ServerCall.Listener<>() {};
    }
    return tracked.listen(next.startCall(tracked, headers));
  }

  private static void refuse(ServerCall<?, ?> call) {
    StatusRuntimeException refusal = stopping();
    Metadata trailers = refusal.getTrailers();
    call.close(refusal.getStatus(), trailers == null ? new Metadata() : trailers);
  }

  /** What a client is told that should turn to another node. */
  static StatusRuntimeException stopping() {
    return StatusMapping.toStatus(
        MillraceException.of(Kind.UNAVAILABLE, "node is stopping")
            .with("expected", "another node of the cluster"));
  }

  private void ended(DrainableCall<?, ?> call) {
    open.remove(call);
    if (started && open.isEmpty()) {
      drained.complete(null);
    }
  }

  boolean isStarted() {
    return started;
  }

  /** Begins, and waits until all calls have ended; those that have not in time are cut. */
  void drain(Duration timeout) {
    started = true;
    for (DrainableCall<?, ?> call : open) {
      boolean streamsIn = !call.getMethodDescriptor().getType().clientSendsOneMessage();
      if (streamsIn) {
        call.endInput();
      } else if (isTail(call)) {
        call.cut();
      }
    }
    if (open.isEmpty()) {
      return;
    }
    try {
      drained.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.atInfo().addKeyValue("calls", open.size()).log("calls cut that did not end in time");
      open.forEach(DrainableCall::cut);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("draining cannot fail", e);
    }
  }

  private static boolean isTail(DrainableCall<?, ?> call) {
    return call.getMethodDescriptor().getType() == MethodType.SERVER_STREAMING
        && "Tail".equals(call.getMethodDescriptor().getBareMethodName());
  }
}
