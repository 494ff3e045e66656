// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import com.sun.management.ThreadMXBean;
import io.millrace.bench.peer.Peer;
import io.millrace.bench.peer.data.RecordFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes or reads a file in memory on one thread, again and again, until the round's time is over.
 */
final class CodecPeer implements Peer {
  private static final long DECODE = 1;
  private static final double MEGA = 1e6;
  private static final double NANO = 1e-9;

  private final FileFormat format;
  private final Path folder;
  private final Map<String, List<RecordFile.Entry>> known = new HashMap<>();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Keeps what is measured from being optimised away. */
  private long seen;

  /**
   * Has read nothing yet.
   *
   * @param folder holds the records of each kind of data
   */
  CodecPeer(FileFormat format, Path folder) {
    this.format = format;
    this.folder = folder;
  }

  @Override
  public Map<String, String> settings() {
    return format.settings();
  }

  @Override
  public Map<String, Double> round(Map<String, String> load) throws IOException {
    String data = load.get("data");
    List<RecordFile.Entry> entries = known.get(data);
    if (entries == null) {
      entries = RecordFile.read(folder.resolve(data + ".records"));
      known.put(data, entries);
    }
    byte[] file = format.write(entries);
    long raw = 0;
    for (RecordFile.Entry entry : entries) {
      raw += entry.key().length + entry.value().length;
    }
    boolean decode = Long.parseLong(load.get("work")) == DECODE;
    long atLeastNanos = Long.parseLong(load.get("millis")) * 1_000_000;
    long passes = 0;
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    long nanos;
    do {
      seen += decode ? format.read(file) : format.write(entries).length;
      passes++;
      nanos = System.nanoTime() - start;
    } while (nanos < atLeastNanos);
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    if (seen == 0) {
      throw new IOException("no bytes came out of " + data);
    }
    double records = (double) passes * entries.size();
    var figures = new LinkedHashMap<String, Double>();
    figures.put("records", records);
    figures.put("seconds", nanos * NANO);
    figures.put("raw-mb-per-s", passes * (raw / MEGA) / (nanos * NANO));
    figures.put("ratio", (double) raw / file.length);
    figures.put("allocated-bytes-per-record", allocated / records);
    return figures;
  }

  @Override
  public void close() {}
}
