// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.stats;

import io.millrace.block.BlockHeader;
import io.millrace.block.ColumnEntry;
import io.millrace.codec.Dictionary;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What some blocks hold, and how small they are stored. Adds up; not thread-safe. */
public final class LogStats {
  /** The label of what is stored row by row, in blocks too small for columns. */
  public static final String ROWS = "(rows)";

  /** The label of fields beyond the bound. */
  public static final String OTHERS = "(other fields)";

  /** A job may name its fields as it likes; those above are counted as one. */
  private static final int COLUMNS_MAX = 1_000;

  private final Map<String, ColumnStats> columns = new TreeMap<>();
  private final Map<Integer, Long> blocksByDictionary = new TreeMap<>();
  private long blocks;
  private long records;
  private long results;
  private long headerBytes;
  private long indexBytes;
  private long indexedBlocks;
  private long packs;
  private long packBytes;
  private long packedBlocks;
  private ColumnStats bodies = ColumnStats.NONE;

  /** Adds a block. */
  void add(BlockHeader header, int bytesOfHeader) {
    blocks++;
    records += header.recordCount();
    results += header.resultCount();
    headerBytes += bytesOfHeader;
    var body =
        new ColumnStats(
            1,
            header.plainLength(),
            header.rawLength(),
            header.storedLength(),
            header.dictionaryIds().isEmpty() ? 0 : 1);
    bodies = bodies.plus(body);
    if (header.columns().isEmpty()) {
      add(ROWS, body);
    }
    for (ColumnEntry column : header.columns()) {
      int named = column.dictionaryId() == Dictionary.NONE ? 0 : 1;
      add(
          column.label(),
          new ColumnStats(
              1, column.plainLength(), column.rawLength(), column.storedLength(), named));
    }
    header.dictionaryIds().forEach(id -> blocksByDictionary.merge(id, 1L, Long::sum));
  }

  private void add(String label, ColumnStats more) {
    boolean room = columns.containsKey(label) || columns.size() < COLUMNS_MAX;
    columns.merge(room ? label : OTHERS, more, ColumnStats::plus);
  }

  /** Adds a row of the skip index. */
  void addIndex(int bytes) {
    if (bytes > 0) {
      indexedBlocks++;
      indexBytes += bytes;
    }
  }

  /** Adds a pack of blocks that are added too. */
  void addPack(long blocksInIt, long bytes) {
    packs++;
    packedBlocks += blocksInIt;
    packBytes += bytes;
  }

  /** Adds all of another one's. */
  public void add(LogStats other) {
    blocks += other.blocks;
    records += other.records;
    results += other.results;
    headerBytes += other.headerBytes;
    indexBytes += other.indexBytes;
    indexedBlocks += other.indexedBlocks;
    packs += other.packs;
    packBytes += other.packBytes;
    packedBlocks += other.packedBlocks;
    bodies = bodies.plus(other.bodies);
    other.columns.forEach(this::add);
    other.blocksByDictionary.forEach((id, count) -> blocksByDictionary.merge(id, count, Long::sum));
  }

  /** Committed blocks that are there. */
  public long blocks() {
    return blocks;
  }

  /** Records that they decided upon. */
  public long records() {
    return records;
  }

  /** Results in them. */
  public long results() {
    return results;
  }

  /** Bytes of their headers. */
  public long headerBytes() {
    return headerBytes;
  }

  /** Their bodies. */
  public ColumnStats bodies() {
    return bodies;
  }

  /** Bytes of their entries in the skip index. */
  public long indexBytes() {
    return indexBytes;
  }

  /** Blocks that have an entry in the skip index. */
  public long indexedBlocks() {
    return indexedBlocks;
  }

  /** Packs that blocks lie in. */
  public long packs() {
    return packs;
  }

  /** Blocks that lie in packs; their own bytes above are those of before. */
  public long packedBlocks() {
    return packedBlocks;
  }

  /** Bytes of the packs, headers and bodies, as stored. */
  public long packBytes() {
    return packBytes;
  }

  /** Their columns by label. */
  public Map<String, ColumnStats> columns() {
    return Collections.unmodifiableMap(columns);
  }

  /** How many of them name each dictionary. */
  public Map<Integer, Long> blocksByDictionary() {
    return Collections.unmodifiableMap(blocksByDictionary);
  }
}
