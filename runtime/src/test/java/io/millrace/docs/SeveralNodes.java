// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import java.util.List;

/** What {@code docs/embedding.md} shows of several nodes. */
final class SeveralNodes {
  private SeveralNodes() {}

  static List<Millrace> start(EmbeddedSettings settings, List<String> points) {
    var first = Millrace.embedded(settings.withCassandra(points, "dc1", "app"));
    var second =
        Millrace.embedded(
            settings
                .withCassandra(points, "dc1", "app")
                .withCluster("127.0.0.1", 0, List.of(first.clusterAddress())));
    return List.of(first, second);
  }
}
