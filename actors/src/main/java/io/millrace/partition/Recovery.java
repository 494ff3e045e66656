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
import io.millrace.codec.Dictionaries;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockDictionaries;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import io.millrace.store.SnapshotRef;
import io.millrace.store.SnapshotStore;
import io.millrace.store.StoredBlock;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
  private static final int REHEARSED_BLOCKS_MAX = 256;

  private final BlockLog log;
  private final SnapshotStore snapshots;
  private final BlockDictionaries dictionaries;
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
      BlockDictionaries dictionaries,
      BlockLimits limits,
      long pageBytes,
      Executor executor) {
    this.log = log;
    this.snapshots = snapshots;
    this.dictionaries = dictionaries;
    this.limits = limits;
    this.pageBytes = pageBytes;
    this.executor = executor;
  }

  /** The same for a log whose blocks name no dictionaries. */
  public Recovery(
      BlockLog log,
      SnapshotStore snapshots,
      BlockLimits limits,
      long pageBytes,
      Executor executor) {
    this(log, snapshots, BlockDictionaries.NONE, limits, pageBytes, executor);
  }

  /**
   * A partition that may serve.
   *
   * @param head under the new term
   * @param loaded the snapshot that was taken back, NONE if there was none to be used
   * @param replayed blocks that were replayed
   */
  public record Recovered<C>(Head head, PartitionCore<C> core, SnapshotRef loaded, long replayed) {}

  /** How far a recovery got. */
  private record At(SnapshotRef loaded, long after, ByteString chain, long replayed) {
    private static final At GENESIS = new At(SnapshotRef.NONE, 0, ByteString.EMPTY, 0);

    private static At of(SnapshotRef ref, SnapshotManifest manifest) {
      return new At(ref, manifest.sequence(), manifest.chain(), 0);
    }

    private At behind(ByteString newChain) {
      return new At(loaded, after + 1, newChain, replayed + 1);
    }
  }

  /**
   * Claims the partition and brings it up.
   *
   * @param cores makes an empty partition; called once for each try
   * @return fails FENCED, UNAVAILABLE or CORRUPT
   */
  public CompletionStage<Recovered<C>> recover(
      PartitionId partition, Supplier<PartitionCore<C>> cores) {
    return log.claim(partition)
        .thenComposeAsync(head -> orFenced(head, recover(head, cores)), executor);
  }

  /**
   * Goes a part of the same way without a claim, to have gone it once: reads the first part of the
   * newest snapshot and the last blocks, and replays these into a core that is thrown away. Reads
   * no more than the recovery's page of blocks and one part.
   *
   * @return how many blocks were replayed; fails as {@link #recover}
   */
  CompletionStage<Integer> rehearse(PartitionId partition, Supplier<PartitionCore<C>> cores) {
    return log.head(partition)
        .thenComposeAsync(
            head -> {
              long after =
                  Math.max(head.start().truncated(), head.sequence() - REHEARSED_BLOCKS_MAX);
              return rehearsePart(head)
                  .thenCompose(part -> log.read(head, after, pageBytes))
                  .thenCompose(
                      blocks ->
                          dictionaries
                              .of(blocks)
                              .thenApplyAsync(
                                  named -> rehearse(head, after, blocks, named, cores.get()),
                                  executor));
            },
            executor);
  }

  private CompletionStage<Optional<SnapshotPart>> rehearsePart(Head head) {
    SnapshotRef newest = head.start().newest();
    if (!newest.exists()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return snapshots
        .read(head.partition(), newest.id(), 1)
        .thenApplyAsync(
            bytes ->
                bytes.size() < SnapshotPart.encodedLength(bytes)
                    ? Optional.empty()
                    : Optional.of(SnapshotPart.decode(bytes, limits)),
            executor);
  }

  private int rehearse(
      Head head, long after, List<StoredBlock> blocks, Dictionaries named, PartitionCore<C> core) {
    @Nullable At at = null;
    for (StoredBlock stored : blocks) {
      if (at == null) {
        ByteString chain = header(head, after + 1, stored).previousChain();
        at = new At(SnapshotRef.NONE, after, chain, 0);
      }
      at = replay(head, at, core, stored, named);
    }
    return blocks.size();
  }

  /** What is missing or damaged may be so because a newer owner moved on: then it is not ours. */
  private CompletionStage<Recovered<C>> orFenced(
      Head head, CompletionStage<Recovered<C>> recovery) {
    return orElse(
        recovery,
        corrupt ->
            log.head(head.partition())
                .thenCompose(
                    now ->
                        CompletableFuture.failedStage(
                            now.sameTerm(head)
                                ? StoreCalls.unwrap(corrupt)
                                : MillraceException.of(Kind.FENCED, "another owner took over")
                                    .with("partition", head.partition())
                                    .with("epoch", head.epoch().value())
                                    .with("newer", now.epoch().value()))));
  }

  private CompletionStage<Recovered<C>> recover(Head head, Supplier<PartitionCore<C>> cores) {
    return from(
        head,
        head.start().newest(),
        cores,
        () -> from(head, head.start().older(), cores, () -> replay(head, cores.get())));
  }

  /** From a snapshot; the other way if there is none, or it is damaged. */
  private CompletionStage<Recovered<C>> from(
      Head head,
      SnapshotRef ref,
      Supplier<PartitionCore<C>> cores,
      Supplier<CompletionStage<Recovered<C>>> otherwise) {
    if (!ref.exists()) {
      return otherwise.get();
    }
    return orElse(
        from(head, ref, cores.get()),
        failure -> {
          LOG.atWarn()
              .addKeyValue("partition", head.partition())
              .addKeyValue("snapshot", ref)
              .setCause(failure)
              .log("snapshot cannot be used");
          return otherwise.get();
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
              core.state().expect(manifest);
              return parts(head, manifest, 1, ByteString.EMPTY, new BitSet(), core);
            },
            executor)
        .thenComposeAsync(manifest -> replay(head, At.of(ref, manifest), core), executor);
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
    return replay(head, At.GENESIS, core);
  }

  private CompletionStage<Recovered<C>> replay(Head head, At at, PartitionCore<C> core) {
    if (at.after() == head.sequence()) {
      if (!at.chain().equals(head.chain())) {
        throw corrupt("chain of the log differs from the head's", head, at.after());
      }
      core.begin(head.epoch(), head.start().truncated());
      return CompletableFuture.completedStage(
          new Recovered<>(head, core, at.loaded(), at.replayed()));
    }
    return log.read(head, at.after(), pageBytes)
        .thenCompose(
            page ->
                dictionaries
                    .of(page)
                    .thenComposeAsync(named -> replayPage(head, at, core, page, named), executor));
  }

  private CompletionStage<Recovered<C>> replayPage(
      Head head, At from, PartitionCore<C> core, List<StoredBlock> page, Dictionaries named) {
    if (page.isEmpty()) {
      throw corrupt("committed block missing", head, from.after() + 1);
    }
    At at = from;
    for (StoredBlock stored : page) {
      try {
        at = replay(head, at, core, stored, named);
      } catch (MillraceException e) {
        return e.kind() == Kind.CORRUPT
            ? again(head, at, core, e)
            : CompletableFuture.failedStage(e);
      }
    }
    return replay(head, at, core);
  }

  /** One replica's copy may be damaged and another's not: reads the next block from all of them. */
  private CompletionStage<Recovered<C>> again(
      Head head, At at, PartitionCore<C> core, MillraceException damage) {
    LOG.atWarn().setCause(damage).addKeyValue("partition", head.partition()).log("block damaged");
    return log.reread(head, at.after() + 1)
        .thenCompose(
            stored ->
                dictionaries
                    .of(List.of(stored))
                    .thenComposeAsync(
                        named -> replay(head, replay(head, at, core, stored, named), core),
                        executor));
  }

  private At replay(
      Head head, At at, PartitionCore<C> core, StoredBlock stored, Dictionaries named) {
    long sequence = at.after() + 1;
    BlockHeader header = header(head, sequence, stored);
    if (!header.partition().equals(head.partition())
        || header.sequence() != sequence
        || !header.previousChain().equals(at.chain())) {
      throw corrupt("block does not continue the chain", head, sequence);
    }
    Block block = block(head, header, stored, named);
    core.state()
        .replay(block, header.plainLength(), stored.header().size() + header.storedLength());
    return at.behind(header.chain());
  }

  private static BlockHeader header(Head head, long sequence, StoredBlock stored) {
    try {
      return BlockHeader.decode(stored.header());
    } catch (MillraceException e) {
      throw corrupt("block cannot be read", head, sequence).with("cause", e.getMessage());
    }
  }

  private Block block(Head head, BlockHeader header, StoredBlock stored, Dictionaries named) {
    try {
      return BlockDecoder.decode(header, stored.body(), stored.form(), limits, named);
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
