// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;

import com.google.protobuf.ByteString;
import io.grpc.Deadline;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.millrace.model.MillraceException;
import io.millrace.v1.GetRequest;
import io.millrace.v1.GetResponse;
import io.millrace.v1.Receipt;
import io.millrace.v1.ResultServiceGrpc;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Reads results of one job and never sees less than it has seen, than the receipts it was given
 * prove, or than the producer sessions it follows were acknowledged. Costs the service nothing
 * unless it is behind. Thread-safe; holds one small receipt per partition.
 */
public final class ReadSession {
  private static final String REFUSED = "the service refused the read";

  private final String job;
  private final Channels channels;
  private final ClientSettings settings;
  private final List<ProducerSession> followed = new CopyOnWriteArrayList<>();
  private final NewestReceipts demanded = new NewestReceipts();

  ReadSession(String job, Channels channels, ClientSettings settings) {
    this.job = job;
    this.channels = channels;
    this.settings = settings;
  }

  /** Reads from now on what the receipt proves, at least. */
  public ReadSession atLeast(Receipt receipt) {
    synchronized (demanded) {
      demanded.add(receipt);
    }
    return this;
  }

  /** Each read reflects what the session was acknowledged before it, at least. */
  public ReadSession follow(ProducerSession session) {
    followed.add(session);
    return this;
  }

  /**
   * The newest main result of a key; waits for it within {@link ClientSettings#requestTimeout}.
   *
   * @throws MillraceException NOT_FOUND no such job, or the key has no main result; UNAVAILABLE no
   *     node could answer as recently as was demanded in time
   */
  public GetResponse get(ByteString key) {
    var answer = getAsync(key).toCompletableFuture();
    try {
      return answer.get(2 * settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MillraceException.of(UNAVAILABLE, "interrupted while waiting", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof MillraceException told) {
        throw MillraceException.of(told.kind(), REFUSED, told).with("reason", told.getMessage());
      }
      throw new IllegalStateException("read failed", e);
    } catch (TimeoutException e) {
      throw MillraceException.of(UNAVAILABLE, "no answer in time", e);
    }
  }

  /** As {@link #get}, without blocking; the stage fails with a MillraceException. */
  public CompletionStage<GetResponse> getAsync(ByteString key) {
    for (var session : followed) {
      session.newestReceipts().forEach(this::atLeast);
    }
    var attempt = new Attempt(key, channels.bestFirst());
    attempt.start(0);
    return attempt.answer;
  }

  private List<Receipt> demands() {
    synchronized (demanded) {
      return demanded.all();
    }
  }

  /** One read: asks one address after the other while they are unavailable. */
  private final class Attempt {
    private final CompletableFuture<GetResponse> answer = new CompletableFuture<>();
    private final Deadline deadline =
        Deadline.after(settings.requestTimeout().toNanos(), TimeUnit.NANOSECONDS);
    private final List<ManagedChannel> order;
    private final NewestReceipts floor = new NewestReceipts();
    private final GetRequest request;

    Attempt(ByteString key, List<ManagedChannel> order) {
      var least = demands();
      this.order = order;
      least.forEach(floor::add);
      this.request = GetRequest.newBuilder().setJob(job).setKey(key).addAllAtLeast(least).build();
    }

    void start(int number) {
      ResultServiceGrpc.newStub(order.get(number))
          .withDeadline(deadline)
          .get(request, new Answer(number));
    }

    private void take(GetResponse response) {
      var asOf = response.getAsOf();
      long least = floor.blockOf(asOf.getPartition());
      if (asOf.getBlock() < least) {
        answer.completeExceptionally(
            MillraceException.of(UNAVAILABLE, "the answer is older than what was demanded")
                .with("partition", asOf.getPartition())
                .with("block", asOf.getBlock())
                .with("expected", ">= " + least));
      } else {
        atLeast(asOf);
        answer.complete(response);
      }
    }

    /** Hears one address. */
    private final class Answer implements StreamObserver<GetResponse> {
      private final int number;
      private @Nullable GetResponse response;

      Answer(int number) {
        this.number = number;
      }

      @Override
      public void onNext(GetResponse message) {
        response = message;
      }

      @Override
      public void onError(Throwable failure) {
        var end = StreamEnd.of(failure);
        if (end.status().getCode() == Status.Code.UNAVAILABLE && number + 1 < order.size()) {
          start(number + 1);
        } else {
          answer.completeExceptionally(GrpcFailures.toFailure(REFUSED, end));
        }
      }

      @Override
      public void onCompleted() {
        if (response == null) {
          onError(Status.INTERNAL.withDescription("no answer in the call").asException());
        } else {
          take(response);
        }
      }
    }
  }
}
