// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Exports results at positions that are fixed before the first byte is written. What commits
 * meanwhile is left out. Not thread-safe; holds a page of results and what the format gathers.
 */
public final class Exporter {
  /** Progress is told after so many results. */
  static final int PROGRESS_EVERY = 100_000;

  private final ExportSource source;
  private final Consumer<String> progress;
  private final List<ExportFormat> formats;

  /**
   * @param client stays the caller's
   * @param progress hears how far it is, in a line for people
   */
  public Exporter(MillraceClient client, Consumer<String> progress) {
    this.source = new ExportSource(client);
    this.progress = progress;
    this.formats = formats();
  }

  /** All formats that are at hand. */
  public static List<ExportFormat> formats() {
    var formats = new ArrayList<ExportFormat>(JsonLines.all());
    ServiceLoader.load(ExportFormat.class).forEach(formats::add);
    return formats;
  }

  /**
   * Which positions to export.
   *
   * @param same the manifest of an export whose positions to take, null for those of now
   * @param since the manifest of an export to begin behind, null to begin at the front; not both
   */
  public record Choice(@Nullable Path same, @Nullable Path since) {
    public Choice {
      if (same != null && since != null) {
        throw MillraceException.of(Kind.CALLER, "two choices of positions")
            .with("expected", "either --positions or --since");
      }
    }
  }

  /**
   * Exports to one file, which appears when it is whole.
   *
   * @param manifest where its manifest goes, null for nowhere
   * @param overwrite whether files that exist may be replaced
   */
  public Manifest toFile(
      Path file, @Nullable Path manifest, boolean overwrite, ExportRequest request, Choice choice)
      throws IOException {
    ExportFormat format = format(request);
    FileTarget.check(file, overwrite);
    if (manifest != null) {
      FileTarget.check(manifest, overwrite);
    }
    ExportPlan plan = plan(request, format, choice);
    try (var target = new FileTarget(file, format, request, plan)) {
      Manifest written = run(request, plan, format, target);
      if (manifest != null) {
        PartFile.write(manifest, written.json());
      }
      return written;
    }
  }

  /** Exports to a folder that is new or empty. */
  public Manifest toFolder(Path folder, ExportRequest request, Choice choice) throws IOException {
    return toFolder(folder, ExportFolder.Mode.NEW, request, choice);
  }

  /** Exports to a folder, after an earlier export in it was removed. */
  public Manifest replaceFolder(Path folder, ExportRequest request, Choice choice)
      throws IOException {
    return toFolder(folder, ExportFolder.Mode.OVERWRITE, request, choice);
  }

  /**
   * Goes on with an export to a folder behind its last whole file, at its positions; begins it if
   * there is none, and does nothing if it is whole.
   *
   * @throws MillraceException CALLER if it was begun with another request or other positions
   */
  public Manifest resumeFolder(Path folder, ExportRequest request, Choice choice)
      throws IOException {
    return toFolder(folder, ExportFolder.Mode.RESUME, request, choice);
  }

  private Manifest toFolder(Path path, ExportFolder.Mode mode, ExportRequest request, Choice choice)
      throws IOException {
    ExportFormat format = format(request);
    try (ExportFolder folder = ExportFolder.open(path, mode)) {
      Optional<Manifest> found = folder.manifest();
      if (found.isPresent()) {
        Resumption.check(found.get(), request, choice, path);
        if (found.get().complete()) {
          return found.get();
        }
      }
      ExportPlan plan = found.isPresent() ? found.get().plan() : plan(request, format, choice);
      List<ExportedFile> done = found.map(Manifest::files).orElse(List.of());
      try (var target = new FolderTarget(folder, format, request, plan, done)) {
        return run(request, plan, format, target);
      }
    }
  }

  private ExportFormat format(ExportRequest request) {
    return formats.stream()
        .filter(f -> f.label().equals(request.format()))
        .findFirst()
        .orElseThrow(
            () ->
                MillraceException.of(Kind.CALLER, "unknown format")
                    .with("format", request.format())
                    .with(
                        "expected",
                        formats.stream().map(ExportFormat::label).collect(Collectors.joining(", "))
                            + "; parquet needs millrace-parquet on the class path"));
  }

  private ExportPlan plan(ExportRequest request, ExportFormat format, Choice choice)
      throws IOException {
    ExportSource.Positions now = source.positions(request.job(), request.stage());
    List<LogPart> parts = now.parts();
    List<TypedColumn> base = List.of();
    if (choice.same() != null) {
      Manifest same = Manifest.read(choice.same());
      ExportSource.checkSame(now, same, choice.same().toString());
      parts = same.plan().positions();
      if (format.typed() && same.request().equals(request)) {
        return same.plan();
      }
      base = same.plan().layout().columns();
    } else if (choice.since() != null) {
      Manifest earlier = Manifest.read(choice.since());
      parts = ExportSource.since(now, earlier, choice.since().toString());
      base = earlier.plan().layout().columns();
    }
    return new ExportPlan(now.jobId(), now.stage(), parts, layout(request, format, parts, base));
  }

  private ExportLayout layout(
      ExportRequest request, ExportFormat format, List<LogPart> parts, List<TypedColumn> base) {
    if (!format.typed()) {
      return new ExportLayout(ByteForm.text, ByteForm.text, List.of(), request.rowGroupBytes());
    }
    var pass = new OutlinePass(base);
    long seen = 0;
    for (LogPart part : parts) {
      if (part.isEmpty()) {
        continue;
      }
      try (var cursor = source.results(request, ExportSource.Form.OUTLINE, part, null)) {
        for (Result r = cursor.next(); r != null; r = cursor.next()) {
          pass.see(r);
          if (++seen % PROGRESS_EVERY == 0) {
            progress.accept("looked at " + seen + " results for their fields");
          }
        }
      }
    }
    return pass.layout(request);
  }

  private Manifest run(
      ExportRequest request, ExportPlan plan, ExportFormat format, ExportTarget target)
      throws IOException {
    ExportSource.Form form = format.typed() ? ExportSource.Form.BYTES : ExportSource.Form.TEXT;
    Position last = target.resumeBehind();
    var pace = new Pace(plan, progress);
    boolean reached = last == null;
    for (LogPart part : plan.positions()) {
      boolean resumed = last != null && last.getPartition() == part.partition();
      reached |= resumed;
      if (reached && !part.isEmpty()) {
        try (var cursor = source.results(request, form, part, resumed ? last : null)) {
          for (Result r = cursor.next(); r != null; r = cursor.next()) {
            target.write(r);
            pace.at(r.getPosition(), part);
          }
        }
        target.endPartition();
      }
      pace.done(part);
    }
    return target.finish();
  }
}
