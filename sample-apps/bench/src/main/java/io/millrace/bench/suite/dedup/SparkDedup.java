// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.bench.suite.PeerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Spark in a process of its own, which leaves the pairs that it found in a file. */
final class SparkDedup extends DedupSide {
  private final PeerProcess peer;
  private final Path pairs;

  /**
   * Not started yet.
   *
   * @param pairs where it leaves them: two numbers of documents a line
   */
  SparkDedup(DedupInputs inputs, PeerProcess peer, Path pairs) {
    super(inputs);
    this.peer = peer;
    this.pairs = pairs;
  }

  @Override
  public String name() {
    return peer.name();
  }

  @Override
  public Map<String, String> settings() {
    return peer.settings();
  }

  @Override
  public String promises() {
    return peer.promises();
  }

  @Override
  Measurement remove(Load load, Path documents, long seed)
      throws IOException, InterruptedException {
    return peer.round(load.with(DedupInputs.SEED, seed));
  }

  @Override
  Labels found(Load load, long seed) throws IOException {
    var labels = new Labels(load.getInt(Load.RECORDS));
    for (String line : Files.readAllLines(pairs)) {
      int blank = line.indexOf(' ');
      labels.unite(
          Integer.parseInt(line.substring(0, blank)), Integer.parseInt(line.substring(blank + 1)));
    }
    return labels;
  }

  @Override
  public void close() {
    peer.close();
  }
}
