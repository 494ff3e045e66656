// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.read;

import java.util.Locale;

/**
 * A document, or a container of documents, that the run goes on without.
 *
 * @param source the container
 * @param path where it lies in the source; empty if the container itself is meant
 * @param kind what is wrong
 * @param reason the same in words for people, with the facts
 */
public record Problem(String source, String path, Kind kind, String reason) {
  /** What can be wrong. */
  public enum Kind {
    /** Missing, forbidden, damaged, or not of the format that its name says. */
    UNREADABLE,
    /** Over {@link DocumentReader#DOCUMENT_BYTES_MAX}, or {@link ReadSettings#rawBytesMax}. */
    TOO_LARGE,
    /** By {@link DecodedText}. */
    NOT_TEXT;

    /** As reports print it. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
