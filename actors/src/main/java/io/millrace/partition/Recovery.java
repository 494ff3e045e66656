// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.SnapshotManifest;
import io.millrace.block.SnapshotPart;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.SnapshotRef;
import io.millrace.store.SnapshotStore;
import io.millrace.store.StoredBlock;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a partition up under a new term: claims it, so that no older owner can commit any more,
 * takes back the newest snapshot that can be read, replays the committed blocks behind it and
 * checks the chain over them against the head. The same for a crash, a move or a deploy.
 *
 * @param <C> how the partition's callers are reached
 */
public final class Recovery<C> {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  private final BlockLog log;
  private final SnapshotStore snapshots;
  private final BlockLimits limits;
  private final long pageBytes;
  private final Executor executor;

  /**
   * @param pageBytes the log is read in pages of so many bytes
   * @param executor decodes and replays
   */
  public Recovery(
      BlockLog log,
      SnapshotStore snapshots,
      BlockLimits limits,
      long pageBytes,
      Executor executor) {
    this.log = log;
    this.snapshots = snapshots;
    this.limits = limits;
    this.pageBytes = pageBytes;
    this.executor = executor;
  }

  /**
   * A partition that may serve.
   *
   * @param head under the new term
   * @param replayed blocks that were replayed
   */
  public record Recovered<C>(Head head, PartitionCore<C> core, long replayed) {}

  /**
   * Claims the partition and brings it up.
   *
   * @param cores makes an empty partition; called once for each try
   * @return fails FENCED, UNAVAILABLE or CORRUPT
   */
  public CompletionStage<Recovered<C>> recover(
      PartitionId partition, Supplier<PartitionCore<C>> cores) {
    return log.claim(partition).thenComposeAsync(head -> recover(head, cores), executor);
  }

  private CompletionStage<Recovered<C>> recover(Head head, Supplier<PartitionCore<C>> cores) {
    SnapshotRef newest = head.start().newest();
    if (!newest.exists()) {
      return replay(head, cores.get());
    }
    SnapshotRef older = head.start().older();
    return orElse(
        from(head, newest, cores.get()),
        failure -> {
          LOG.atWarn()
              .addKeyValue("partition", head.partition())
              .addKeyValue("snapshot", newest)
              .setCause(failure)
              .log("newest snapshot cannot be used");
          return older.exists() ? from(head, older, cores.get()) : replay(head, cores.get());
        });
  }

