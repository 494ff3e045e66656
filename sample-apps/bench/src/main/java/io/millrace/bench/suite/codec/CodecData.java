// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.codec;

import io.millrace.bench.peer.data.RecordFile;
import io.millrace.bench.suite.Load;
import io.millrace.model.ResultRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The records of each load, made once and the same for all contenders. Not thread-safe. */
final class CodecData {
  /** Which {@link BlockData}, by its place. */
  static final String DATA = "data";

  /** Records of a block. */
  static final String BLOCK_RECORDS = "block-records";

  private static final List<BlockData> KINDS = List.of(BlockData.values());

  private final Path folder;
  private final Map<Integer, List<Batch>> made = new HashMap<>();

  /**
   * Nothing is made yet.
   *
   * @param folder gets a file for each kind of data; created
   */
  CodecData(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** What stands for a kind of data in a load. */
  static int place(BlockData data) {
    return KINDS.indexOf(data);
  }

  /** Where peers find the records, in files named for the place of their {@link BlockData}. */
  Path folder() {
    return folder;
  }

  /** A load's records, block by block. */
  List<Batch> batches(Load load) throws IOException {
    int place = load.getInt(DATA);
    List<Batch> batches = made.get(place);
    if (batches == null) {
      batches = make(KINDS.get(place), load.getInt(Load.RECORDS), load.getInt(BLOCK_RECORDS));
      write(folder.resolve(place + ".records"), batches);
      made.put(place, batches);
    }
    return batches;
  }

  /** The bytes of keys and values. */
  static long rawBytes(List<Batch> batches) {
    return batches.stream().mapToLong(batch -> batch.plain().length).sum();
  }

  static long records(List<Batch> batches) {
    return batches.stream().mapToLong(Batch::records).sum();
  }

  private static List<Batch> make(BlockData data, int records, int blockRecords)
      throws IOException {
    // Shuffled, as one partition gets its share of all; within a block as they would come.
    var all = new ArrayList<>(data.results(records));
    Collections.shuffle(all, new Random(1));
    var batches = new ArrayList<Batch>();
    for (int i = 0; i + blockRecords <= all.size(); i += blockRecords) {
      batches.add(Batch.of(data.ordered(all.subList(i, i + blockRecords))));
    }
    if (batches.isEmpty()) {
      throw new IOException(
          "%s: %d records (expected: %d up for a block)"
              .formatted(data.label(), all.size(), blockRecords));
    }
    return batches;
  }

  private static void write(Path file, List<Batch> batches) throws IOException {
    var entries = new ArrayList<RecordFile.Entry>();
    for (Batch batch : batches) {
      for (ResultRecord result : batch.block().results()) {
        entries.add(
            new RecordFile.Entry(
                result.key().toByteArray(), result.value().toByteArray(), result.eventTimeMs()));
      }
    }
    RecordFile.write(file, entries);
  }
}
