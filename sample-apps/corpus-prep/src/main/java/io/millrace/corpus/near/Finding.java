// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.DocState.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the job says to an {@link Inquiry}. */
public sealed interface Finding {
  /**
   * A document that may be similar.
   *
   * @param estimate of the similarity, 0 to 1
   */
  record Neighbour(DocumentId id, double estimate) {}

  /** Who in a band's key may be similar, in no order. */
  record Neighbours(List<Neighbour> list) implements Finding {
    public Neighbours {
      list = List.copyOf(list);
    }
  }

  /**
   * A document that the job knows.
   *
   * @param jaccard exact similarity to the one that asked, 0 to 1; 0 if it was taken down
   */
  record Known(Standing standing, String source, String path, double jaccard) implements Finding {}

  /** The job never kept such a document. */
  record Unknown() implements Finding {}

  /**
   * A document's place in its cluster.
   *
   * @param parent a lower id of the same cluster; the document itself if it is the root
   * @param size documents of the cluster; in a root only
   * @param best the one that stays; in a root that knows of one only
   */
  record Placed(DocumentId parent, long size, Optional<DocumentId> best) implements Finding {}

  /** The answer's bytes: a version, a form, and what it holds. */
  default ByteString encode() {
    var out = new ByteWriter(InquiryForms.VERSION);
    if (this instanceof Neighbours neighbours) {
      out.count(InquiryForms.SIMILAR).count(neighbours.list.size());
      neighbours.list.forEach(one -> out.id(one.id).real(one.estimate));
    } else if (this instanceof Known known) {
      out.count(InquiryForms.COMPARED).count(known.standing.number());
      out.text(known.source).text(known.path).real(known.jaccard);
    } else if (this instanceof Placed placed) {
      out.count(InquiryForms.PLACE).id(placed.parent).count(placed.size);
      out.flag(placed.best.isPresent());
      placed.best.ifPresent(out::id);
    } else {
      out.count(InquiryForms.UNKNOWN);
    }
    return out.done();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  static Finding decode(ByteString answer) {
    var in = new ByteReader("answer", answer);
    InquiryForms.check("answer", in.first());
    long form = in.count();
    Finding finding;
    if (form == InquiryForms.SIMILAR) {
      finding = neighbours(in);
    } else if (form == InquiryForms.COMPARED) {
      finding = new Known(Standing.read(in), in.text(), in.text(), in.real());
    } else if (form == InquiryForms.PLACE) {
      finding =
          new Placed(in.id(), in.count(), in.flag() ? Optional.of(in.id()) : Optional.empty());
    } else if (form == InquiryForms.UNKNOWN) {
      finding = new Unknown();
    } else {
      throw InquiryForms.unknown("answer", form);
    }
    in.end();
    return finding;
  }

  private static Neighbours neighbours(ByteReader in) {
    int count = in.size(NearSettings.RESIDENTS_MAX);
    var list = new ArrayList<Neighbour>(count);
    for (int i = 0; i < count; i++) {
      list.add(new Neighbour(in.id(), in.real()));
    }
    return new Neighbours(list);
  }
}
