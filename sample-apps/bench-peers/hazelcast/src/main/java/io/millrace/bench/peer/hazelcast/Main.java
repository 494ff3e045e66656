// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.hazelcast;

import io.millrace.bench.peer.PeerLine;
import io.millrace.bench.peer.PeerLoop;
import java.util.List;
import java.util.Map;

/** Hazelcast Jet as a peer: suites {@code keyed-state} and {@code window}. */
public final class Main {
  private Main() {}

  /**
   * @param args {@code suite=…}; it has nothing to put into a folder
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> values = PeerLine.values(List.of(args));
    JetPeer.Program program =
        switch (values.getOrDefault("suite", "")) {
          case "keyed-state" -> new CountJob();
          case "window" -> new WindowJob();
          default ->
              throw new IllegalArgumentException(
                  "suite: " + values.get("suite") + " (expected: keyed-state, window)");
        };
    PeerLoop.run(JetPeer.start(program));
  }
}
