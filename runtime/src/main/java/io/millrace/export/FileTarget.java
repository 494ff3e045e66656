// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All results in one file. It cannot be gone on with: what is not whole is removed. */
final class FileTarget implements ExportTarget {
  private final ExportRequest request;
  private final ExportPlan plan;
  private final FileInProgress file;

  FileTarget(Path path, ExportFormat format, ExportRequest request, ExportPlan plan)
      throws IOException {
    this.request = request;
    this.plan = plan;
    this.file = FileInProgress.create(path, format, plan.layout());
  }

  /**
   * Refuses a file that cannot be written, before anything is read.
   *
   * @throws MillraceException CALLER if it exists and must not be replaced, or has no folder
   */
  static void check(Path path, boolean overwrite) {
    if (Files.exists(path) && !overwrite) {
      throw MillraceException.of(Kind.CALLER, "file exists")
          .with("file", path)
          .with("expected", "another name, or --overwrite");
    }
    ExportFolder.checkParent(path);
  }

  @Override
  public @Nullable Position resumeBehind() {
    return null;
  }

  @Override
  public void write(Result result) throws IOException {
    file.write(result);
  }

  @Override
  public void endPartition() {}

  @Override
  public Manifest finish() throws IOException {
    return Manifest.of(request, plan, List.of(file.finish()), true);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
