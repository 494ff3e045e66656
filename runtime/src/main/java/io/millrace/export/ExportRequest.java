// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.model.Ranges;

/**
 * What somebody asks to be exported, and how. Two exports of one request and the same positions are
 * the same bytes.
 *
 * @param job name of the job
 * @param stage name of the stage, empty for the sink
 * @param tag which outputs, as in a scan
 * @param format label of the {@link ExportFormat}
 * @param fileRecords most results of a file in a folder, 0 for no bound
 * @param fileBytes a file in a folder ends with the result that brings it to so many bytes
 * @param rowGroupBytes see {@link ExportLayout}
 */
public record ExportRequest(
    String job,
    String stage,
    String tag,
    String format,
    ByteForm key,
    ByteForm value,
    long fileRecords,
    long fileBytes,
    long rowGroupBytes) {
  private static final long MIB = 1 << 20;

  public ExportRequest {
    Ranges.check("--file-records", fileRecords, 0, Long.MAX_VALUE);
    Ranges.check("--file-bytes", fileBytes, 1, Long.MAX_VALUE);
    Ranges.check("--row-group-bytes", rowGroupBytes, MIB / 16, 1024 * MIB);
  }
}
