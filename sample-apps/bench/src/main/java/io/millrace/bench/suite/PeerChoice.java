// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Which peers take part, as {@code --peers} says. */
final class PeerChoice {
  static final String BUILT = "built";
  private static final String ALL = "all";
  private static final String NONE = "none";

  private final String words;
  private final List<String> named;
  private final Optional<SourceTree> tree;

  private PeerChoice(String words, List<String> named, Optional<SourceTree> tree) {
    this.words = words;
    this.named = named;
    this.tree = tree;
  }

  static PeerChoice parse(String words, Optional<SourceTree> tree) {
    boolean all = words.equals(ALL) || words.equals(BUILT) || words.equals(NONE);
    return new PeerChoice(words, all ? List.of() : List.of(words.split(",")), tree);
  }

  /**
   * Refuses names that no suite to be run has.
   *
   * @param known names of all peers
   */
  void check(Collection<String> known) {
    for (String name : named) {
      if (!known.contains(name)) {
        throw MillraceException.of(Kind.CALLER, "no such peer here")
            .with("--peers", name)
            .with("expected", "all, built, none, or of " + known);
      }
    }
  }

  /** Whether a peer that needs no building takes part. */
  boolean wants(String peer) {
    return !words.equals(NONE) && (named.isEmpty() || named.contains(peer));
  }

  /**
   * What a peer in a process of its own is started from; empty if it does not take part.
   *
   * @param peer name of the contender
   * @param module folder of its module below {@code sample-apps/bench-peers}
   * @param leftOut hears, in one line, that it is not built
   * @throws MillraceException CALLER if it is not built and was asked for
   */
  Optional<PeerBuild> built(String peer, String module, Consumer<String> leftOut) {
    if (!wants(peer)) {
      return Optional.empty();
    }
    Path folder = tree.map(t -> t.peers().resolve(module)).orElse(Path.of("bench-peers", module));
    var build = new PeerBuild(folder);
    if (build.isThere()) {
      return Optional.of(build);
    }
    if (!words.equals(BUILT)) {
      throw MillraceException.of(Kind.CALLER, "peer is not built")
          .with("peer", peer)
          .with("expected", build.lib())
          .with("todo", PeerBuild.HOW);
    }
    leftOut.accept(
        "peer %s is not built (expected: %s; %s)".formatted(peer, build.lib(), PeerBuild.HOW));
    return Optional.empty();
  }
}
