// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Message.Demote;
import io.millrace.corpus.near.Message.Promote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What comes of two parts of a cluster meeting, or of a part hearing of a document that was taken
 * down. Each part has one document that stays, its best, or knows of none. The best of all that
 * were not taken down stays; whoever stayed for a part and is not the best goes, and the best comes
 * back if it did not stay for either.
 *
 * @param summary of both
 * @param sent who is told to go or to come back
 */
record Election(Summary summary, List<Sent> sent) {
  Election {
    sent = List.copyOf(sent);
  }

  /**
   * Unites two parts.
   *
   * @param root the lowest id of the cluster, as far as it has come together
   */
  static Election of(DocumentId root, Summary one, Summary other) {
    Set<DocumentId> gone = new LinkedHashSet<>(one.gone());
    gone.addAll(other.gone());
    var living = new ArrayList<Candidate>(one.best());
    living.addAll(other.best());
    int all = living.size();
    Set<DocumentId> met = new HashSet<>();
    living.removeIf(candidate -> gone.contains(candidate.id()) && met.add(candidate.id()));
    gone.removeAll(met);
    Collections.sort(living);
    long size = one.size() + other.size() - (all - living.size());
    var sent = new ArrayList<Sent>();
    if (!living.isEmpty()) {
      tell(root, living, Summary.standing(one, other), sent);
    }
    List<DocumentId> left = List.copyOf(gone);
    int forgotten = Math.max(0, left.size() - Summary.GONE_MAX);
    var summary =
        new Summary(
            Math.max(living.size(), size - forgotten),
            living.subList(0, Math.min(Summary.BEST_MAX, living.size())),
            left.subList(forgotten, left.size()));
    return new Election(summary, sent);
  }

  private static void tell(
      DocumentId root, List<Candidate> living, List<Candidate> standing, List<Sent> sent) {
    DocumentId winner = living.get(0).id();
    boolean stays = false;
    for (Candidate before : standing) {
      int place = living.indexOf(before);
      if (place == 0) {
        stays = true;
      } else if (place > 0) {
        living.set(place, before.told());
        sent.add(Sent.toDocument(before.id(), new Demote(before.told(), winner, root)));
      }
    }
    if (!stays) {
      living.set(0, living.get(0).told());
      sent.add(Sent.toDocument(winner, new Promote(living.get(0).turn(), root)));
    }
  }
}
