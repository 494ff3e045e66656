// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import io.millrace.bench.suite.Load;
import java.util.ArrayList;
import java.util.List;

/** What is done with each kind of data. */
final class CodecLoads {
  /** What is done: one of the three below. */
  static final String WORK = "work";

  static final long ENCODE = 0;
  static final long DECODE = 1;

  /** Putting the records into a database, to see what they take there. */
  static final long STORE = 2;

  /** How long a round goes on at least. Unit: milliseconds. */
  static final String MILLIS = "millis";

  private static final int BLOCK_RECORDS = 1_000;
  private static final int BLOCK_RECORDS_SMOKE = 200;
  private static final int MILLIS_FULL = 1_000;
  private static final int MILLIS_SMOKE = 10;

  private CodecLoads() {}

  /** Encoding and decoding of each kind of data. */
  static List<Load> loops(int records, boolean smoke) {
    var loads = new ArrayList<Load>();
    for (BlockData data : kinds(smoke)) {
      loads.add(load(data, "encode", ENCODE, records, smoke));
      loads.add(load(data, "decode", DECODE, records, smoke));
    }
    return loads;
  }

  /** Storing each kind of data. */
  static List<Load> stores(int records, boolean smoke) {
    return kinds(smoke).stream().map(data -> load(data, "store", STORE, records, smoke)).toList();
  }

  private static List<BlockData> kinds(boolean smoke) {
    return smoke ? List.of(BlockData.JSON) : List.of(BlockData.values());
  }

  private static Load load(BlockData data, String name, long work, int records, boolean smoke) {
    return Load.named(data.label() + " " + name)
        .with(WORK, work)
        .with(CodecData.DATA, CodecData.place(data))
        .with(Load.RECORDS, records)
        .with(CodecData.BLOCK_RECORDS, smoke ? BLOCK_RECORDS_SMOKE : BLOCK_RECORDS)
        .with(MILLIS, smoke ? MILLIS_SMOKE : MILLIS_FULL);
  }
}
