// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** What the machine can do at most, as the suite {@code limits} found. */
public final class Limits {
  /** The suite that finds them. */
  public static final String SUITE = "limits";

  /** Its contender that sends records to a server which acknowledges and drops them. */
  public static final String STREAM = "stream";

  /** Its contender that copies memory; its records are MiB. */
  public static final String MEMORY_COPY = "memory-copy";

  private static final long MIB = 1 << 20;

  private final NavigableMap<Long, Double> secondsPerRecord;
  private final OptionalDouble copyBytesPerSecond;

  private Limits(NavigableMap<Long, Double> secondsPerRecord, OptionalDouble copyBytesPerSecond) {
    this.secondsPerRecord = secondsPerRecord;
    this.copyBytesPerSecond = copyBytesPerSecond;
  }

  /** Those that lie in the folder of results, if they are of this machine. */
  static Optional<Limits> read(Path folder, Machine machine) throws IOException {
    Path file = folder.resolve(SUITE + ".json");
    return Files.exists(file)
        ? Optional.of(ResultFile.read(file))
            .filter(result -> sameMachine(result.circumstances().machine(), machine))
            .map(Limits::of)
        : Optional.empty();
  }

  private static boolean sameMachine(Machine one, Machine other) {
    return one.processors() == other.processors()
        && one.memoryBytes() == other.memoryBytes()
        && one.model().equals(other.model());
  }

  static Limits of(SuiteResult result) {
    var stream = new TreeMap<Long, Double>();
    OptionalDouble copy = OptionalDouble.empty();
    for (Load load : result.loads()) {
      Map<String, Long> values = load.values();
      Optional<Double> streamed = median(result, load, STREAM);
      if (values.containsKey(Load.VALUE_BYTES) && streamed.isPresent()) {
        stream.put(values.get(Load.VALUE_BYTES), 1 / streamed.get());
      }
      Optional<Double> copied = median(result, load, MEMORY_COPY);
      if (copied.isPresent()) {
        copy = OptionalDouble.of(copied.get() * MIB);
      }
    }
    return new Limits(stream, copy);
  }

  private static Optional<Double> median(SuiteResult result, Load load, String contender) {
    return result
        .result(load.name(), contender)
        .filter(Result::isMeasured)
        .map(one -> one.recordsPerSecond().median());
  }

  /**
   * Records a second that a bare stream carries. Between two lengths that were measured the time of
   * a record grows as its length does; beyond them nothing is known.
   */
  public OptionalDouble streamRecordsPerSecond(long valueBytes) {
    Map.Entry<Long, Double> below = secondsPerRecord.floorEntry(valueBytes);
    Map.Entry<Long, Double> above = secondsPerRecord.ceilingEntry(valueBytes);
    if (below == null || above == null) {
      return OptionalDouble.empty();
    }
    if (below.getKey().equals(above.getKey())) {
      return OptionalDouble.of(1 / below.getValue());
    }
    double share = (double) (valueBytes - below.getKey()) / (above.getKey() - below.getKey());
    double seconds = below.getValue() + share * (above.getValue() - below.getValue());
    return OptionalDouble.of(1 / seconds);
  }

  /** Bytes a second that all cores together copy from memory to memory. */
  public OptionalDouble copyBytesPerSecond() {
    return copyBytesPerSecond;
  }
}
