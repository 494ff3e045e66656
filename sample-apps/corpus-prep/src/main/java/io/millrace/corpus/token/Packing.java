// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

/** How documents become sequences. */
public enum Packing {
  /**
   * Documents stay whole where they fit, and go where they leave the least room: least is cut, some
   * is padded.
   */
  BEST_FIT("best-fit"),
  /** One after another, cut at every sequence's end: most is cut, only the last one is padded. */
  CONCATENATE("concatenate"),
  /** A sequence for each document, as long as it is. */
  DOCUMENTS("documents");

  private final String label;

  Packing(String label) {
    this.label = label;
  }

  /** As it is written on command lines and in manifests. */
  @Override
  public String toString() {
    return label;
  }
}
