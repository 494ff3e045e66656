// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.kafka;

import io.millrace.bench.peer.PeerLine;
import io.millrace.bench.peer.PeerLoop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Kafka Streams as a peer: suites {@code keyed-state} and {@code window}. */
public final class Main {
  private Main() {}

  /**
   * @param args {@code suite=…}, {@code folder=…}, and {@code synced=true} for a broker that forces
   *     each append to the disk
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> values = PeerLine.values(List.of(args));
    StreamsPeer.Program program =
        switch (values.getOrDefault("suite", "")) {
          case "keyed-state" -> new CountingStream();
          case "window" -> new WindowStream();
          default ->
              throw new IllegalArgumentException(
                  "suite: " + values.get("suite") + " (expected: keyed-state, window)");
        };
    boolean synced = Boolean.parseBoolean(values.get("synced"));
    PeerLoop.run(StreamsPeer.start(program, Path.of(values.get("folder")), synced));
  }
}
