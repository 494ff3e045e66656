// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

/**
 * What readers are told and held to.
 *
 * @param textName field or column that holds the text where a file holds more than that
 * @param rawBytesMax largest file, page or payload of one document before its text is taken out.
 *     Unit: bytes; from 1 KiB to 256 MiB
 * @param expansionMax how many times its size a compressed file may expand to, beyond {@code
 *     expansionFreeBytes}; from 2 to 10,000
 * @param expansionFreeBytes what any file may expand to. Unit: bytes
 * @param pageBytesMax largest page of a Parquet file, compressed or not: each column that is read
 *     holds one in memory. Unit: bytes
 * @param spoolBytesMax largest Parquet file that is compressed or lies in an archive: it is laid
 *     out on disk to be read. Unit: bytes
 */
public record ReadSettings(
    String textName,
    int rawBytesMax,
    int expansionMax,
    long expansionFreeBytes,
    int pageBytesMax,
    long spoolBytesMax) {
  public ReadSettings {
    check("text name length", textName.length(), 1, 200);
    check("raw-bytes-max", rawBytesMax, 1 << 10, 256 << 20);
    check("expansion-max", expansionMax, 2, 10_000);
    check("expansion-free-bytes", expansionFreeBytes, 0, Long.MAX_VALUE);
    check("page-bytes-max", pageBytesMax, 1 << 10, 1 << 30);
    check("spool-bytes-max", spoolBytesMax, 0, Long.MAX_VALUE);
  }

  /** Text in {@code text}, and limits that real collections do not meet. */
  public static ReadSettings defaults() {
    return new ReadSettings("text", 8 << 20, 250, 64L << 20, 256 << 20, 4L << 30);
  }

  /** The same with another name of the text. */
  public ReadSettings withTextName(String name) {
    return new ReadSettings(
        name, rawBytesMax, expansionMax, expansionFreeBytes, pageBytesMax, spoolBytesMax);
  }

  private static void check(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: from " + min + " to " + max + ")");
    }
  }
}
