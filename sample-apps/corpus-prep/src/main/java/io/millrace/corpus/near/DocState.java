// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;

/**
 * What is kept of a document for those that come later: the state of its key. Never changes.
 *
 * @param source where it came from
 * @param path its place there
 * @param bytes size of its text
 * @param tokens tokens of its text
 * @param rank decides whether it stays
 * @param shingles {@link ShingleSet#encode its shingles}
 */
public record DocState(
    String source, String path, long bytes, long tokens, Rank rank, ByteString shingles) {
  private static final int VERSION = 2;

  /** The state's bytes. */
  public ByteString encode() {
    var out = new ByteWriter(VERSION).text(source).text(path).count(bytes).count(tokens);
    rank.write(out);
    return out.bytes(shingles).done();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  public static DocState decode(ByteString state) {
    var in = new ByteReader("document", state);
    int version = in.first();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "document: version " + version + " (expected: " + VERSION + ")");
    }
    var document =
        new DocState(in.text(), in.text(), in.count(), in.count(), Rank.read(in), in.bytes());
    in.end();
    return document;
  }
}
