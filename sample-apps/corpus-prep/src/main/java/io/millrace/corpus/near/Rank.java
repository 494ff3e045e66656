// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

/**
 * What decides which document of a cluster stays; the lowest rank wins: the more preferred source,
 * then the better quality, then the longer text, then the earlier time, then the earlier place in
 * its input. Documents that are equal in all of it are ordered by id.
 *
 * @param preference place of the source among the preferred ones, 0 for the first; others share one
 *     behind all places
 * @param quality 0 to {@link #QUALITY_MAX}, the best
 * @param characters length of the text
 * @param timeMs when the document was made or found, milliseconds since 1970-01-01T00:00Z; {@link
 *     Long#MAX_VALUE} where nobody knows
 * @param sequence number among its producer's records, 1 up
 */
public record Rank(int preference, int quality, int characters, long timeMs, long sequence)
    implements Comparable<Rank> {
  /** Quality of a document that no rule finds fault with. */
  public static final int QUALITY_MAX = 1_000_000;

  @Override
  public int compareTo(Rank other) {
    int order = Integer.compare(preference, other.preference);
    order = order != 0 ? order : Integer.compare(other.quality, quality);
    order = order != 0 ? order : Integer.compare(other.characters, characters);
    order = order != 0 ? order : Long.compare(timeMs, other.timeMs);
    return order != 0 ? order : Long.compare(sequence, other.sequence);
  }

  void write(ByteWriter out) {
    out.count(preference).count(quality).count(characters).number(timeMs).count(sequence);
  }

  static Rank read(ByteReader in) {
    return new Rank(
        in.size(Integer.MAX_VALUE),
        in.size(QUALITY_MAX),
        in.size(Integer.MAX_VALUE),
        in.number(),
        in.count());
  }
}
