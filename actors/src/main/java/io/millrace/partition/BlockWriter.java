// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.EncodedBody;
import io.millrace.codec.Codec;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The stream that takes one term's blocks to the store: encode (several at a time, off the actor's
 * thread), chain (in order), write the payload (several at a time), move the head (one
 * compare-and-set at a time, for all blocks that are durable by then).
 *
 * <p>Call {@link #offer} from one thread at a time. The listener is called from stream threads.
 */
final class BlockWriter {
  private static final int ENCODERS = 2;

  /** Hears how the blocks fare. */
  interface Listener {
    /** The head has passed these blocks. */
    void onCommitted(Progress progress);

    /** A call is repeated because the store gave no definite answer. */
    void onRetry(Throwable cause);

    /** The term is over: FENCED, UNAVAILABLE (outcome unknown), CORRUPT. Nothing follows. */
    void onFailed(Throwable cause);
  }

  /**
   * A commit.
   *
   * @param block the last committed block
   * @param rawBytes bytes of the blocks of this commit, before compression
   * @param storedBytes the same as stored
   */
  record Progress(long block, long rawBytes, long storedBytes) {}

  private record Encoded(Block block, EncodedBody body) {}

  private record Chained(StoredBlock stored, ByteString chain, long rawBytes, long storedBytes) {
    /** The run of blocks that ends with the other one. */
    Chained merge(Chained later) {
      return new Chained(
          later.stored, later.chain, rawBytes + later.rawBytes, storedBytes + later.storedBytes);
    }
  }

  private final BlockLog log;
  private final BlockEncoder encoder;
  private final Codec codec;
  private final Executor codecExecutor;
  private final PartitionSettings settings;
  private final StoreCalls calls;
  private final BoundedSourceQueue<Block> queue;
  private Head committed;
  private ByteString chain;

  /**
   * Starts the stream.
   *
   * @param head where the log ends, under the term that writes
   */
  BlockWriter(
      Head head,
      BlockLog log,
      BlockEncoder encoder,
      Codec codec,
      Executor codecExecutor,
      PartitionSettings settings,
      Materializer materializer,
      Listener listener) {
    this.log = log;
    this.encoder = encoder;
    this.codec = codec;
    this.codecExecutor = codecExecutor;
    this.settings = settings;
    this.committed = head;
    this.chain = head.chain();
    this.calls = new StoreCalls(settings, codecExecutor, listener::onRetry);
    int window = settings.inFlightBlocksMax();
    Pair<BoundedSourceQueue<Block>, CompletionStage<org.apache.pekko.Done>> running =
        Source.<Block>queue(window)
            .mapAsync(ENCODERS, this::encode)
            .map(this::chain)
            .mapAsync(window, this::write)
            .via(groupCommit(window))
            .toMat(Sink.foreach(listener::onCommitted), Keep.both())
            .run(materializer);
    this.queue = running.first();
    running
        .second()
        .whenCompleteAsync(
            (done, failure) -> {
              if (failure != null) {
                listener.onFailed(StoreCalls.unwrap(failure));
              }
            },
            codecExecutor);
  }

  /** Sends a block on its way; the core keeps within the window, so there is always room. */
  void offer(Block block) {
    QueueOfferResult result = queue.offer(block);
    if (result == QueueOfferResult.dropped()) {
      throw new IllegalStateException(
          "block " + block.sequence() + " over the window of " + settings.inFlightBlocksMax());
    }
  }

  /** Ends the stream; what is on its way stays unanswered. */
  void end() {
    calls.end();
    if (!queue.isCompleted()) {
      queue.fail(MillraceException.of(Kind.UNAVAILABLE, "partition ended"));
    }
  }

  private CompletionStage<Encoded> encode(Block block) {
    return CompletableFuture.supplyAsync(
        () -> new Encoded(block, encoder.encode(block.results(), block.changes(), codec)),
        codecExecutor);
  }

  private Chained chain(Encoded encoded) {
    Block block = encoded.block();
    BlockHeader header = BlockHeader.of(block, encoded.body(), chain);
    ByteString headerBytes = header.encode();
    chain = header.chain();
    var stored =
        new StoredBlock(
            block.partition(),
            block.sequence(),
            block.epoch(),
            headerBytes,
            encoded.body().bytes());
    return new Chained(
        stored, chain, encoded.body().rawLength(), headerBytes.size() + stored.body().size());
  }

  private CompletionStage<Chained> write(Chained block) {
    return calls
        .untilAnswered(() -> log.write(block.stored()), StoreCalls.FOR_EVER)
        .thenApply(written -> block);
  }

  private Flow<Chained, Progress, NotUsed> groupCommit(int window) {
    return Flow.<Chained>create()
        .batch(window, first -> first, Chained::merge)
        .mapAsync(1, this::commit);
  }

  private CompletionStage<Progress> commit(Chained run) {
    Head next = committed.extend(run.stored().sequence(), run.chain());
    Head expected = committed;
    return calls
        .untilAnswered(() -> log.compareAndSet(expected, next), settings.commitTimeout())
        .thenApply(
            result -> {
              switch (CommitVerdict.of(result, next)) {
                case COMMITTED -> {
                  committed = next;
                  return new Progress(next.sequence(), run.rawBytes(), run.storedBytes());
                }
                case FENCED ->
                    throw MillraceException.of(Kind.FENCED, "another owner took over")
                        .with("partition", next.partition())
                        .with("epoch", next.epoch().value())
                        .with("newer", result.head().epoch().value());
                case BROKEN ->
                    throw MillraceException.of(Kind.CORRUPT, "head is not what its owner made it")
                        .with("partition", next.partition())
                        .with("expected", next.sequence())
                        .with("actual", result.head().sequence());
              }
              throw new AssertionError("verdict of " + result);
            });
  }
}
