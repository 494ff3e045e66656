// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.verify;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.codec.Dictionaries;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockDictionaries;
import io.millrace.store.Head;
import io.millrace.store.JobDictionaries;
import io.millrace.store.SnapshotRef;
import io.millrace.store.StoredBlock;
import io.millrace.store.Stores;
import io.millrace.verify.VerifyListener.Tally;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Checks partitions block by block: each committed block's header, checksums and content, the chain
 * over them up to the head, the skip index beside them, and the snapshots that the head names. Goes
 * on behind what is damaged. Blocks its thread; holds one page of blocks at a time. Not
 * thread-safe.
 */
public final class LogVerifier {
  /** Of dictionaries; one job's lie within. */
  private static final long CACHE_BYTES = 16 << 20;

  private final Stores stores;
  private final BlockDictionaries dictionaries;
  private final BlockLimits limits;
  private final long pageBytes;
  private final VerifyListener listener;

  /**
   * @param pageBytes the log is read in pages of so many bytes
   */
  public LogVerifier(Stores stores, BlockLimits limits, long pageBytes, VerifyListener listener) {
    this.stores = stores;
    this.dictionaries = new JobDictionaries(stores.dictionaries(), CACHE_BYTES);
    this.limits = limits;
    this.pageBytes = pageBytes;
    this.listener = listener;
  }

  /**
   * Checks one partition up to where it is committed now.
   *
   * @throws MillraceException UNAVAILABLE if the store does not answer: nothing is said of the rest
   */
  public Tally verify(PartitionId partition) {
    var check = new Check(partition);
    check.run();
    listener.done(partition, check.tally);
    return check.tally;
  }

  /** Waits for the store. */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof MillraceException cause ? cause : e;
    }
  }

  private final class Check {
    private final PartitionId partition;
    private final Map<Long, ByteString> chainAt = new HashMap<>();
    private final IndexVerifier index = new IndexVerifier(stores.blocks());
    private Head head;
    private Tally tally = Tally.NONE;
    private Optional<ByteString> chain = Optional.empty();

    private Check(PartitionId partition) {
      this.partition = partition;
      this.head = await(stores.blocks().head(partition));
    }

    private void run() {
      chain = head.start().truncated() == 0 ? Optional.of(ByteString.EMPTY) : Optional.empty();
      long at = head.start().truncated();
      while (at < head.sequence()) {
        at = next(at);
        listener.reached(partition, at, head.sequence());
      }
      if (chain.isPresent() && !chain.get().equals(head.chain())) {
        damaged("head", "chain over the log differs from the head's");
      }
      snapshot(head.start().newest());
      snapshot(head.start().older());
    }

    /** Checks what comes after a block; returns the last one that is done with. */
    private long next(long after) {
      List<StoredBlock> page;
      try {
        page = read(after, pageBytes);
      } catch (MillraceException e) {
        return e.kind() == Kind.NOT_FOUND ? truncated(after, e) : alone(after, e);
      }
      if (page.isEmpty()) {
        return lost(after, "row is missing");
      }
      long at = after;
      for (StoredBlock stored : page) {
        at++;
        block(at, stored);
      }
      return at;
    }

    private List<StoredBlock> read(long after, long bytes) {
      return await(stores.blocks().read(head, after, bytes));
    }

    /** A page that cannot be read: its first block may be whole. */
    private long alone(long after, MillraceException ofPage) {
      if (ofPage.kind() != Kind.CORRUPT) {
        throw ofPage;
      }
      try {
        List<StoredBlock> one = read(after, 1);
        if (!one.isEmpty()) {
          block(after + 1, one.get(0));
          return after + 1;
        }
        return lost(after, "row is missing");
      } catch (MillraceException e) {
        if (e.kind() != Kind.CORRUPT) {
          throw e;
        }
        return lost(after, e.getMessage());
      }
    }

    private long lost(long after, String check) {
      damaged("block " + (after + 1), check);
      chain = Optional.empty();
      return after + 1;
    }

    /** The owner gave blocks up meanwhile: goes on with the first one that is left. */
    private long truncated(long after, MillraceException e) {
      head = await(stores.blocks().head(partition));
      long truncated = head.start().truncated();
      if (truncated <= after) {
        throw e;
      }
      chain = Optional.empty();
      return truncated;
    }

    private void block(long sequence, StoredBlock stored) {
      BlockHeader header;
      try {
        header = BlockHeader.decode(stored.header());
      } catch (MillraceException e) {
        lost(sequence - 1, e.getMessage());
        return;
      }
      if (!header.partition().equals(partition)
          || header.sequence() != sequence
          || !header.epoch().equals(head.epochOf(sequence))) {
        lost(
            sequence - 1,
            "block of another place: partition="
                + header.partition()
                + ", block="
                + header.sequence()
                + ", epoch="
                + header.epoch().value());
        return;
      }
      boolean whole = true;
      if (chain.isPresent() && !header.previousChain().equals(chain.get())) {
        damaged("block " + sequence, "does not continue the chain of the block before it");
        whole = false;
      }
      chain = Optional.of(header.chain());
      if (sequence == head.start().newest().sequence()
          || sequence == head.start().older().sequence()) {
        chainAt.put(sequence, header.chain());
      }
      Block block;
      try {
        Dictionaries named = await(dictionaries.of(List.of(stored)));
        block = BlockDecoder.decode(header, stored.body(), stored.form(), limits, named);
      } catch (MillraceException e) {
        if (e.kind() != Kind.CORRUPT) {
          throw e;
        }
        damaged("block " + sequence, e.getMessage());
        return;
      }
      index
          .damage(head, block)
          .ifPresent(check -> damaged("skip index of block " + sequence, check));
      if (whole) {
        long bytes = (long) stored.header().size() + header.storedLength();
        tally = tally.plus(new Tally(1, bytes, header.recordCount(), 0, 0));
      }
    }

    private void snapshot(SnapshotRef ref) {
      if (!ref.exists()) {
        return;
      }
      var snapshot = new SnapshotVerifier(stores.snapshots(), limits, partition, ref);
      String where = "snapshot " + ref.id() + " at block " + ref.sequence();
      try {
        snapshot.verify(Optional.ofNullable(chainAt.get(ref.sequence())));
      } catch (MillraceException e) {
        if (e.kind() != Kind.CORRUPT) {
          throw e;
        }
        if (isStillNamed(ref)) {
          damaged(where + ", chunk " + snapshot.chunk(), e.getMessage());
        }
      }
      tally = tally.plus(new Tally(0, 0, 0, snapshot.whole(), 0));
    }

    /** A snapshot that was replaced meanwhile is deleted. */
    private boolean isStillNamed(SnapshotRef ref) {
      var start = await(stores.blocks().head(partition)).start();
      return ref.equals(start.newest()) || ref.equals(start.older());
    }

    private void damaged(String where, String check) {
      tally = tally.plus(new Tally(0, 0, 0, 0, 1));
      listener.damaged(partition, where, check);
    }
  }
}
