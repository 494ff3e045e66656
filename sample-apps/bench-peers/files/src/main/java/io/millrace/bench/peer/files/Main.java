// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import io.millrace.bench.peer.PeerLine;
import io.millrace.bench.peer.PeerLoop;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Parquet and Avro as peers: suites {@code codec} and {@code query}. */
public final class Main {
  private Main() {}

  /**
   * Runs the peer's loop.
   *
   * @param args {@code suite=codec format=… records=FOLDER}, or {@code suite=query files=FOLDER
   *     layout=arrival|key|session threads=…}
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> values = PeerLine.values(List.of(args));
    switch (value(values, "suite")) {
      case "codec" ->
          PeerLoop.run(
              new CodecPeer(
                  format(value(values, "format")), Path.of(value(values, "records"))));
      case "query" ->
          PeerLoop.run(
              new QueryPeer(
                  Path.of(value(values, "files")),
                  Layout.valueOf(value(values, "layout")),
                  Integer.parseInt(value(values, "threads"))));
      default ->
          throw new IllegalArgumentException(
              "suite: " + values.get("suite") + " (expected: codec, query)");
    }
  }

  private static String value(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "no " + name + " (expected: beside " + values.keySet() + ")");
    }
    return value;
  }

  private static FileFormat format(String name) {
    return switch (name) {
      case "parquet" -> new ParquetForm();
      case "avro-zstd" -> AvroForm.zstd();
      case "avro-snappy" -> AvroForm.snappy();
      case "avro-deflate" -> AvroForm.deflate();
      default ->
          throw new IllegalArgumentException(
              "format: " + name + " (expected: parquet, avro-zstd, avro-snappy, avro-deflate)");
    };
  }
}
