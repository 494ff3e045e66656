// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.millrace.aggregate.Aggregate;
import io.millrace.serde.Serde;
import io.millrace.serde.StateSerde;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The open windows of a key as bytes, within a {@link StateSerde} of version 1: a CRC-32C of the
 * aggregate's name in 4 bytes, lowest first; how many windows; for each, by start: its start as a
 * zigzag varint, less that of the one before; its length; twice the revision, plus one if there are
 * records that no result tells of; the accumulator with its length before it. Numbers are varints.
 *
 * <p>Ends are stored, so a job may change size, slide, gap and lateness: windows that are open then
 * end as they were begun. Other aggregates cannot read the state, which stops the partition.
 */
final class WindowSerde implements Serde<OpenWindows> {
  private static final int VERSION = 1;

  private final Aggregate aggregate;
  private final int fingerprint;

  private WindowSerde(Aggregate aggregate) {
    this.aggregate = aggregate;
    var crc = new CRC32C();
    crc.update(aggregate.name().getBytes(StandardCharsets.UTF_8));
    this.fingerprint = (int) crc.getValue();
  }

  static StateSerde<OpenWindows> of(Aggregate aggregate) {
    return StateSerde.version(VERSION, new WindowSerde(aggregate));
  }

  @Override
  public String name() {
    return "windows(" + aggregate.name() + ")";
  }

  @Override
  public ByteString encode(OpenWindows open) {
    ByteString.Output bytes = ByteString.newOutput(64);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, 64);
    try {
      out.writeFixed32NoTag(fingerprint);
      out.writeUInt32NoTag(open.size());
      long before = 0;
      for (OpenWindow window : open.all()) {
        out.writeSInt64NoTag(window.startMs() - before);
        out.writeUInt64NoTag(window.endMs() - window.startMs());
        out.writeUInt64NoTag(window.revision() << 1 | (window.isUntold() ? 1 : 0));
        out.writeBytesNoTag(window.bytes());
        before = window.startMs();
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteString();
  }

  @Override
  public OpenWindows decode(ByteString bytes) {
    CodedInputStream in = bytes.newCodedInput();
    try {
      int found = in.readFixed32();
      if (found != fingerprint) {
        throw new IllegalStateException(
            "windows of other aggregates: fingerprint %08x (expected: %08x of %s; deploy the aggregates"
                    .formatted(found, fingerprint, aggregate.name())
                + " that wrote it, or give this job another name)");
      }
      var open = new OpenWindows(aggregate);
      int count = in.readUInt32();
      long start = 0;
      for (int i = 0; i < count; i++) {
        start += in.readSInt64();
        long length = in.readUInt64();
        long told = in.readUInt64();
        if (length < 1 || told < 0) {
          throw new IOException(
              "length " + length + ", revision " + told + " (expected: as written)");
        }
        open.add(start, start + length, told >> 1, (told & 1) != 0, in.readBytes());
      }
      if (count < 1 || !in.isAtEnd()) {
        throw new IOException(count + " windows and more bytes (expected: as written)");
      }
      return open;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
