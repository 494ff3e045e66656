// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Millrace's source tree, if the program was started from one: the launcher names the folder of the
 * peers in {@code -Dmillrace.bench.peers}.
 *
 * @param peers {@code sample-apps/bench-peers}
 */
record SourceTree(Path peers) {
  private static final String PROPERTY = "millrace.bench.peers";

  /** The one this program was started from. */
  static Optional<SourceTree> here() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .map(folder -> new SourceTree(Path.of(folder).toAbsolutePath().normalize()));
  }

  private Path root() {
    return peers.resolve("..").resolve("..").normalize();
  }

  /** How results name a file: from the tree's folder on if it lies in the one that runs. */
  static String shown(Path file) {
    return here().map(tree -> tree.relative(file)).orElse(file).toString();
  }

  /** The file from the tree's folder on, or as it is if it does not lie in there. */
  Path relative(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    return whole.startsWith(root()) ? root().relativize(whole) : file;
  }

  Path results() {
    return peers.resolveSibling("bench").resolve("results");
  }

  Path doc(String name) {
    return root().resolve("docs").resolve(name);
  }

  /** The commit that is checked out, with a word if files differ from it; empty if not known. */
  String commit() throws InterruptedException {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty")
              .directory(root().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      return git.waitFor() == 0 ? said : "";
    } catch (IOException e) {
      // No git, or no repository: the results say nothing of the commit then.
      return "";
    }
  }
}
