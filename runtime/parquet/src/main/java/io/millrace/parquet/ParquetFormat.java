// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.parquet;

import io.millrace.export.ExportFormat;
import io.millrace.export.ExportLayout;
import io.millrace.export.ResultWriter;
import java.io.IOException;
import java.io.OutputStream;

/** Parquet, with a column per field and type, pages compressed with zstd. */
public final class ParquetFormat implements ExportFormat {
  /** For ServiceLoader. */
  public ParquetFormat() {}

  @Override
  public String label() {
    return "parquet";
  }

  @Override
  public boolean typed() {
    return true;
  }

  @Override
  public ResultWriter open(OutputStream out, ExportLayout layout) throws IOException {
    return new ParquetResults(out, layout);
  }
}
