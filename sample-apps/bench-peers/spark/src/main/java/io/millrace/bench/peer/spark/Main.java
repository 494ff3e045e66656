// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.spark;

import io.millrace.bench.peer.PeerLine;
import io.millrace.bench.peer.PeerLoop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Spark as a peer: suite {@code dedup}. */
public final class Main {
  private Main() {}

  /**
   * Runs the peer's loop.
   *
   * @param args {@code folder=FOLDER documents=FOLDER}
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> values = PeerLine.values(List.of(args));
    PeerLoop.run(new DedupPeer(folder(values, "folder"), folder(values, "documents")));
  }

  private static Path folder(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "no " + name + " (expected: beside " + values.keySet() + ")");
    }
    return Path.of(value);
  }
}
