// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.DocState.Standing;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a {@link DuplicateCheck} found.
 *
 * @param id of the text that was asked about
 * @param refusedBy the rule of the recipe that would refuse it if it were new; empty if none would
 * @param cluster the one that it belongs to, or would; empty if there is none
 * @param nearest the document of the job that is most similar; empty if none is similar
 * @param kept the one that stays of the cluster, as far as is known at present; empty if nobody
 *     does
 */
record Checked(
    DocumentId id,
    Verdict verdict,
    Optional<String> refusedBy,
    Optional<Cluster> cluster,
    Optional<Match> nearest,
    Optional<Match> kept) {
  /** What the text is to the job. */
  enum Verdict {
    /** Nothing like it was kept. */
    NEW,
    /** It is nearly the same as another document. */
    NEAR_DUPLICATE,
    /** The same text was kept, or would be if there were no better one. */
    DUPLICATE,
    /** The same text was taken down: it would be refused. */
    TAKEN_DOWN;

    /** As commands print it. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A cluster.
   *
   * @param id its lowest document
   * @param size documents of it that are known so far and were not taken down; 1 up
   */
  record Cluster(DocumentId id, long size) {}

  /**
   * A document of the job.
   *
   * @param estimate of its similarity by signatures, up to 1; empty where none was made
   * @param jaccard its exact similarity, 0 to 1
   */
  record Match(
      DocumentId id,
      String source,
      String path,
      Standing standing,
      OptionalDouble estimate,
      double jaccard) {}
}
