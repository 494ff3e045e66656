// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.millrace.v1.Answers;
import io.millrace.v1.Hello;
import io.millrace.v1.Receipt;
import io.millrace.v1.Record;
import io.millrace.v1.Refusal;
import io.millrace.v1.Stalled;
import io.millrace.v1.SubmitRequest;
import io.millrace.v1.SubmitResponse;
import io.millrace.v1.SubmitServiceGrpc;
import io.millrace.v1.Welcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A real gRPC server on a loopback port that does what the test tells it, stream by stream. */
final class FakeService extends SubmitServiceGrpc.SubmitServiceImplBase implements AutoCloseable {
  private final List<Stream> streams = new CopyOnWriteArrayList<>();
  private final Consumer<Stream> onHello;
  private final AtomicLong committed = new AtomicLong();
  private final Server server;
  private final int port;

  private FakeService(int wantedPort, Consumer<Stream> onHello, BindableService... others) {
    this.onHello = onHello;
    try {
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort);
      var builder = NettyServerBuilder.forAddress(address).addService(this);
      for (var other : others) {
        builder.addService(other);
      }
      server = builder.build().start();
      port = server.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Welcomes every stream and leaves the rest to the test. */
  static FakeService welcoming() {
    return new FakeService(0, Stream::welcome);
  }

  /** Does this with each stream that says Hello, on a port or, if 0, any. */
  static FakeService at(int port, Consumer<Stream> onHello) {
    return new FakeService(port, onHello);
  }

  /** Does this with each stream, beside other services. */
  static FakeService with(Consumer<Stream> onHello, BindableService... others) {
    return new FakeService(0, onHello, others);
  }

  /** Welcomes every stream and acknowledges or refuses each record at once. */
  static FakeService answering(BindableService... others) {
    return new FakeService(
        0,
        stream -> {
          stream.answersAtOnce = true;
          stream.welcome();
        },
        others);
  }

  /** Takes no new stream and asks the clients to go elsewhere, as a node does that goes down. */
  void goAway() {
    server.shutdown();
  }

  String address() {
    return "127.0.0.1:" + port();
  }

  int port() {
    return port;
  }

  /** The n-th stream, from 0, as soon as it has said Hello. */
  Stream stream(int number) {
    until(() -> streams.size() > number);
    return streams.get(number);
  }

  /** Waits for what another thread brings about. */
  static void until(Callable<Boolean> condition) {
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(condition);
  }

  int streamCount() {
    return streams.size();
  }

  @Override
  public StreamObserver<SubmitRequest> submit(StreamObserver<SubmitResponse> responses) {
    var stream = new Stream((ServerCallStreamObserver<SubmitResponse>) responses, committed);
    stream.responses.disableAutoRequest();
    stream.responses.request(1);
    return new StreamObserver<>() {
      @Override
      public void onNext(SubmitRequest request) {
        if (request.hasHello()) {
          stream.hello = request.getHello();
          streams.add(stream);
          onHello.accept(stream);
        } else {
          stream.take(request.getBatch().getRecordsList());
        }
        if (!stream.paused) {
          stream.responses.request(1);
        }
      }

      @Override
      public void onError(Throwable failure) {
        stream.cancelled = true;
      }

      @Override
      public void onCompleted() {
        stream.halfClosed = true;
        if (stream.answersAtOnce) {
          stream.complete();
        }
      }
    };
  }

  @Override
  public void close() {
    server.shutdownNow();
    until(server::isTerminated);
  }

  /** One stream as the service sees it. */
  static final class Stream {
    private final ServerCallStreamObserver<SubmitResponse> responses;
    private final List<List<Record>> batches = new ArrayList<>();
    private volatile Hello hello = Hello.getDefaultInstance();
    private volatile boolean paused;
    private volatile boolean halfClosed;
    private volatile boolean cancelled;

    private volatile boolean answersAtOnce;
    private final AtomicLong committed;

    private Stream(ServerCallStreamObserver<SubmitResponse> responses, AtomicLong committed) {
      this.responses = responses;
      this.committed = committed;
    }

    Hello hello() {
      return hello;
    }

    void welcome() {
      welcome(committed.get());
    }

    /** Welcomes with the highest sequence that the service says is committed. */
    void welcome(long highest) {
      var welcome = Welcome.newBuilder().setProducerEpoch(1).setHighestCommittedSequence(highest);
      send(SubmitResponse.newBuilder().setWelcome(welcome));
    }

    /** Takes nothing after the message at hand, so that flow control holds the client up. */
    void pause() {
      paused = true;
    }

    void resume() {
      paused = false;
      responses.request(1);
    }

    /** Covers these sequences, ascending, with one receipt. */
    void acknowledge(long... sequences) {
      committed.accumulateAndGet(sequences[sequences.length - 1], Math::max);
      send(answers(Answers.newBuilder().addReceipts(receipt(sequences))));
    }

    /** Covers one sequence with a receipt of this place. */
    void acknowledgeAt(int partition, long block, long sequence) {
      committed.accumulateAndGet(sequence, Math::max);
      var receipt = receipt(new long[] {sequence}).setPartition(partition).setBlock(block);
      send(answers(Answers.newBuilder().addReceipts(receipt)));
    }

    void acknowledgeAsDuplicates(long... sequences) {
      var receipt = receipt(sequences).setDuplicates(sequences.length);
      send(answers(Answers.newBuilder().addReceipts(receipt)));
    }

    void refuse(long sequence, String reason) {
      var refusal = Refusal.newBuilder().setSequence(sequence).setReason(reason);
      var receipt = receipt(new long[] {sequence});
      send(answers(Answers.newBuilder().addRefusals(refusal).addReceipts(receipt)));
    }

    void stall(String reason) {
      send(SubmitResponse.newBuilder().setStalled(Stalled.newBuilder().setReason(reason)));
    }

    /** Ends the stream with details as the gateway does. */
    synchronized void fail(Code code, Message... details) {
      var status = com.google.rpc.Status.newBuilder().setCode(code.getNumber());
      for (var detail : details) {
        status.addDetails(Any.pack(detail));
      }
      responses.onError(StatusProto.toStatusRuntimeException(status.build()));
    }

    synchronized void fail(Status status) {
      responses.onError(status.asRuntimeException());
    }

    synchronized void complete() {
      responses.onCompleted();
    }

    /** The sequences taken so far, as soon as there are so many. */
    List<Long> awaitSequences(int count) {
      until(() -> sequences().size() >= count);
      return sequences();
    }

    void awaitHalfClose() {
      until(() -> halfClosed);
    }

    void awaitCancel() {
      until(() -> cancelled);
    }

    synchronized List<Long> sequences() {
      return batches.stream().flatMap(List::stream).map(Record::getSequence).toList();
    }

    synchronized List<List<Record>> batches() {
      return List.copyOf(batches);
    }

    private synchronized void take(List<Record> records) {
      batches.add(records);
      if (answersAtOnce) {
        for (var record : records) {
          if (record.getValue().toStringUtf8().equals("nonsense")) {
            refuse(record.getSequence(), "not a number");
          } else {
            acknowledge(record.getSequence());
          }
        }
      }
    }

    private synchronized void send(SubmitResponse.Builder response) {
      responses.onNext(response.build());
    }

    private static SubmitResponse.Builder answers(Answers.Builder answers) {
      return SubmitResponse.newBuilder().setAnswers(answers);
    }

    private static Receipt.Builder receipt(long[] sequences) {
      var receipt =
          Receipt.newBuilder()
              .setEpoch(1)
              .setBlock(1)
              .setFirstSequence(sequences[0])
              .setLastSequence(sequences[sequences.length - 1]);
      for (int i = 1; i < sequences.length; i++) {
        receipt.addSteps(sequences[i] - sequences[i - 1]);
      }
      return receipt;
    }
  }
}
