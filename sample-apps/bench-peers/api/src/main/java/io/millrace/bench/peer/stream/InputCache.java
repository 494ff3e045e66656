// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.stream;

/** The input of the load before, made again only for another one. Not thread-safe. */
final class InputCache {
  private int keys;
  private int valueBytes;
  private StreamInput input = new StreamInput(1, StreamInput.VALUE_BYTES_MIN);

  StreamInput of(StreamLoad load) {
    if (load.keys() != keys || load.valueBytes() != valueBytes) {
      input = new StreamInput(load.keys(), load.valueBytes());
      keys = load.keys();
      valueBytes = load.valueBytes();
    }
    return input;
  }
}