  /** The other way, if stored bytes are not what was written; other failures say nothing of it. */
  private CompletionStage<Recovered<C>> orElse(
      CompletionStage<Recovered<C>> first,
      Function<Throwable, CompletionStage<Recovered<C>>> second) {
    return first
        .handleAsync(
            (recovered, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedStage(recovered);
              }
              return isCorrupt(failure)
                  ? second.apply(failure)
                  : CompletableFuture.<Recovered<C>>failedStage(failure);
            },
            executor)
        .thenCompose(Function.identity());
  }

  private static boolean isCorrupt(Throwable failure) {
    return StoreCalls.unwrap(failure) instanceof MillraceException e && e.kind() == Kind.CORRUPT;
  }

  private CompletionStage<Recovered<C>> from(Head head, SnapshotRef ref, PartitionCore<C> core) {
    return snapshots
        .read(head.partition(), ref.id(), 0)
        .thenComposeAsync(
            bytes -> {
              SnapshotManifest manifest = SnapshotManifest.decode(bytes);
              if (!manifest.partition().equals(head.partition())
                  || !manifest.id().equals(ref.id())
                  || manifest.sequence() != ref.sequence()) {
                throw corrupt("snapshot is not the one that the head names", head, ref.sequence());
              }
              return parts(head, manifest, 1, ByteString.EMPTY, new BitSet(), core);
            },
            executor)
        .thenComposeAsync(
            manifest -> replay(head, manifest.sequence(), manifest.chain(), 0, core), executor);
  }

  /** Reads chunks from one on; a part may lie in several. */
  private CompletionStage<SnapshotManifest> parts(
      Head head,
      SnapshotManifest manifest,
      int chunk,
      ByteString begun,
      BitSet seen,
      PartitionCore<C> core) {
    if (chunk > manifest.parts()) {
      if (!begun.isEmpty() || seen.cardinality() != seen.length()) {
        throw corrupt("snapshot lacks a part", head, manifest.sequence());
      }
      core.state().restored(manifest);
      return CompletableFuture.completedStage(manifest);
    }
    return snapshots
        .read(head.partition(), manifest.id(), chunk)
        .thenComposeAsync(
            bytes -> {
              ByteString sofar = begun.concat(bytes);
              if (sofar.size() < SnapshotPart.encodedLength(sofar)) {
                return parts(head, manifest, chunk + 1, sofar, seen, core);
              }
              SnapshotPart part = SnapshotPart.decode(sofar, limits);
              if (!part.partition().equals(head.partition())
                  || !part.id().equals(manifest.id())
                  || seen.get(part.chunk() - 1)) {
                throw corrupt("snapshot part lies at another's place", head, manifest.sequence());
              }
              seen.set(part.chunk() - 1);
              core.state().restore(part);
              return parts(head, manifest, chunk + 1, ByteString.EMPTY, seen, core);
            },
            executor);
  }

  private CompletionStage<Recovered<C>> replay(Head head, PartitionCore<C> core) {
    if (head.start().truncated() > 0) {
      throw corrupt("no snapshot can be used, and blocks are truncated", head, 1);
    }
    return replay(head, 0, ByteString.EMPTY, 0, core);
  }

  private CompletionStage<Recovered<C>> replay(
      Head head, long after, ByteString chain, long replayed, PartitionCore<C> core) {
    if (after == head.sequence()) {
      if (!chain.equals(head.chain())) {
        throw corrupt("chain of the log differs from the head's", head, after);
      }
      core.begin(head.epoch(), head.start().truncated());
      return CompletableFuture.completedStage(new Recovered<>(head, core, replayed));
    }
    return log.read(head, after, pageBytes)
        .thenComposeAsync(page -> replayPage(head, after, chain, replayed, core, page), executor);
  }

  private CompletionStage<Recovered<C>> replayPage(
      Head head,
      long after,
      ByteString chain,
      long replayed,
      PartitionCore<C> core,
      List<StoredBlock> page) {
    if (page.isEmpty()) {
      throw corrupt("committed block missing", head, after + 1);
    }
    long sequence = after;
    ByteString running = chain;
    for (StoredBlock stored : page) {
      sequence++;
      BlockHeader header = header(head, sequence, stored);
      if (!header.partition().equals(head.partition())
          || header.sequence() != sequence
          || !header.previousChain().equals(running)) {
        throw corrupt("block does not continue the chain", head, sequence);
      }
      running = header.chain();
      Block block = block(head, header, stored);
      core.state().replay(block, header.rawLength(), stored.header().size() + stored.body().size());
    }
    return replay(head, sequence, running, replayed + page.size(), core);
  }

  private static BlockHeader header(Head head, long sequence, StoredBlock stored) {
    try {
      return BlockHeader.decode(stored.header());
    } catch (MillraceException e) {
      throw corrupt("block cannot be read", head, sequence).with("cause", e.getMessage());
    }
  }

  private Block block(Head head, BlockHeader header, StoredBlock stored) {
    try {
      return BlockDecoder.decode(header, stored.body(), limits);
    } catch (MillraceException e) {
      throw corrupt("block cannot be read", head, header.sequence()).with("cause", e.getMessage());
    }
  }

  private static MillraceException corrupt(String text, Head head, long block) {
    return MillraceException.of(Kind.CORRUPT, text)
        .with("partition", head.partition())
        .with("block", block)
        .with("head", head.sequence());
  }
}
