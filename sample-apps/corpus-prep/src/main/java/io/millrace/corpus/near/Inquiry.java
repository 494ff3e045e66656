// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;

/** What the job can be asked of a key; answered by a {@link Finding}. */
public sealed interface Inquiry {
  /**
   * To a band's key: which of the documents there may be similar.
   *
   * @param resident the one that asks, as {@link Resident#of} makes it for that band
   */
  record Similar(ByteString resident) implements Inquiry {}

  /**
   * To a document's key: where it is from, how it stands, and how similar it is.
   *
   * @param shingles {@link ShingleSet#encode} of the one that asks
   */
  record Compared(ByteString shingles) implements Inquiry {}

  /** To the key of a document's node: its place in its cluster. */
  record Place() implements Inquiry {}

  /** The question's bytes: a version, a form, and what it holds. */
  default ByteString encode() {
    var out = new ByteWriter(InquiryForms.VERSION);
    if (this instanceof Similar similar) {
      out.count(InquiryForms.SIMILAR).bytes(similar.resident);
    } else if (this instanceof Compared compared) {
      out.count(InquiryForms.COMPARED).bytes(compared.shingles);
    } else {
      out.count(InquiryForms.PLACE);
    }
    return out.done();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  static Inquiry decode(ByteString question) {
    var in = new ByteReader("question", question);
    InquiryForms.check("question", in.first());
    long form = in.count();
    Inquiry inquiry;
    if (form == InquiryForms.SIMILAR) {
      inquiry = new Similar(in.bytes());
    } else if (form == InquiryForms.COMPARED) {
      inquiry = new Compared(in.bytes());
    } else if (form == InquiryForms.PLACE) {
      inquiry = new Place();
    } else {
      throw InquiryForms.unknown("question", form);
    }
    in.end();
    return inquiry;
  }
}
