// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static io.millrace.model.MillraceException.Kind.CALLER;

import com.google.protobuf.ByteString;
import io.millrace.codec.Codec;
import io.millrace.codec.internal.Pool;
import io.millrace.model.MillraceException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lays out, compresses and checksums blocks' bodies: the part that costs time, and needs nothing
 * from the block before. {@link BlockHeader#of} then makes the header. Thread-safe: several threads
 * may encode at once, each in a buffer of its own that is kept for the next block.
 */
public final class BlockEncoder {
  private static final int CAPACITY_BYTES = 256 << 10;

  /** A buffer that grew beyond this is not kept for the next block. */
  private static final int KEPT_BYTES_MAX = 4 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(BlockEncoder.class);
  private static final ByteString SOME_CHAIN =
      ByteString.copyFrom(new byte[BlockHeader.CHAIN_BYTES]);

  private final BlockLimits limits;
  private final boolean checking;
  private final Pool<Output> buffers;
  private final Pool<ColumnsWriter> writers;

  /** An encoder that refuses a block which a reader with the same limits would refuse. */
  public BlockEncoder(BlockLimits limits) {
    this(limits, false);
  }

  private BlockEncoder(BlockLimits limits, boolean checking) {
    this.limits = limits;
    this.checking = checking;
    int capacity = Math.min(CAPACITY_BYTES, limits.rawBytesMax());
    this.buffers = new Pool<>(() -> new Output(capacity, limits.rawBytesMax()), buffer -> {});
    this.writers = new Pool<>(() -> new ColumnsWriter(limits.rawBytesMax()), writer -> {});
  }

  /**
   * The same, but whatever it wrote by column it reads back first: a block that does not come back
   * as it was is written row by row instead, and the log says so. A mistake in the many ways to lay
   * out a column then costs bytes, where it would have cost what was acknowledged.
   */
  public static BlockEncoder checking(BlockLimits limits) {
    return new BlockEncoder(limits, true);
  }

  /**
   * Encodes a block's body by column where it suits that, with one codec for all of it.
   *
   * @throws MillraceException CALLER if the block is over a limit
   */
  public EncodedBody encode(Block block, Codec codec) {
    return encode(block, ColumnPlan.of(codec));
  }

  /**
   * Encodes a block's body: by column if it has at least 8 results and no more columns of fields
   * than results, otherwise row by row. The same content and plan give the same bytes.
   *
   * @param plan which codec compresses which column
   * @throws MillraceException CALLER if the block is over a limit
   */
  public EncodedBody encode(Block block, ColumnPlan plan) {
    BlockCounts counts = BlockCounts.of(block);
    checkCount("results", counts.results());
    checkCount("changes", counts.changes());
    checkCount("quarantine changes", counts.quarantine());
    checkCount("timer changes", counts.timers());
    checkCount("outbox records", counts.outbox());
    checkCount("delivery marks", counts.delivered());
    boolean typedFields = BodyFormat.needsTypes(block);
    var buffer = buffers.take();
    EncodedBody body = null;
    if (plan.byColumn() && counts.results() >= ColumnsWriter.RESULTS_MIN) {
      body = columns(block, plan, counts, typedFields, buffer);
    }
    if (checking && body != null && !comesBack(block, plan, body)) {
      body = null;
    }
    if (body == null) {
      body = rows(block, plan.otherwise(), counts, typedFields, buffer);
    }
    if (buffer.capacity() <= KEPT_BYTES_MAX) {
      buffers.give(buffer);
    }
    return body;
  }

  private @Nullable EncodedBody columns(
      Block block, ColumnPlan plan, BlockCounts counts, boolean typedFields, Output buffer) {
    buffer.clear();
    BodyFormat.writeRest(buffer, block, typedFields);
    buffer.checkLength();
    var writer = writers.take();
    EncodedBody body = writer.encode(block, plan, counts, typedFields, buffer);
    if (writer.capacity() <= KEPT_BYTES_MAX) {
      writers.give(writer);
    }
    return body;
  }

  private boolean comesBack(Block block, ColumnPlan plan, EncodedBody body) {
    ByteString chain = block.sequence() == 1 ? ByteString.EMPTY : SOME_CHAIN;
    try {
      BlockHeader header = BlockHeader.of(block, body, chain);
      if (BlockDecoder.comesBack(block, header, body.bytes(), limits, plan.dictionaries())) {
        return true;
      }
      warn(block, new IllegalStateException("another block came back"));
    } catch (RuntimeException e) {
      warn(block, e);
    }
    return false;
  }

  private static void warn(Block block, RuntimeException cause) {
    LOG.atWarn()
        .setCause(cause)
        .addKeyValue("partition", block.partition())
        .addKeyValue("block", block.sequence())
        .log("block cannot be read as columns, written row by row: please report this");
  }

  private static EncodedBody rows(
      Block block, Codec codec, BlockCounts counts, boolean typedFields, Output buffer) {
    buffer.clear();
    BodyFormat.write(buffer, block, typedFields);
    buffer.checkLength();
    byte[] raw = buffer.array();
    int rawLength = buffer.length();
    var stored = codec.compress(raw, 0, rawLength);
    return new EncodedBody(
        stored,
        codec.id(),
        rawLength,
        Checksums.crc32c(stored),
        Checksums.xxh64(raw, rawLength),
        counts,
        typedFields);
  }

  private void checkCount(String what, int count) {
    if (count > limits.entriesMax()) {
      throw MillraceException.of(CALLER, "block has too many entries")
          .with("which", what)
          .with("expected", "at most " + limits.entriesMax())
          .with("actual", count);
    }
  }
}
