// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.ColumnPlan;
import io.millrace.block.EncodedBody;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.skip.SkipEncoder;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.LogStart;
import io.millrace.store.StoredBlock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Takes one term's blocks to the store: encode (several at a time, off the owner's thread), chain
 * (in order), write the payload (several at a time), move the head (one compare-and-set at a time,
 * for all blocks that are durable by then: group commit).
 *
 * <p>Not thread-safe: confined to its owner. What comes back from elsewhere enters through the
 * {@code confined} executor, and the listener is called from there.
 */
public final class LogWriter {
  private static final int ENCODERS = 2;

  /** Hears how the blocks fare. */
  public interface Listener {
    /**
     * The head has passed this block; called for each, in order.
     *
     * @param chain hash over the log up to it
     * @param rawBytes its bytes before compression
     * @param storedBytes the same as stored
     */
    void onCommitted(long block, ByteString chain, long rawBytes, long storedBytes);

    /** A commit that is told now brought a new beginning of the log. */
    void onStart(LogStart before, LogStart now);

    /** A call is repeated because the store gave no definite answer. */
    void onRetry(Throwable cause);

    /** The term is over: FENCED, UNAVAILABLE (outcome unknown), CORRUPT. Nothing follows. */
    void onFailed(Throwable cause);
  }

  /**
   * Where the writer's work is done.
   *
   * @param indexed fields whose values the skip index has a filter of
   */
  public record Workshop(
      BlockLog log,
      BlockEncoder encoder,
      BlockPlans plans,
      SkipEncoder skip,
      List<String> indexed,
      Executor codecExecutor,
      StoreCalls calls) {}

  /** What a block is in the store but for its header. */
  private record Encoded(EncodedBody body, ByteString index) {}

  /** A block on its way; each step fills in more. */
  private static final class OnTheWay {
    private final long sequence;

    /** Until it is written: nobody else keeps what lies in it, which is much. */
    private @Nullable Block block;

    private boolean started;
    private @Nullable Encoded encoded;
    private ByteString chain = ByteString.EMPTY;
    private boolean chained;
    private boolean written;
    private long rawBytes;
    private long storedBytes;

    private OnTheWay(Block block) {
      this.sequence = block.sequence();
      this.block = block;
    }
  }

  private final Workshop workshop;
  private final PartitionSettings settings;
  private final Executor confined;
  private final Listener listener;
  private final ArrayDeque<OnTheWay> blocks = new ArrayDeque<>();
  private Head committed;
  private ByteString chain;
  private LogStart start;
  private int encoding;
  private boolean committing;
  private boolean ended;

  /**
   * @param head where the log ends, under the term that writes
   * @param confined runs what must not run beside the owner
   */
  public LogWriter(
      Head head,
      Workshop workshop,
      PartitionSettings settings,
      Executor confined,
      Listener listener) {
    this.committed = head;
    this.chain = head.chain();
    this.start = head.start();
    this.workshop = workshop;
    this.settings = settings;
    this.confined = confined;
    this.listener = listener;
  }

  /** The head as the last commit left it. */
  public Head head() {
    return committed;
  }

  /** Sends a block on its way, behind those offered before. */
  public void offer(Block block) {
    if (blocks.size() >= settings.inFlightBlocksMax()) {
      throw new IllegalStateException(
          "block " + block.sequence() + " over the window of " + settings.inFlightBlocksMax());
    }
    blocks.addLast(new OnTheWay(block));
    encodeMore();
  }

  /** The next commit that is begun makes this the beginning of the log. */
  public void carry(LogStart newStart) {
    start = newStart;
  }

  /** Ends the writer; what is on its way stays unanswered. */
  public void end() {
    ended = true;
    workshop.calls().end();
  }

  private void encodeMore() {
    for (OnTheWay way : blocks) {
      if (encoding >= ENCODERS) {
        return;
      }
      Block block = way.block;
      if (block != null && !way.started) {
        way.started = true;
        encoding++;
        CompletionStage<Encoded> work =
            CompletableFuture.supplyAsync(() -> encode(block), workshop.codecExecutor());
        work.whenCompleteAsync((encoded, failure) -> onEncoded(way, encoded, failure), confined);
      }
    }
  }

