// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.millrace.corpus.document.DocumentId;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes values one behind the other. Not thread-safe. */
final class ByteWriter {
  private final ByteString.Output bytes;
  private final CodedOutputStream out;

  /** Begins with a byte that says what follows. */
  ByteWriter(int first) {
    bytes = ByteString.newOutput(128);
    out = CodedOutputStream.newInstance(bytes);
    put(() -> out.writeRawByte(first));
  }

  private interface Write {
    void run() throws IOException;
  }

  private ByteWriter put(Write write) {
    try {
      write.run();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
  }

  ByteWriter id(DocumentId id) {
    return put(
        () -> {
          out.writeFixed64NoTag(id.high());
          out.writeFixed64NoTag(id.low());
        });
  }

  /** A whole number, 0 up. */
  ByteWriter count(long value) {
    return put(() -> out.writeUInt64NoTag(value));
  }

  /** Any whole number. */
  ByteWriter number(long value) {
    return put(() -> out.writeSInt64NoTag(value));
  }

  ByteWriter real(double value) {
    return put(() -> out.writeDoubleNoTag(value));
  }

  ByteWriter flag(boolean value) {
    return put(() -> out.writeBoolNoTag(value));
  }

  ByteWriter text(String value) {
    return put(() -> out.writeStringNoTag(value));
  }

  ByteWriter bytes(ByteString value) {
    return put(() -> out.writeBytesNoTag(value));
  }

  /** Without their length. */
  ByteWriter raw(ByteString value) {
    return put(() -> out.writeRawBytes(value.asReadOnlyByteBuffer()));
  }

  ByteString done() {
    put(out::flush);
    return bytes.toByteString();
  }
}
