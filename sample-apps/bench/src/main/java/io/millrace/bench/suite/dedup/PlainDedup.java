// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The floor: a file read, compared and written on one thread of the bench. Not thread-safe. */
final class PlainDedup extends DedupSide {
  private static final double NANO = 1e-9;

  private final Path output;
  private Labels last = new Labels(0);

  /**
   * Has done nothing yet.
   *
   * @param output gets the documents that stay
   */
  PlainDedup(DedupInputs inputs, Path output) {
    super(inputs);
    this.output = output;
  }

  @Override
  public String name() {
    return "java-1-thread";
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "method",
        "shingles of 5 words, 16 bands of 5 MinHash values, exact Jaccard of those that share a"
            + " band, 0.8: as Millrace's; all in one heap, on one thread");
  }

  @Override
  public String promises() {
    return "nothing: its output file is whole when it ends; nothing is incremental";
  }

  @Override
  Measurement remove(Load load, Path documents, long seed) throws IOException {
    CpuClock cpu = CpuClock.start(Map.of("client", ProcessHandle.current()));
    long start = System.nanoTime();
    List<String> texts = DedupInputs.read(documents);
    last = Duplicates.banded(Duplicates.shingles(texts));
    write(texts);
    double seconds = (System.nanoTime() - start) * NANO;
    return cpu.measurement(texts.size(), seconds).with("kept", last.clusters());
  }

  private void write(List<String> texts) throws IOException {
    try (var out = new BufferedOutputStream(Files.newOutputStream(output), 1 << 16);
        JsonGenerator json = new JsonFactory().createGenerator(out)) {
      for (int i = 0; i < texts.size(); i++) {
        if (last.of(i) == i) {
          json.writeStartObject();
          json.writeNumberField("number", i);
          json.writeStringField("text", texts.get(i));
          json.writeEndObject();
          json.writeRaw('\n');
        }
      }
    }
  }

  @Override
  Labels found(Load load, long seed) {
    return last;
  }

  @Override
  public void close() {}
}
