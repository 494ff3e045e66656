// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store.embedded;

import java.nio.file.Path;

/** A parent to be killed: starts a server, says its process id, waits. */
final class DoomedParent {
  private DoomedParent() {}

  public static void main(String[] args) throws Exception {
    var settings =
        EmbeddedCassandraSettings.of(Path.of(args[0]), SharedCassandra.jars())
            .withQuickStart()
            .withHeapMb(512)
            .withCache(Path.of(args[1]));
    try (var server = EmbeddedCassandra.start(settings)) {
      System.out.println("pid " + server.pid());
      System.out.println("end " + System.in.read());
    }
  }
}
