// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;

/**
 * A document as a band's key knows it: its id, and the fingerprints of the bands below this one.
 *
 * @param bytes the id, then 2 bytes a band
 */
public record Resident(ByteString bytes) {
  /** The document for the key of one of its bands. */
  public static Resident of(DocId id, Bands bands, int band) {
    var out = ByteBuffer.allocate(size(band)).putLong(id.high()).putLong(id.low());
    for (int below = 0; below < band; below++) {
      out.putShort(bands.fingerprint(below));
    }
    return new Resident(ByteString.copyFrom(out.flip()));
  }

  /**
   * Reads what {@link #of} made for a band.
   *
   * @throws IllegalArgumentException if it has another length
   */
  public static Resident parse(int band, ByteString bytes) {
    if (bytes.size() != size(band)) {
      throw new IllegalArgumentException(
          "resident: " + bytes.size() + " bytes (expected: " + size(band) + ")");
    }
    return new Resident(bytes);
  }

  /** Bytes of a resident of a band. */
  static int size(int band) {
    return DocId.BYTES + 2 * band;
  }

  /** Which document it is. */
  public DocId id() {
    return DocId.of(bytes.substring(0, DocId.BYTES));
  }

  /** Whether both share a band below this one, where they have met already. */
  boolean hasMetBefore(Resident other) {
    for (int at = DocId.BYTES; at < bytes.size(); at += 2) {
      if (bytes.byteAt(at) == other.bytes.byteAt(at)
          && bytes.byteAt(at + 1) == other.bytes.byteAt(at + 1)) {
        return true;
      }
    }
    return false;
  }
}
