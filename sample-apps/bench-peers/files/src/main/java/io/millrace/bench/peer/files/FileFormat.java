// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.files;

import io.millrace.bench.peer.data.RecordFile;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Turns records into a file in memory and back. Not thread-safe. */
interface FileFormat {
  /** What it was configured with, for the reader. */
  Map<String, String> settings();

  /** All records as one file. */
  byte[] write(List<RecordFile.Entry> entries) throws IOException;

  /**
   * Reads all records of a file.
   *
   * @return something that depends on all that was read
   */
  long read(byte[] file) throws IOException;
}
