// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A kind of file that results can be exported to. Found by {@link java.util.ServiceLoader}:
 * implementations are public, have a constructor without parameters, and are listed in {@code
 * META-INF/services/io.millrace.export.ExportFormat}. Thread-safe.
 */
public interface ExportFormat {
  /** The name to ask for it by; its files' names end with a dot and this. */
  String label();

  /**
   * Whether files have a column per field and type, so that all results must be looked at before
   * the first one is written.
   */
  boolean typed();

  /**
   * Starts a file. The same results in the same layout give the same bytes, on every machine.
   *
   * @param out takes the file's bytes; the writer does not close it
   */
  ResultWriter open(OutputStream out, ExportLayout layout) throws IOException;
}
