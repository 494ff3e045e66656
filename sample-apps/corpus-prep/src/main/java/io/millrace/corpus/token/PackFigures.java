// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import java.util.ArrayList;
import java.util.List;

/**
 * What a packing comes to.
 *
 * @param sequences how many there are
 * @param tokens in them, the ends of documents too, without padding
 * @param padding tokens that would fill all sequences up to their length; 0 for whole documents
 * @param documents that were taken, each as often as it was
 * @param cut documents of these that lie in more than one piece
 * @param sources by name
 */
record PackFigures(
    long sequences, long tokens, long padding, long documents, long cut, List<Source> sources) {
  PackFigures {
    sources = List.copyOf(sources);
  }

  /**
   * One source's part.
   *
   * @param documents that it has
   * @param tokens that these have
   * @param documentsTaken each as often as it was
   * @param tokensTaken in sequences
   */
  record Source(
      String source, long documents, long tokens, long documentsTaken, long tokensTaken) {}

  /** Which part of all places is padding. Range: 0 to 1. */
  double paddingShare() {
    return tokens + padding == 0 ? 0 : (double) padding / (tokens + padding);
  }

  /** Adds up sequences. Not thread-safe. */
  static final class Count implements SequencePlan.Taker {
    private final Catalog catalog;
    private final int length;
    private final long[] documentsTaken;
    private final long[] tokensTaken;
    private long sequences;
    private long tokens;
    private long cut;

    /**
     * @param length of a sequence, 0 if they have none
     */
    Count(Catalog catalog, int length) {
      this.catalog = catalog;
      this.length = length;
      this.documentsTaken = new long[catalog.sources().size()];
      this.tokensTaken = new long[catalog.sources().size()];
    }

    @Override
    public void take(SequencePlan plan) {
      sequences++;
      tokens += plan.tokens();
      for (int i = 0; i < plan.size(); i++) {
        int document = plan.document(i);
        int source = catalog.sourceOf(document);
        tokensTaken[source] += plan.to(i) - plan.from(i);
        if (plan.from(i) == 0) {
          documentsTaken[source]++;
          cut += plan.to(i) < catalog.length(document) ? 1 : 0;
        }
      }
    }

    PackFigures figures() {
      int[] documents = catalog.documentsBySource();
      long[] has = catalog.tokensBySource();
      var sources = new ArrayList<Source>();
      long taken = 0;
      for (int i = 0; i < documents.length; i++) {
        taken += documentsTaken[i];
        sources.add(
            new Source(
                catalog.sources().get(i), documents[i], has[i], documentsTaken[i], tokensTaken[i]));
      }
      long padding = length == 0 ? 0 : sequences * length - tokens;
      return new PackFigures(sequences, tokens, padding, taken, cut, sources);
    }
  }
}
