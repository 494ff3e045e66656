// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.dictionary;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.EncodedBody;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import io.millrace.partition.BlockPlans;
import io.millrace.store.StoredBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;

/** Blocks of some small JSON values each, and a writer that asks for plans as a log's does. */
final class SmallBlocks {
  private static final List<String> STATES =
      List.of("delivered", "in transit", "returned to sender", "lost");
  private static final List<String> NOTES =
      List.of(
          "left with the neighbour at the side entrance",
          "recipient was not at home, second attempt tomorrow",
          "address could not be found, please call the depot");

  private final BlockEncoder encoder = new BlockEncoder(BlockLimits.DEFAULT);
  private final Random random = new Random(42);
  private final UUID job;
  private long sequence;

  SmallBlocks(UUID job) {
    this.job = job;
  }

  /** Parcels: what differs are numbers and a few words. */
  String parcel() {
    return "{\"parcel\":\"P"
        + random.nextInt(10_000_000)
        + "\",\"state\":\""
        + STATES.get(random.nextInt(STATES.size()))
        + "\",\"weightGrams\":"
        + random.nextInt(30_000)
        + ",\"depot\":\"north-"
        + random.nextInt(90)
        + "\",\"note\":\""
        + NOTES.get(random.nextInt(NOTES.size()))
        + "\"}";
  }

  /** The same length of something else. */
  String reading() {
    return "<reading sensor=\"greenhouse-"
        + random.nextInt(500)
        + "\"><temperature unit=\"celsius\">"
        + random.nextInt(400) / 10.0
        + "</temperature><humidity unit=\"percent\">"
        + random.nextInt(100)
        + "</humidity><calibrated>yes</calibrated></reading>";
  }

  /** Letters without meaning. */
  String noise() {
    var text = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      text.append((char) ('!' + random.nextInt(90)));
    }
    return text.toString();
  }

  /** A block of so many of these values. */
  Block block(int results, Supplier<String> values) {
    var all = new ArrayList<ResultRecord>();
    for (int i = 0; i < results; i++) {
      var key = ByteString.copyFromUtf8("k" + random.nextInt(1_000_000));
      var value = ByteString.copyFromUtf8(values.get());
      all.add(new ResultRecord(ResultRecord.MAIN, key, value, 1_000_000L + sequence, Fields.EMPTY));
    }
    sequence++;
    return new Block(
        new PartitionId(job, 0), sequence, new Epoch(1), 1, results, all, List.of(), List.of());
  }

  /** Encodes a block as a log's writer does. */
  EncodedBody write(BlockPlans plans, Block block) {
    var plan = plans.inForce(job);
    EncodedBody body = encoder.encode(block, plan);
    plans.encoded(job, plan, body);
    return body;
  }

  /** The same for blocks of so many bytes of values together; the last one. */
  EncodedBody write(BlockPlans plans, long bytes, Supplier<String> values) {
    long written = 0;
    EncodedBody last = null;
    while (last == null || written < bytes) {
      last = write(plans, block(12, values));
      written += last.rawLength();
    }
    return last;
  }

  /** The block as a store would have it. */
  static StoredBlock stored(Block block, EncodedBody body) {
    ByteString previous =
        block.sequence() == 1
            ? ByteString.EMPTY
            : ByteString.copyFrom(new byte[BlockHeader.CHAIN_BYTES]);
    return new StoredBlock(
        block.partition(),
        block.sequence(),
        block.epoch(),
        BlockHeader.of(block, body, previous).encode(),
        body.bytes());
  }
}
