// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

/**
 * How near duplicates are found. What is kept in a job was made with them: a job with other
 * shingles, bands or rows begins anew.
 *
 * <p>Two documents of Jaccard similarity {@code J} share a band with the chance {@code 1 - (1 -
 * J^rows)^bands} (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", section 3.4). With
 * 16 bands of 5 rows that is 0.998 at 0.8, 0.40 at 0.5 and 0.005 at 0.2: what is found at 0.8 and
 * above is all but everything, and what is compared for nothing stays little.
 *
 * @param shingleWords words of a shingle, 1 to 20
 * @param bands how many bands a signature has, 1 to 64
 * @param rows values of a band, 1 to 16
 * @param threshold Jaccard similarity from which on two documents are near duplicates, above 0 to 1
 * @param reported similarity from which on a comparison is written down, above 0 to {@code
 *     threshold}; documents whose signatures say that they are well below it are not compared
 * @param residentsMax documents that a band's key holds for later ones to be compared with, 1 to
 *     {@value #RESIDENTS_MAX}
 */
public record NearSettings(
    int shingleWords, int bands, int rows, double threshold, double reported, int residentsMax) {
  /** What is used where nothing else is said. */
  public static final NearSettings DEFAULT = new NearSettings(5, 16, 5, 0.8, 0.7, 128);

  /** Most residents of a key. */
  static final int RESIDENTS_MAX = 256;

  /** Two standard deviations of an estimate by 80 values, where it matters. */
  private static final double ESTIMATE_MARGIN = 0.1;

  public NearSettings {
    check("shingleWords", shingleWords, 1, 20);
    check("bands", bands, 1, 64);
    check("rows", rows, 1, 16);
    check("residentsMax", residentsMax, 1, RESIDENTS_MAX);
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException("threshold: " + threshold + " (expected: above 0, to 1)");
    }
    if (!(reported > 0 && reported <= threshold)) {
      throw new IllegalArgumentException(
          "reported: " + reported + " (expected: above 0, to the threshold " + threshold + ")");
    }
  }

  private static void check(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + min + " to " + max + ")");
    }
  }

  /** The estimated similarity from which on two documents are compared. */
  double estimateMin() {
    return reported - ESTIMATE_MARGIN;
  }

  /** The chance that two documents of this similarity share a band. */
  public double candidateChance(double jaccard) {
    return 1 - Math.pow(1 - Math.pow(jaccard, rows), bands);
  }

  /** The same with so many residents of a band's key. */
  public NearSettings withResidentsMax(int count) {
    return new NearSettings(shingleWords, bands, rows, threshold, reported, count);
  }

  /** The same with this threshold; what is written down is lowered with it if it must be. */
  public NearSettings withThreshold(double jaccard) {
    return new NearSettings(
        shingleWords, bands, rows, jaccard, Math.min(reported, jaccard), residentsMax);
  }
}
