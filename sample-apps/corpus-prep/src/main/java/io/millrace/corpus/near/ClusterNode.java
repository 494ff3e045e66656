// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.near;

import com.google.protobuf.ByteString;
import io.millrace.corpus.document.DocumentId;
import io.millrace.corpus.near.Message.Adopt;
import io.millrace.corpus.near.Message.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One document's place in the forest of clusters: each tree is a cluster, and its root, the lowest
 * id, knows what is known of all of it. Immutable.
 *
 * <p>The forest is united by messages, in whatever order they come. A link from {@code x} to a
 * lower {@code y} makes {@code y} the parent of {@code x} if {@code x} is a root; otherwise {@code
 * x} keeps the lower of {@code y} and its parent, and tells the higher one of the lower: Rem's
 * algorithm (Dijkstra, "A Discipline of Programming", 1976, chapter 23; Patwary, Blair and Manne,
 * SEA 2010), with a message for each step. A parent is always lower than its child and only ever
 * gets lower, so every message comes to an end, and once there are none left each tree is one
 * connected component of all links. What a root knows travels to the root that it joins; each time
 * two parts meet, the worse of their two best documents goes. So every document comes to be known
 * to exactly one root, all but one of a cluster go once each, and the best of all stays. One that
 * is taken down goes the same way, and the {@link Election} goes on without it.
 *
 * @param id the document
 * @param parent a lower id of the same cluster; the id itself in a root
 * @param known whether the document has come to be known to its cluster
 * @param summary what a root knows; of nobody elsewhere
 */
public record ClusterNode(DocumentId id, DocumentId parent, boolean known, Summary summary) {
  private static final int VERSION = 2;

  /**
   * What a message brings about.
   *
   * @param node as it is from then on
   * @param sent what it tells others, in order
   */
  public record Step(ClusterNode node, List<Sent> sent) {
    public Step {
      sent = List.copyOf(sent);
    }
  }

  /** A document that has met nobody. */
  public static ClusterNode alone(DocumentId id) {
    return new ClusterNode(id, id, false, Summary.NONE);
  }

  boolean isRoot() {
    return parent.equals(id);
  }

  /** Takes a link to a lower id. */
  public Step on(Link link) {
    if (link.other().compareTo(id) >= 0) {
      throw new IllegalArgumentException(
          "link from " + id + ": to " + link.other() + " (expected: a lower id)");
    }
    var out = new ArrayList<Sent>();
    ClusterNode node = meet(link.self(), out).linked(link, out);
    return new Step(node, out);
  }

  private ClusterNode linked(Link link, List<Sent> out) {
    DocumentId other = link.other();
    if (isRoot()) {
      if (!summary.isEmpty() || link.met().isPresent()) {
        out.add(Sent.toNode(other, new Adopt(summary, link.met())));
      }
      return new ClusterNode(id, other, known, Summary.NONE);
    }
    int order = other.compareTo(parent);
    if (order > 0) {
      out.add(Sent.toNode(other, new Link(parent, link.met(), Optional.empty())));
      return this;
    }
    if (link.met().isPresent()) {
      out.add(Sent.toNode(other, new Adopt(Summary.NONE, link.met())));
    }
    if (order == 0) {
      return this;
    }
    out.add(Sent.toNode(parent, new Link(other, Optional.empty(), Optional.empty())));
    return new ClusterNode(id, other, known, summary);
  }

  /** Takes a part of the cluster. */
  public Step on(Adopt adopt) {
    var out = new ArrayList<Sent>();
    ClusterNode node = meet(adopt.self(), out).adopting(adopt.part(), out);
    return new Step(node, out);
  }

  /** The first time that the document is heard of. */
  private ClusterNode meet(Optional<Candidate> self, List<Sent> out) {
    if (known || self.isEmpty()) {
      return this;
    }
    return new ClusterNode(id, parent, true, summary).adopting(Summary.of(self.get()), out);
  }

  private ClusterNode adopting(Summary part, List<Sent> out) {
    if (!known && part.isGone(id)) {
      // It was taken down before its cluster came to know it: it never will.
      return new ClusterNode(id, parent, true, summary).adopting(part.forgetting(id), out);
    }
    if (part.isEmpty()) {
      return this;
    }
    if (!isRoot()) {
      out.add(Sent.toNode(parent, new Adopt(part, Optional.empty())));
      return this;
    }
    Election election = Election.of(id, summary, part);
    out.addAll(election.sent());
    return new ClusterNode(id, id, known, election.summary());
  }

  /** The state of the node's key. */
  public ByteString encode() {
    var out = new ByteWriter(VERSION).id(parent).flag(known);
    summary.write(out);
    return out.done();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException if the bytes are something else
   */
  public static ClusterNode decode(DocumentId id, ByteString state) {
    var in = new ByteReader("cluster node", state);
    int version = in.first();
    if (version != VERSION) {
      throw new IllegalArgumentException(
          "cluster node: version " + version + " (expected: " + VERSION + ")");
    }
    var node = new ClusterNode(id, in.id(), in.flag(), Summary.read(in));
    in.end();
    return node;
  }
}
