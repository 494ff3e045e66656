// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;

/**
 * What is kept of a document for those that come later: the state of its key. All but its standing
 * never changes, until it is taken down: then nothing else is left.
 *
 * @param source where it came from
 * @param path its place there
 * @param bytes size of its text
 * @param tokens tokens of its text
 * @param rank decides whether it stays
 * @param shingles {@link ShingleSet#encode its shingles}
 * @param threshold similarity from which on it is a near duplicate of one that was there before, 0
 *     to 1; 0: the job's own
 * @param standing whether it stays
 * @param turn the newest {@link Candidate#turn} that it was told
 */
public record DocState(
    String source,
    String path,
    long bytes,
    long tokens,
    Rank rank,
    ByteString shingles,
    double threshold,
    Standing standing,
    long turn) {
  private static final int VERSION = 4;

  /** Without a threshold. */
  private static final int VERSION_BEFORE = 3;

  /** Whether a document stays. */
  public enum Standing {
    /** It stays. */
    KEPT(0),
    /** A better one stays instead. */
    REMOVED(1),
    /** It never comes back. */
    TAKEN_DOWN(2);

    private static final int NUMBER_MAX = 2;

    private final int number;

    Standing(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }

    static Standing read(ByteReader in) {
      return switch (in.size(NUMBER_MAX)) {
        case 0 -> KEPT;
        case 1 -> REMOVED;
        default -> TAKEN_DOWN;
      };
    }
  }

  /** One that is new and stays. */
  public DocState(
      String source,
      String path,
      long bytes,
      long tokens,
      Rank rank,
      ByteString shingles,
      double threshold) {
    this(source, path, bytes, tokens, rank, shingles, threshold, Standing.KEPT, 0);
  }

  /** What is left of one that was taken down. */
  public static DocState takenDown() {
    return new DocState(
        "",
        "",
        0,
        0,
        new Rank(0, 0, 0, Long.MAX_VALUE, 0),
        ByteString.EMPTY,
        0,
        Standing.TAKEN_DOWN,
        0);
  }

  /** The same as it stands at a turn. */
  public DocState standing(Standing now, long at) {
    return new DocState(source, path, bytes, tokens, rank, shingles, threshold, now, at);
  }

  private DocState withThreshold(double own) {
    return new DocState(source, path, bytes, tokens, rank, shingles, own, standing, turn);
  }

  public boolean isKept() {
    return standing == Standing.KEPT;
  }

  public boolean isTakenDown() {
    return standing == Standing.TAKEN_DOWN;
  }

  /** The state's bytes. */
  public ByteString encode() {
    var out =
        new ByteWriter(threshold == 0 ? VERSION_BEFORE : VERSION)
            .text(source)
            .text(path)
            .count(bytes)
            .count(tokens);
    rank.write(out);
    out.bytes(shingles).count(standing.number).count(turn);
    return threshold == 0 ? out.done() : out.real(threshold).done();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  public static DocState decode(ByteString state) {
    var in = new ByteReader("document", state);
    int version = in.first();
    if (version != VERSION && version != VERSION_BEFORE) {
      throw new IllegalArgumentException(
          "document: version " + version + " (expected: " + VERSION_BEFORE + ", " + VERSION + ")");
    }
    var document =
        new DocState(
            in.text(),
            in.text(),
            in.count(),
            in.count(),
            Rank.read(in),
            in.bytes(),
            0,
            Standing.read(in),
            in.count());
    double threshold = version == VERSION ? in.real() : 0;
    in.end();
    return threshold == 0 ? document : document.withThreshold(threshold);
  }
}
