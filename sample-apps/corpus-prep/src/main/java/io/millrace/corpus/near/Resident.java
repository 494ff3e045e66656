// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import java.nio.ByteBuffer;

/**
 * A document as a band's key knows it: its id, four bits of each value of its signature, which show
 * how similar two documents are, roughly (Li and Koenig, "b-Bit minwise hashing", WWW 2010), and a
 * fingerprint of each band below, which shows, together with those bits, whether they meet there.
 *
 * @param bytes the id, then two values a byte, then a byte for each band below
 */
public record Resident(ByteString bytes) {
  private static final int BITS = 4;

  /** Chance that two values agree in these bits although they differ. */
  private static final double ACCIDENT = 1.0 / (1 << BITS);

  /** The document of an id and a signature for the key of one of its bands. */
  public static Resident of(DocumentId id, int[] signature, Bands bands, int band) {
    int values = (signature.length + 1) / 2;
    var out = ByteBuffer.allocate(DocumentId.BYTES + values + band);
    out.putLong(id.high()).putLong(id.low());
    for (int i = 0; i < signature.length; i += 2) {
      int second = i + 1 < signature.length ? bits(signature[i + 1]) : 0;
      out.put((byte) (bits(signature[i]) | second << BITS));
    }
    for (int below = 0; below < band; below++) {
      out.put(bands.fingerprint(below));
    }
    return new Resident(ByteString.copyFrom(out.flip()));
  }

  /** The lowest values of a set begin alike; their last bits are as good as drawn by lot. */
  private static int bits(int value) {
    return (int) (Shingler.mix(value) & (1 << BITS) - 1);
  }

  /**
   * Reads what {@link #of} made.
   *
   * @throws IllegalArgumentException if it has another length
   */
  public static Resident parse(ByteString bytes, int band, NearSettings settings) {
    if (bytes.size() != size(band, settings)) {
      throw new IllegalArgumentException(
          "resident: " + bytes.size() + " bytes (expected: " + size(band, settings) + ")");
    }
    return new Resident(bytes);
  }

  /** Bytes of a resident of a band. */
  static int size(int band, NearSettings settings) {
    return DocumentId.BYTES + (settings.bands() * settings.rows() + 1) / 2 + band;
  }

  /** Which document it is. */
  public DocumentId id() {
    return DocumentId.of(bytes.substring(0, DocumentId.BYTES));
  }

  private int value(int place) {
    int both = bytes.byteAt(DocumentId.BYTES + place / 2);
    return (place % 2 == 0 ? both : both >>> BITS) & (1 << BITS) - 1;
  }

  /**
   * Whether a band is the right one to send both to be compared: it is the first that they share,
   * and they may be similar enough.
   */
  boolean isFirstMeeting(Resident other, int band, NearSettings settings) {
    int rows = settings.rows();
    int same = 0;
    for (int at = 0; at < settings.bands() * rows; ) {
      int sameInBand = 0;
      for (int end = at + rows; at < end; at++) {
        sameInBand += value(at) == other.value(at) ? 1 : 0;
      }
      if (sameInBand == rows && at <= band * rows && isSameBand(other, at / rows - 1, settings)) {
        return false;
      }
      same += sameInBand;
    }
    return estimate(same, settings.bands() * rows) >= settings.estimateMin();
  }

  /**
   * How similar both are, by these bits. Range: below 0 if they agree less than by accident, to 1.
   */
  double estimate(Resident other, NearSettings settings) {
    int values = settings.bands() * settings.rows();
    int same = 0;
    for (int at = 0; at < values; at++) {
      same += value(at) == other.value(at) ? 1 : 0;
    }
    return estimate(same, values);
  }

  private static double estimate(int same, int values) {
    return ((double) same / values - ACCIDENT) / (1 - ACCIDENT);
  }

  private boolean isSameBand(Resident other, int band, NearSettings settings) {
    int at = size(band, settings);
    return bytes.byteAt(at) == other.bytes.byteAt(at);
  }
}
