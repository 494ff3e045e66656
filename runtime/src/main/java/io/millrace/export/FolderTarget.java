// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One or several files per partition. Each file that is whole is named in the folder's manifest in
 * progress, and can be gone on behind.
 */
final class FolderTarget implements ExportTarget {
  private final ExportFolder folder;
  private final ExportFormat format;
  private final ExportRequest request;
  private final ExportPlan plan;
  private final List<ExportedFile> files;
  private @Nullable FileInProgress open;

  /**
   * @param done files that are whole already
   */
  FolderTarget(
      ExportFolder folder,
      ExportFormat format,
      ExportRequest request,
      ExportPlan plan,
      List<ExportedFile> done)
      throws IOException {
    this.folder = folder;
    this.format = format;
    this.request = request;
    this.plan = plan;
    this.files = new ArrayList<>(done);
    folder.begin(Manifest.of(request, plan, files, false));
  }

  @Override
  public @Nullable Position resumeBehind() {
    return files.isEmpty() ? null : files.get(files.size() - 1).lastPosition();
  }

  @Override
  public void write(Result result) throws IOException {
    FileInProgress file = open;
    if (file == null) {
      file = create(result.getPosition().getPartition());
      open = file;
    }
    file.write(result);
    if (file.records() == request.fileRecords() || file.bytes() >= request.fileBytes()) {
      endPartition();
    }
  }

  private FileInProgress create(int partition) throws IOException {
    long number = files.stream().filter(f -> f.lastPosition().getPartition() == partition).count();
    String name =
        String.format(Locale.ROOT, "part-%05d-%05d.%s", partition, number, format.label());
    return FileInProgress.create(folder.resolve(name), format, plan.layout());
  }

  @Override
  public void endPartition() throws IOException {
    FileInProgress file = open;
    if (file != null) {
      files.add(file.finish());
      open = null;
      folder.save(Manifest.of(request, plan, files, false));
    }
  }

  @Override
  public Manifest finish() throws IOException {
    endPartition();
    Manifest whole = Manifest.of(request, plan, files, true);
    folder.complete(whole);
    return whole;
  }

  @Override
  public void close() throws IOException {
    FileInProgress file = open;
    if (file != null) {
      file.close();
      open = null;
    }
  }
}
