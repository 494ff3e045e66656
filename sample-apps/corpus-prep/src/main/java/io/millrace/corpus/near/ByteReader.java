// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.millrace.corpus.document.DocumentId;
import java.io.IOException;

/**
 * Reads what a {@link ByteWriter} wrote; throws IllegalArgumentException if the bytes are nothing
 * of the kind. Not thread-safe.
 */
final class ByteReader {
  private final String what;
  private final CodedInputStream in;

  /**
   * @param what names the bytes in messages
   */
  ByteReader(String what, ByteString bytes) {
    this.what = what;
    this.in = bytes.newCodedInput();
  }

  private interface Read<T> {
    T run() throws IOException;
  }

  private <T> T get(Read<T> read) {
    try {
      return read.run();
    } catch (IOException e) {
      throw new IllegalArgumentException(what + ": damaged: " + e.getMessage(), e);
    }
  }

  /** The byte it begins with. */
  int first() {
    return get(in::readRawByte) & 0xff;
  }

  DocumentId id() {
    return get(() -> new DocumentId(in.readFixed64(), in.readFixed64()));
  }

  long count() {
    return get(in::readUInt64);
  }

  /** A number of things that follow. */
  int size(int max) {
    long size = count();
    if (size < 0 || size > max) {
      throw new IllegalArgumentException(
          what + ": " + size + " entries (expected: 0 to " + max + ")");
    }
    return (int) size;
  }

  long number() {
    return get(in::readSInt64);
  }

  double real() {
    return get(in::readDouble);
  }

  boolean flag() {
    return get(in::readBool);
  }

  String text() {
    return get(in::readStringRequireUtf8);
  }

  ByteString bytes() {
    return get(in::readBytes);
  }

  /** So many bytes. */
  ByteString raw(int size) {
    return ByteString.copyFrom(get(() -> in.readRawBytes(size)));
  }

  /** Checks that nothing follows. */
  void end() {
    if (!get(in::isAtEnd)) {
      throw new IllegalArgumentException(what + ": bytes behind the end (expected: none)");
    }
  }
}
