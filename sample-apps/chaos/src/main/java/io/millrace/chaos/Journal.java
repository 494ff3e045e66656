// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one producer did and heard, line by line: {@code S sequence ns} before a record is submitted
 * for the first time, {@code A sequence ns} after its first receipt. Thread-safe.
 */
final class Journal implements AutoCloseable {
  private static final String SUFFIX = ".journal";

  private final BufferedWriter out;

  private Journal(BufferedWriter out) {
    this.out = out;
  }

  static Journal create(Path folder, String producer) throws IOException {
    return new Journal(Files.newBufferedWriter(file(folder, producer)));
  }

  private static Path file(Path folder, String producer) {
    return folder.resolve(producer + SUFFIX);
  }

  void submitted(long sequence, long ns) {
    write('S', sequence, ns);
  }

  void acknowledged(long sequence, long ns) {
    write('A', sequence, ns);
  }

  private synchronized void write(char what, long sequence, long ns) {
    try {
      out.write(what + " " + sequence + " " + ns + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    out.close();
  }

  /** Reads what a producer wrote. */
  static ProducerHistory read(Path folder, String producer) throws IOException {
    var history = new ProducerHistory(producer);
    try (var lines = Files.newBufferedReader(file(folder, producer))) {
      String line;
      while ((line = lines.readLine()) != null) {
        String[] parts = line.split(" ", -1);
        long sequence = Long.parseLong(parts[1]);
        long ns = Long.parseLong(parts[2]);
        if (parts[0].equals("S")) {
          history.submitted(sequence, ns);
        } else {
          history.acknowledged(sequence, ns);
        }
      }
    }
    return history;
  }
}
