// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.PackEncoder;
import io.millrace.codec.Codec;
import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import io.millrace.model.Fields;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What an owner and a compaction do, as single calls for tests, with blocks that are real ones. */
public final class PackSteps {
  private static final Codec ZSTD = Codecs.byName("zstd");
  private static final BlockEncoder ENCODER = new BlockEncoder(BlockLimits.DEFAULT);
  private static final PackEncoder PACKS = new PackEncoder(BlockLimits.DEFAULT, ZSTD);

  private PackSteps() {}

  /** The content of a block, of a few results. */
  public static Block content(Head owner, long sequence) {
    var results = new ArrayList<ResultRecord>();
    for (int i = 0; i < sequence % 13; i++) {
      results.add(
          new ResultRecord(
              i == 3 ? "side" : "",
              ByteString.copyFromUtf8("key-" + sequence + "-" + i),
              ByteString.copyFromUtf8("value of " + sequence + ", the result number " + i),
              1_000 * sequence + i,
              Fields.of("n", sequence * i)));
    }
    return new Block(
        owner.partition(),
        sequence,
        owner.epoch(),
        1_000 * sequence,
        20,
        results,
        List.of(
            StateChange.set(ByteString.copyFromUtf8("s"), ByteString.copyFromUtf8("" + sequence))),
        List.of(new ProducerMark("p", new ProducerEpoch(1, 1), 20 * sequence)));
  }

  /** Writes and commits so many more blocks, each with an entry of the index. */
  public static Head append(BlockLog log, Head head, int count) {
    ByteString chain = head.chain();
    for (long sequence = head.sequence() + 1; sequence <= head.sequence() + count; sequence++) {
      Block block = content(head, sequence);
      var body = ENCODER.encode(block, ZSTD);
      ByteString header = BlockHeader.of(block, body, chain).encode();
      chain = BlockHeader.chain(chain, header);
      var entry = ByteString.copyFromUtf8("entry " + sequence);
      Stages.get(
          log.write(
              new StoredBlock(
                  head.partition(), sequence, head.epoch(), header, body.bytes(), entry)));
    }
    return commit(log, head, head.extend(head.sequence() + count, chain));
  }

  /** Commits one more block with a snapshot or two, and gives up blocks up to a number. */
  public static Head truncate(BlockLog log, Head head, long truncated) {
    var start = head.start();
    if (!start.newest().exists()) {
      start = start.withSnapshot(new SnapshotRef(head.sequence() - 1, UUID.randomUUID()));
    }
    start = start.withSnapshot(new SnapshotRef(head.sequence(), UUID.randomUUID()));
    Block block = content(head, head.sequence() + 1);
    var body = ENCODER.encode(block, ZSTD);
    ByteString header = BlockHeader.of(block, body, head.chain()).encode();
    Stages.get(
        log.write(
            new StoredBlock(
                head.partition(), block.sequence(), head.epoch(), header, body.bytes())));
    ByteString chain = BlockHeader.chain(head.chain(), header);
    return commit(log, head, head.extend(block.sequence(), chain, start.truncate(truncated)));
  }

  private static Head commit(BlockLog log, Head from, Head to) {
    var result = Stages.get(log.compareAndSet(from, to));
    if (!result.applied()) {
      throw new IllegalStateException("not committed: " + result.head());
    }
    return to;
  }

  /** Packs of so many blocks each, of a run, which nobody reads yet. */
  public static List<StoredPack> packs(
      Stores stores, Head head, UUID run, long after, long upTo, int each) {
    var packs = new ArrayList<StoredPack>();
    for (long from = after; from < upTo; from += each) {
      long to = Math.min(upTo, from + each);
      var sources = new ArrayList<PackEncoder.Source>();
      for (StoredBlock stored : Stages.get(stores.blocks().read(head, from, Long.MAX_VALUE))) {
        if (stored.sequence() <= to) {
          sources.add(new PackEncoder.Source(stored.header(), decode(stored)));
        }
      }
      packs.add(new StoredPack(head.partition(), run, PACKS.encode(sources)));
    }
    return packs;
  }

  /** Announces a run and writes its packs and list; not committed. */
  public static Packed write(Stores stores, Head head, long upTo, int each) {
    var run = UUID.randomUUID();
    Packed before = head.packed();
    Stages.get(stores.packs().announce(head.partition(), new PackRun(run, before.list())));
    for (long bucket = 0; bucket <= PackStore.bucketOf(before.upTo()); bucket++) {
      var older = Stages.get(stores.packs().entries(head.partition(), before.list(), bucket));
      Stages.get(stores.packs().carry(head.partition(), run, older));
    }
    long after = Math.max(before.upTo(), head.start().truncated());
    for (StoredPack pack : packs(stores, head, run, after, upTo, each)) {
      Stages.get(stores.packs().write(pack));
    }
    return new Packed(upTo, run, before.swept());
  }

  /** A whole compaction, but for the rows that it makes needless. */
  public static Head compact(Stores stores, Head head, long upTo, int each) {
    Packed packed = write(stores, head, upTo, each);
    var result = Stages.get(stores.packs().commit(head, packed));
    if (!result.applied()) {
      throw new IllegalStateException("not committed: " + result.head());
    }
    return result.head();
  }

  /** The content of a block that was read. */
  public static Block decode(StoredBlock stored) {
    return BlockDecoder.decode(
        BlockHeader.decode(stored.header()),
        stored.body(),
        stored.form(),
        BlockLimits.DEFAULT,
        Dictionaries.NONE);
  }
}
