// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.compact;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.PackEncoder;
import io.millrace.codec.Dictionaries;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.store.BlockDictionaries;
import io.millrace.store.Head;
import io.millrace.store.PackEntry;
import io.millrace.store.StoredBlock;
import io.millrace.store.StoredPack;
import io.millrace.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Writes one partition's blocks into packs of one run, each read back from the store before the
 * next. Holds a page of blocks and a pack at a time. Not thread-safe; blocks its thread.
 */
final class Merge {
  private final Stores stores;
  private final BlockDictionaries dictionaries;
  private final PackEncoder encoder;
  private final CompactSettings settings;
  private final Head head;
  private final UUID run;
  private final List<PackEncoder.Source> open = new ArrayList<>();
  private final List<PackEntry> written = new ArrayList<>();
  private final PackCut cut;

  Merge(
      Stores stores,
      BlockDictionaries dictionaries,
      PackEncoder encoder,
      CompactSettings settings,
      Head head,
      UUID run) {
    this.stores = stores;
    this.dictionaries = dictionaries;
    this.encoder = encoder;
    this.settings = settings;
    this.head = head;
    this.run = run;
    this.cut = new PackCut(settings.packBytes());
  }

  /** The packs that are written, or begun. */
  List<PackEntry> written() {
    return List.copyOf(written);
  }

  /** Stored bytes of those. */
  long bytes() {
    return written.stream().mapToLong(PackEntry::bytes).sum();
  }

  /**
   * Merges all blocks up to the head.
   *
   * @param after number before the first
   * @param chainBefore the chain up to there
   * @param reached hears up to which block packs are written
   * @throws MillraceException CORRUPT if any block is not as it was written, or the chain over them
   *     does not end in the head's
   */
  void run(long after, ByteString chainBefore, LongConsumer reached) {
    ByteString chain = chainBefore;
    long at = after;
    while (at < head.sequence()) {
      List<StoredBlock> page = Await.get(stores.blocks().read(head, at, settings.pageBytes()));
      if (page.isEmpty()) {
        throw corrupt("committed block is missing", at + 1);
      }
      Dictionaries named = Await.get(dictionaries.of(page));
      for (StoredBlock stored : page) {
        at++;
        chain = take(at, chain, stored, named);
      }
      reached.accept(at - open.size());
    }
    if (!chain.equals(head.chain())) {
      throw corrupt("chain of the log differs from the head's", at);
    }
    finish();
    reached.accept(at);
  }

  private ByteString take(long sequence, ByteString chain, StoredBlock page, Dictionaries named) {
    StoredBlock stored = page;
    Block block;
    try {
      block = decode(stored, named);
    } catch (MillraceException e) {
      if (e.kind() != Kind.CORRUPT) {
        throw e;
      }
      // One replica's copy may be damaged and another's not.
      stored = Await.get(stores.blocks().reread(head, sequence));
      block = decode(stored, Await.get(dictionaries.of(List.of(stored))));
    }
    BlockHeader header = BlockHeader.decode(stored.header());
    if (!header.partition().equals(head.partition())
        || header.sequence() != sequence
        || !header.epoch().equals(head.epochOf(sequence))
        || !header.previousChain().equals(chain)) {
      throw corrupt("block does not continue the chain", sequence);
    }
    if (cut.begins(header, stored.header().size())) {
      finish();
    }
    open.add(new PackEncoder.Source(stored.header(), block));
    return BlockHeader.chain(chain, stored.header());
  }

  private static Block decode(StoredBlock stored, Dictionaries named) {
    return BlockDecoder.decode(
        BlockHeader.decode(stored.header()),
        stored.body(),
        stored.form(),
        BlockLimits.DEFAULT,
        named);
  }

  private void finish() {
    if (open.isEmpty()) {
      return;
    }
    var pack = new StoredPack(head.partition(), run, encoder.encode(open));
    PackEntry entry = pack.entry();
    written.add(entry);
    Await.get(stores.packs().write(pack));
    if (!Await.get(stores.packs().read(head.partition(), entry)).equals(pack)) {
      throw corrupt("pack does not come back as it was written", entry.first());
    }
    open.clear();
  }

  private MillraceException corrupt(String text, long block) {
    PartitionId partition = head.partition();
    return MillraceException.of(Kind.CORRUPT, text)
        .with("partition", partition)
        .with("block", block)
        .with("expected", "millrace verify tells what else is damaged");
  }
}
