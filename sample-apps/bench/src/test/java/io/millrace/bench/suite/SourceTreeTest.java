// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SourceTreeTest {
  private final SourceTree tree = new SourceTree(Path.of("/home/me/code/sample-apps/bench-peers"));

  @Test
  void givenFileInTree_whenNamed_thenFromTheTreesFolderOn() {
    assertThat(tree.relative(Path.of("/home/me/code/.millrace/bench/peer.log")))
        .isEqualTo(Path.of(".millrace/bench/peer.log"));
  }

  @Test
  void givenFileElsewhere_whenNamed_thenAsItIs() {
    Path elsewhere = Path.of("/var/tmp/peer.log");

    assertThat(tree.relative(elsewhere)).isEqualTo(elsewhere);
  }
}
