// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.MillraceException.Kind.BUG;
import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.CORRUPT;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.Dictionaries;
import io.millrace.model.MillraceException;
import io.millrace.model.OutboxMark;
import io.millrace.model.OutboxRecord;
import io.millrace.model.QuarantineChange;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.model.TimerChange;
import java.util.ArrayList;
import java.util.List;

/**
 * Merges blocks into a {@link Pack}, and gives none out that does not give every one of them back.
 * Thread-safe.
 */
public final class PackEncoder {
  private final BlockLimits limits;
  private final BlockEncoder encoder;
  private final Codec codec;

  /**
   * @param limits of a pack: of all that its blocks hold together
   * @param codec without dictionary
   */
  public PackEncoder(BlockLimits limits, Codec codec) {
    this.limits = limits;
    this.encoder = BlockEncoder.checking(limits);
    this.codec = codec;
  }

  /**
   * A block to be merged.
   *
   * @param header as it is stored
   * @param block what header and body say
   */
  public record Source(ByteString header, Block block) {}

  /**
   * Merges blocks.
   *
   * @param blocks 1 to {@link Pack#BLOCKS_MAX}, in a row, of one partition
   * @throws MillraceException CORRUPT if they do not continue each other's chain, CALLER if they
   *     are over a limit together, BUG if the pack would not give them back as they are
   */
  public EncodedPack encode(List<Source> blocks) {
    if (blocks.isEmpty() || blocks.size() > Pack.BLOCKS_MAX) {
      throw MillraceException.of(CALLER, "a pack of so many blocks cannot be")
          .with("expected", "1 to " + Pack.BLOCKS_MAX)
          .with("actual", blocks.size());
    }
    List<ByteString> headers = blocks.stream().map(Source::header).toList();
    BlockHeader first = BlockHeader.decode(headers.get(0));
    ByteString chain = checkChain(blocks, first.previousChain());
    Block all = merge(blocks);
    EncodedBody body = encoder.encode(all, ColumnPlan.of(codec));
    BlockHeader merged = BlockHeader.of(all, body, first.previousChain());
    ByteString header = PackFormat.encode(merged, headers, chain, codec);
    var pack =
        new EncodedPack(
            first.sequence(), first.sequence() + blocks.size() - 1, header, body.bytes());
    checkBack(blocks, pack);
    return pack;
  }

  private static ByteString checkChain(List<Source> blocks, ByteString before) {
    ByteString chain = before;
    Block previous = null;
    for (Source source : blocks) {
      Block block = source.block();
      BlockHeader header = BlockHeader.decode(source.header());
      boolean follows =
          previous == null
              || (block.sequence() == previous.sequence() + 1
                  && block.partition().equals(previous.partition()));
      if (!follows || !header.previousChain().equals(chain)) {
        throw MillraceException.of(CORRUPT, "block does not continue the chain")
            .with("partition", block.partition())
            .with("block", block.sequence());
      }
      chain = BlockHeader.chain(chain, source.header());
      previous = block;
    }
    return chain;
  }

  /** One block with all their entries; what headers hold stays in their own. */
  private static Block merge(List<Source> blocks) {
    Block first = blocks.get(0).block();
    Block last = blocks.get(blocks.size() - 1).block();
    var results = new ArrayList<ResultRecord>();
    var changes = new ArrayList<StateChange>();
    var quarantine = new ArrayList<QuarantineChange>();
    var timers = new ArrayList<TimerChange>();
    var outbox = new ArrayList<OutboxRecord>();
    var delivered = new ArrayList<OutboxMark>();
    for (Source source : blocks) {
      Block block = source.block();
      results.addAll(block.results());
      changes.addAll(block.changes());
      quarantine.addAll(block.quarantine());
      timers.addAll(block.timers());
      outbox.addAll(block.outbox());
      delivered.addAll(block.delivered());
    }
    return new Block(
        first.partition(),
        first.sequence(),
        last.epoch(),
        last.committedAtMs(),
        0,
        results,
        changes,
        List.of(),
        List.of(),
        quarantine,
        timers,
        outbox,
        delivered,
        Block.NO_WATERMARK);
  }

  private void checkBack(List<Source> blocks, EncodedPack encoded) {
    List<PackedBlock> back = Pack.open(encoded.header()).blocks(encoded.body(), limits);
    for (int i = 0; i < blocks.size(); i++) {
      PackedBlock one = back.get(i);
      Block block =
          BlockDecoder.decode(one.header(), one.body(), BodyForm.PLAIN, limits, Dictionaries.NONE);
      if (!one.headerBytes().equals(blocks.get(i).header())
          || !block.equals(blocks.get(i).block())) {
        throw MillraceException.of(BUG, "merged blocks do not come back as they were")
            .with("partition", block.partition())
            .with("block", block.sequence())
            .with("expected", "equal; they stay as they are: please report this");
      }
    }
  }
}
