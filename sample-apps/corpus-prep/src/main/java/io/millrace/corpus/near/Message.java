// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What documents tell each other, each message to the key of one. */
public sealed interface Message {
  /**
   * Compare yourself with these; to a document that is new.
   *
   * @param partners documents that share a band with it
   */
  record Compare(List<DocumentId> partners) implements Message {
    public Compare {
      partners = List.copyOf(partners);
    }
  }

  /**
   * Compare yourself with me; to a document's partner.
   *
   * @param id who asks
   * @param rank of the one who asks
   * @param shingles of the one who asks, encoded
   * @param threshold similarity from which on the two are near duplicates, 0 to 1; 0: the job's own
   */
  record Probe(DocumentId id, Rank rank, ByteString shingles, double threshold)
      implements Message {}

  /**
   * You are in one cluster with another, whose id is lower; to a document's node.
   *
   * @param other the lower id
   * @param self the receiver, if the two were just found to be near duplicates
   * @param met the other, if so, or if it may not know of itself yet
   */
  record Link(DocumentId other, Optional<Candidate> self, Optional<Candidate> met)
      implements Message {}

  /**
   * A part of your cluster; to a document's node.
   *
   * @param part of which the sender was the root; may be of nobody
   * @param self the receiver, if it may not know of itself yet
   */
  record Adopt(Summary part, Optional<Candidate> self) implements Message {}

  /**
   * You do not stay; to a document.
   *
   * @param self the document as its cluster knew it
   * @param winner who stays instead, for now
   * @param root the lowest id of the cluster, as far as it had come together
   */
  record Demote(Candidate self, DocumentId winner, DocumentId root) implements Message {}

  /**
   * You stay after all, since a better one was taken down; to a document.
   *
   * @param turn see {@link Candidate#turn}
   * @param root the lowest id of the cluster, as far as it had come together
   */
  record Promote(long turn, DocumentId root) implements Message {}

  /**
   * You are taken down for good; to a document, from a person.
   *
   * @param reason what the person says
   */
  record TakeDown(String reason) implements Message {
    /** Longest reason. Unit: UTF-16 units. */
    public static final int REASON_MAX = 1_000;
  }

  /** Most partners of one message. */
  int PARTNERS_MAX = 256;

  /** Whether these bytes are a message of some kind, not a text. */
  static boolean isMessage(ByteString value) {
    int first = FirstBytes.first(value);
    return (first >= FirstBytes.MESSAGE_MIN && first <= FirstBytes.MESSAGE_MAX)
        || first == FirstBytes.PROBE_WITH_THRESHOLD;
  }

  /** The message's bytes. */
  default ByteString encode() {
    if (this instanceof Compare compare) {
      var out = new ByteWriter(FirstBytes.MESSAGE_MIN).count(compare.partners.size());
      compare.partners.forEach(out::id);
      return out.done();
    } else if (this instanceof Probe probe) {
      boolean isPlain = probe.threshold == 0;
      var out =
          new ByteWriter(isPlain ? FirstBytes.MESSAGE_MIN + 1 : FirstBytes.PROBE_WITH_THRESHOLD)
              .id(probe.id);
      probe.rank.write(out);
      out.bytes(probe.shingles);
      return isPlain ? out.done() : out.real(probe.threshold).done();
    } else if (this instanceof Link link) {
      var out = new ByteWriter(FirstBytes.MESSAGE_MIN + 2).id(link.other);
      write(out, link.self);
      write(out, link.met);
      return out.done();
    } else if (this instanceof Adopt adopt) {
      var out = new ByteWriter(FirstBytes.MESSAGE_MIN + 3);
      adopt.part.write(out);
      write(out, adopt.self);
      return out.done();
    }
    if (this instanceof Promote promote) {
      return new ByteWriter(FirstBytes.MESSAGE_MIN + 5)
          .flag(true)
          .count(promote.turn)
          .id(promote.root)
          .done();
    } else if (this instanceof TakeDown takeDown) {
      return new ByteWriter(FirstBytes.MESSAGE_MIN + 5).flag(false).text(takeDown.reason).done();
    }
    var demote = (Demote) this;
    var out = new ByteWriter(FirstBytes.MESSAGE_MIN + 4);
    demote.self.write(out);
    return out.id(demote.winner).id(demote.root).done();
  }

  private static void write(ByteWriter out, Optional<Candidate> candidate) {
    out.flag(candidate.isPresent());
    candidate.ifPresent(some -> some.write(out));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  static Message decode(ByteString bytes) {
    var in = new ByteReader("message", bytes);
    int kind = in.first();
    Message message =
        switch (kind) {
          case FirstBytes.MESSAGE_MIN -> new Compare(ids(in));
          case FirstBytes.MESSAGE_MIN + 1 -> new Probe(in.id(), Rank.read(in), in.bytes(), 0);
          case FirstBytes.PROBE_WITH_THRESHOLD ->
              new Probe(in.id(), Rank.read(in), in.bytes(), in.real());
          case FirstBytes.MESSAGE_MIN + 2 -> new Link(in.id(), candidate(in), candidate(in));
          case FirstBytes.MESSAGE_MIN + 3 -> new Adopt(Summary.read(in), candidate(in));
          case FirstBytes.MESSAGE_MIN + 4 -> new Demote(Candidate.read(in), in.id(), in.id());
          case FirstBytes.MESSAGE_MIN + 5 ->
              in.flag() ? new Promote(in.count(), in.id()) : new TakeDown(in.text());
          default ->
              throw new IllegalArgumentException(
                  "message: kind " + kind + " (expected: one that this version writes)");
        };
    in.end();
    return message;
  }

  private static List<DocumentId> ids(ByteReader in) {
    int count = in.size(PARTNERS_MAX);
    var ids = new ArrayList<DocumentId>(count);
    for (int i = 0; i < count; i++) {
      ids.add(in.id());
    }
    return ids;
  }

  private static Optional<Candidate> candidate(ByteReader in) {
    return in.flag() ? Optional.of(Candidate.read(in)) : Optional.empty();
  }
}
