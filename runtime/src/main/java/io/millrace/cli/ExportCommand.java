// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.export.ByteForm;
import io.millrace.export.ExportFormat;
import io.millrace.export.ExportRequest;
import io.millrace.export.Exporter;
import io.millrace.export.Manifest;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes the results at fixed positions to a file, or to files in a folder. */
@Command(
    name = "export",
    description = "Writes all results so far to a file, or to a folder of files with a manifest.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What commits while the export runs is left out: its manifest says up to where it goes. The",
      "same positions always give the same bytes. A file appears under its name only when it is",
      "whole; a folder is whole when it has _manifest.json.",
      "",
      "Examples:",
      "  millrace export --job corpus-prep --out corpus.jsonl.zst",
      "  millrace export --job corpus-prep --tag removed --out removed.jsonl",
      "  millrace export --job corpus-prep --out corpus.parquet",
      "  millrace export --job corpus-prep --format parquet --out corpus/ --resume",
      "  millrace export --job corpus-prep --format parquet --out day2/ --since corpus/_manifest.json"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class ExportCommand implements CliCommand {
  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private TagOption tag;
  @Mixin private JobOption job;
  @Mixin private StageOption stage;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE|FOLDER/",
      description = "File to write, its kind told by its name; or a folder, with / at its end.")
  private String out;

  @Option(
      names = "--format",
      description =
          "Format of the files in a folder: jsonl, jsonl.zst, jsonl.gz or parquet (default:"
              + " jsonl.zst).")
  private @Nullable String format;

  @Option(
      names = "--key",
      defaultValue = "auto",
      description =
          "Parquet: what keys are, ${COMPLETION-CANDIDATES}; auto is text if all are UTF-8, else"
              + " bytes (default: ${DEFAULT-VALUE}).")
  private ByteForm key;

  @Option(
      names = "--value",
      defaultValue = "auto",
      description = "Parquet: what values are, the same way (default: ${DEFAULT-VALUE}).")
  private ByteForm value;

  @Option(
      names = "--file-records",
      defaultValue = "0",
      description = "Most results of a file in a folder; 0: any (default: ${DEFAULT-VALUE}).")
  private long fileRecords;

  @Option(
      names = "--file-bytes",
      defaultValue = "256 MiB",
      converter = BytesConverter.class,
      description = "About how large files in a folder become (default: ${DEFAULT-VALUE}).")
  private long fileBytes;

  @Option(
      names = "--row-group-bytes",
      defaultValue = "64 MiB",
      converter = BytesConverter.class,
      description =
          "Parquet: about how many bytes of results are gathered in memory, 64 KiB to 1 GiB"
              + " (default: ${DEFAULT-VALUE}).")
  private long rowGroupBytes;

  @Option(
      names = "--positions",
      paramLabel = "MANIFEST",
      description = "Export the positions of an earlier export again.")
  private @Nullable Path positions;

  @Option(
      names = "--since",
      paramLabel = "MANIFEST",
      description = "Export only what came after an earlier export.")
  private @Nullable Path since;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "Where to write the manifest of an export to one file (default: nowhere).")
  private @Nullable Path manifest;

  @Option(names = "--overwrite", description = "Replace the file, or the export in the folder.")
  private boolean overwrite;

  @Option(
      names = "--resume",
      description = "Go on with the export that was begun in the folder, if there is one.")
  private boolean resume;

  @Override
  public Integer call() {
    boolean folder = out.endsWith("/") || Files.isDirectory(Path.of(out));
    Path path = Path.of(out);
    ExportRequest request = request(folder, path);
    checkOptions(folder);
    var choice = new Exporter.Choice(positions, since);
    try (MillraceClient client = gateway.connect()) {
      var exporter = new Exporter(client, this::progress);
      Manifest written =
          folder
              ? toFolder(exporter, path, request, choice)
              : exporter.toFile(path, manifest, overwrite, request, choice);
      report(written, path);
      return 0;
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println("millrace export: " + path + " was not written: " + reason(e, folder));
      return 1;
    }
  }

  private Manifest toFolder(
      Exporter exporter, Path path, ExportRequest request, Exporter.Choice choice)
      throws IOException {
    if (resume) {
      return exporter.resumeFolder(path, request, choice);
    }
    return overwrite
        ? exporter.replaceFolder(path, request, choice)
        : exporter.toFolder(path, request, choice);
  }

  private ExportRequest request(boolean folder, Path path) {
    String label = folder ? folderFormat() : fileFormat(path);
    return new ExportRequest(
        job.name(),
        stage.name(),
        tag.value(),
        label,
        key,
        value,
        fileRecords,
        fileBytes,
        rowGroupBytes);
  }

  private String folderFormat() {
    return format == null ? "jsonl.zst" : format;
  }

  private String fileFormat(Path path) {
    String name = String.valueOf(path.getFileName());
    List<String> labels = Exporter.formats().stream().map(ExportFormat::label).toList();
    Optional<String> told =
        labels.stream()
            .filter(l -> name.endsWith("." + l) && name.length() > l.length() + 1)
            .findFirst();
    if (told.isEmpty()) {
      throw MillraceException.of(Kind.CALLER, "unknown kind of file")
          .with("file", path)
          .with(
              "expected",
              "a name that ends with "
                  + labels.stream().map(l -> "." + l).collect(Collectors.joining(", "))
                  + "; or a folder, with / at its end");
    }
    if (format != null && !format.equals(told.get())) {
      throw wrong("--format", format, told.get() + ", which the file's name says, or a folder");
    }
    return told.get();
  }

  private void checkOptions(boolean folder) {
    if (resume && overwrite) {
      throw wrong("--resume", "together with --overwrite", "one of them");
    }
    if (!folder && resume) {
      throw wrong("--resume", out, "a folder, with / at its end; a file is written anew");
    }
    if (!folder && fileRecords > 0) {
      throw wrong("--file-records", fileRecords, "a folder, with / at its end");
    }
    if (folder && manifest != null) {
      throw wrong("--manifest", manifest, "a file; a folder has its manifest in it");
    }
  }

  private static MillraceException wrong(String option, Object value, String expected) {
    return MillraceException.of(Kind.CALLER, "option does not fit")
        .with("option", option)
        .with("value", value)
        .with("expected", expected);
  }

  private void report(Manifest written, Path path) {
    String form =
        output.isJson()
            ? "{\"results\":%d,\"file\":\"%s\",\"bytes\":%d,\"files\":%d}%n"
            : "%d results in %s, %d bytes, files: %d%n";
    spec.commandLine()
        .getOut()
        .printf(Locale.ROOT, form, written.records(), path, written.bytes(), written.files().size())
        .flush();
  }

  private void progress(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  private static String reason(IOException e, boolean folder) {
    String text = String.valueOf(e.getMessage());
    if (e instanceof NoSuchFileException) {
      return "its folder does not exist; make it first";
    }
    if (e instanceof AccessDeniedException) {
      return "no permission to write there; choose another place";
    }
    if (text.contains("No space left")) {
      return "No space left on device; free some, then "
          + (folder ? "go on behind the last whole file with --resume" : "export again");
    }
    return text;
  }
}
