// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.limits;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.millrace.bench.peer.BenchRecords;
import io.millrace.bench.suite.ChildJvm;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.Limits;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.v1.Hello;
import io.millrace.v1.Record;
import io.millrace.v1.RecordBatch;
import io.millrace.v1.SubmitRequest;
import io.millrace.v1.SubmitResponse;
import io.millrace.v1.SubmitServiceGrpc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends batches that were made before, as fast as the streams take them; each is put on the wire
 * anew. A round is over when all are acknowledged.
 */
final class BareStream implements Contender {
  /** As Millrace's client does unless told otherwise. */
  private static final int BATCH_RECORDS = 1_000;

  private static final int BATCH_BYTES = 128 << 10;
  private static final int BATCHES = 32;
  private static final int KEYS = 10_000;
  private static final int WAIT_MAX_S = 600;

  private final Path folder;
  private @Nullable ChildJvm server;

  /**
   * @param folder gets the server's log
   */
  BareStream(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return Limits.STREAM;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "batch",
        "%d records or %d bytes, made before".formatted(BATCH_RECORDS, BATCH_BYTES),
        "channels",
        "one for each stream");
  }

  @Override
  public String promises() {
    return "Nothing: the server drops what it acknowledges.";
  }

  @Override
  public Measurement round(Load load) throws IOException, InterruptedException {
    ChildJvm running = server;
    if (running == null) {
      running = ChildJvm.start(DropServer.class, List.of(), List.of(), folder.resolve("drop.log"));
      server = running;
    }
    int streams = load.getInt(LimitsSuite.PRODUCERS);
    List<SubmitRequest> batches = batches(load.getInt(Load.VALUE_BYTES));
    long perBatch = batches.get(0).getBatch().getRecordsCount();
    long each = Math.max(1, load.get(Load.RECORDS) / streams / perBatch);
    var channels = new ArrayList<ManagedChannel>();
    try {
      for (int i = 0; i < streams; i++) {
        channels.add(
            Grpc.newChannelBuilder(
                    "127.0.0.1:" + running.ready(), InsecureChannelCredentials.create())
                .build());
      }
      CpuClock cpu = CpuClock.ofClientAnd("server", running.process());
      long start = System.nanoTime();
      var sent = new ArrayList<Stream>();
      channels.forEach(channel -> sent.add(Stream.open(channel, batches, each)));
      for (Stream stream : sent) {
        stream.await();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      Measurement measured = cpu.measurement(each * perBatch * streams, seconds);
      double bytes = measured.recordsPerSecond() * load.get(Load.VALUE_BYTES);
      return measured.with("value-mb-per-s", bytes / 1e6);
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }

  private static List<SubmitRequest> batches(int valueBytes) {
    var records = new BenchRecords(KEYS, valueBytes);
    int count = Math.max(1, Math.min(BATCH_RECORDS, BATCH_BYTES / (valueBytes + Long.BYTES)));
    var batches = new ArrayList<SubmitRequest>();
    for (int b = 0; b < BATCHES; b++) {
      var batch = RecordBatch.newBuilder();
      for (int i = 0; i < count; i++) {
        long index = (long) b * count + i;
        batch.addRecords(
            Record.newBuilder()
                .setSequence(index + 1)
                .setKey(UnsafeByteOperations.unsafeWrap(records.key(index)))
                .setValue(UnsafeByteOperations.unsafeWrap(records.value(index))));
      }
      batches.add(SubmitRequest.newBuilder().setBatch(batch).build());
    }
    return batches;
  }

  @Override
  public void close() {
    ChildJvm running = server;
    server = null;
    if (running != null) {
      running.close();
    }
  }

  /** One stream: sends whenever there is room. Its state is touched by gRPC's calls only. */
  private static final class Stream
      implements ClientResponseObserver<SubmitRequest, SubmitResponse> {
    private final List<SubmitRequest> batches;
    private final long count;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private boolean greeted;
    private long sent;

    private Stream(List<SubmitRequest> batches, long count) {
      this.batches = batches;
      this.count = count;
    }

    static Stream open(ManagedChannel channel, List<SubmitRequest> batches, long count) {
      var stream = new Stream(batches, count);
      var unused = SubmitServiceGrpc.newStub(channel).submit(stream);
      return stream;
    }

    void await() throws InterruptedException {
      try {
        over.get(WAIT_MAX_S, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new IllegalStateException("stream did not end well: " + e, e);
      }
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SubmitRequest> stream) {
      stream.setOnReadyHandler(() -> send(stream));
    }

    private void send(ClientCallStreamObserver<SubmitRequest> stream) {
      if (!greeted) {
        greeted = true;
        stream.onNext(SubmitRequest.newBuilder().setHello(Hello.getDefaultInstance()).build());
      }
      while (sent < count && stream.isReady()) {
        stream.onNext(batches.get((int) (sent % batches.size())));
        sent++;
        if (sent == count) {
          stream.onCompleted();
        }
      }
    }

    @Override
    public void onNext(SubmitResponse response) {
      // A receipt; that all came is what the end of the stream says.
    }

    @Override
    public void onError(Throwable cause) {
      over.completeExceptionally(cause);
    }

    @Override
    public void onCompleted() {
      over.complete(null);
    }
  }
}
