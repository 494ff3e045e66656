// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Finding.Known;
import io.millrace.corpus.near.Finding.Neighbour;
import io.millrace.corpus.near.Finding.Neighbours;
import io.millrace.corpus.near.Finding.Placed;
import java.util.ArrayList;

/** Answers what is asked of states. */
public final class Answering {
  private Answering() {}

  /**
   * Who of a band's residents is similar enough to be compared, by all that can be seen here.
   *
   * @throws IllegalArgumentException if the one that asks is of another form
   */
  public static Neighbours similar(
      Residents residents, Inquiry.Similar asked, int band, NearSettings settings) {
    Resident asking = Resident.parse(asked.resident(), band, settings);
    var found = new ArrayList<Neighbour>();
    for (Resident resident : residents.list()) {
      double estimate = asking.estimate(resident, settings);
      if (estimate >= settings.estimateMin()) {
        found.add(new Neighbour(resident.id(), estimate));
      }
    }
    return new Neighbours(found);
  }

  /**
   * How a document stands, and how similar it is.
   *
   * @throws IllegalArgumentException if the shingles cannot be read
   */
  public static Known compared(DocState document, Inquiry.Compared asked) {
    ShingleSet asking = ShingleSet.decode(asked.shingles());
    double jaccard =
        document.isTakenDown() ? 0 : ShingleSet.decode(document.shingles()).jaccard(asking);
    return new Known(document.standing(), document.source(), document.path(), jaccard);
  }

  /** A document's place in its cluster. */
  public static Placed placed(ClusterNode node) {
    return new Placed(
        node.parent(),
        node.summary().living(),
        node.summary().best().stream().findFirst().map(Candidate::id));
  }

  /** The place of a document that has met nobody. */
  public static Placed alone(DocumentId id) {
    return placed(ClusterNode.alone(id));
  }
}
