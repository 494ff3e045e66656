// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.persistence;

import io.millrace.bench.peer.PeerLine;
import io.millrace.bench.peer.PeerLoop;
import java.util.List;

/** Pekko Persistence Cassandra as a peer: the suite {@code ingest}. */
public final class Main {
  private Main() {}

  /**
   * @param args as {@link Settings#from} takes them
   */
  public static void main(String[] args) throws Exception {
    PeerLoop.run(PersistencePeer.start(Settings.from(PeerLine.values(List.of(args)))));
  }
}