  private Encoded encode(Block block) {
    UUID job = block.partition().job();
    ColumnPlan plan = workshop.plans().inForce(job);
    EncodedBody body = workshop.encoder().encode(block, plan);
    workshop.plans().encoded(job, plan, body);
    return new Encoded(body, workshop.skip().encode(block.results(), workshop.indexed()));
  }

  private void onEncoded(OnTheWay way, @Nullable Encoded encoded, @Nullable Throwable failure) {
    encoding--;
    if (failure != null || encoded == null) {
      fail(failure == null ? new IllegalStateException("no body") : StoreCalls.unwrap(failure));
      return;
    }
    way.encoded = encoded;
    for (OnTheWay next : blocks) {
      if (next.chained) {
        continue;
      }
      if (next.block == null || next.encoded == null || ended) {
        break;
      }
      write(next, next.block, next.encoded);
    }
    encodeMore();
  }

  private void write(OnTheWay way, Block block, Encoded encoded) {
    EncodedBody body = encoded.body();
    BlockHeader header = BlockHeader.of(block, body, chain);
    ByteString headerBytes = header.encode();
    chain = BlockHeader.chain(chain, headerBytes);
    way.chain = chain;
    way.chained = true;
    way.block = null;
    way.encoded = null;
    way.rawBytes = body.plainLength();
    way.storedBytes = (long) headerBytes.size() + body.bytes().size();
    var stored =
        new StoredBlock(
            block.partition(),
            block.sequence(),
            block.epoch(),
            headerBytes,
            body.bytes(),
            encoded.index());
    workshop
        .calls()
        .untilAnswered(() -> workshop.log().write(stored), StoreCalls.FOR_EVER)
        .whenComplete((written, failure) -> onWritten(way, failure));
  }

  private void onWritten(OnTheWay way, @Nullable Throwable failure) {
    if (failure != null) {
      fail(StoreCalls.unwrap(failure));
      return;
    }
    way.written = true;
    commit();
  }

  /** One compare-and-set for all blocks in a row that are durable by now. */
  private void commit() {
    if (committing || ended) {
      return;
    }
    OnTheWay last = null;
    for (OnTheWay way : blocks) {
      if (!way.written) {
        break;
      }
      last = way;
    }
    if (last == null) {
      return;
    }
    committing = true;
    Head expected = committed;
    Head next = expected.extend(last.sequence, last.chain, start);
    workshop
        .calls()
        .untilAnswered(() -> workshop.log().compareAndSet(expected, next), settings.commitTimeout())
        .whenComplete(
            (result, failure) -> {
              if (failure == null) {
                onAnswered(result, next);
              } else {
                fail(StoreCalls.unwrap(failure));
              }
            });
  }

  private void onAnswered(BlockLog.CasResult result, Head next) {
    switch (CommitVerdict.of(result, next)) {
      case COMMITTED -> {
        if (ended) {
          return;
        }
        committing = false;
        LogStart before = committed.start();
        committed = next;
        while (!blocks.isEmpty() && blocks.getFirst().sequence <= next.sequence()) {
          OnTheWay way = blocks.removeFirst();
          listener.onCommitted(way.sequence, way.chain, way.rawBytes, way.storedBytes);
        }
        if (!before.equals(next.start())) {
          listener.onStart(before, next.start());
        }
        commit();
      }
      case FENCED ->
          fail(
              MillraceException.of(Kind.FENCED, "another owner took over")
                  .with("partition", next.partition())
                  .with("epoch", next.epoch().value())
                  .with("newer", result.head().epoch().value()));
      case BROKEN ->
          fail(
              MillraceException.of(Kind.CORRUPT, "head is not what its owner made it")
                  .with("partition", next.partition())
                  .with("acknowledged", committed.sequence())
                  .with("expected", next.sequence())
                  .with("actual", result.head().sequence()));
    }
  }

  private void fail(Throwable cause) {
    if (!ended) {
      end();
      listener.onFailed(cause);
    }
  }
}
