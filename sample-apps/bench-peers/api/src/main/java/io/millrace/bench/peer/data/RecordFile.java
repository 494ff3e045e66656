// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.data;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records in a file: how many, then of each the key, the value, the time. */
public final class RecordFile {
  private static final int BUFFER_BYTES = 1 << 16;

  private RecordFile() {}

  /**
   * One of them.
   *
   * @param key not to be changed
   * @param value not to be changed
   * @param timeMs milliseconds since 1970-01-01T00:00Z
   */
  @SuppressWarnings("ArrayRecordComponent") // No copy: what is measured is what comes after.
  public record Entry(byte[] key, byte[] value, long timeMs) {}

  /** Writes them all. */
  public static void write(Path file, List<Entry> entries) throws IOException {
    try (var out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES))) {
      out.writeInt(entries.size());
      for (Entry entry : entries) {
        out.writeInt(entry.key().length);
        out.write(entry.key());
        out.writeInt(entry.value().length);
        out.write(entry.value());
        out.writeLong(entry.timeMs());
      }
    }
  }

  /** Reads them all. */
  public static List<Entry> read(Path file) throws IOException {
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      int count = in.readInt();
      var entries = new ArrayList<Entry>(count);
      for (int i = 0; i < count; i++) {
        byte[] key = in.readNBytes(in.readInt());
        byte[] value = in.readNBytes(in.readInt());
        entries.add(new Entry(key, value, in.readLong()));
      }
      return entries;
    }
  }
}
