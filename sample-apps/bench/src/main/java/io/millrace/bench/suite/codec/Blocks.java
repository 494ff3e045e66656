// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import com.google.protobuf.ByteString;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.block.ColumnPlan;
import io.millrace.block.EncodedBody;
import io.millrace.block.ResultColumns;
import io.millrace.codec.Codec;
import io.millrace.codec.Dictionaries;

/** Our blocks, with header and checksum. */
final class Blocks implements BatchCodec<Blocks.Stored> {
  private final BlockEncoder encoder = new BlockEncoder(BlockLimits.DEFAULT);
  private final ColumnPlan plan;
  private final boolean asColumns;

  /** A block as it is stored. */
  record Stored(BlockHeader header, ByteString body) {}

  /**
   * With this codec for all columns.
   *
   * @param asColumns whether decoding leaves it at columns, as queries do, and makes no records
   */
  Blocks(Codec codec, boolean asColumns) {
    this.plan = ColumnPlan.of(codec);
    this.asColumns = asColumns;
  }

  @Override
  public long encode(Batch batch) {
    return bytes(stored(batch));
  }

  @Override
  public Stored stored(Batch batch) {
    EncodedBody body = encoder.encode(batch.block(), plan);
    return new Stored(BlockHeader.of(batch.block(), body, ByteString.EMPTY), body.bytes());
  }

  @Override
  public long bytes(Stored stored) {
    return stored.header().encode().size() + (long) stored.body().size();
  }

  @Override
  public long decode(Batch batch, Stored stored) {
    if (!asColumns) {
      return BlockDecoder.decode(stored.header(), stored.body(), BlockLimits.DEFAULT)
          .results()
          .size();
    }
    ResultColumns columns =
        BlockDecoder.columns(
            stored.header(), stored.body(), BlockLimits.DEFAULT, Dictionaries.NONE);
    long seen = 0;
    for (int i = 0; i < columns.size(); i++) {
      seen += columns.key(i).size() + columns.value(i).size();
    }
    return seen;
  }
}
