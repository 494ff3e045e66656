// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What an export holds, and what it takes to make the same again. Its JSON has no time and no
 * machine in it: the same export has the same manifest.
 *
 * @param version of the manifest's form, {@link #VERSION}
 * @param complete whether the export is whole; one that is under way may be gone on with
 * @param records results in all files
 * @param bytes of all files
 * @param files the whole files, in the order of their results
 */
public record Manifest(
    int version,
    boolean complete,
    ExportRequest request,
    ExportPlan plan,
    long records,
    long bytes,
    List<ExportedFile> files) {
  /** The version of the form. */
  public static final int VERSION = 1;

  private static final String EXPECTED = "a manifest that millrace export wrote";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  public Manifest {
    files = List.copyOf(files);
  }

  /** The manifest of an export that has these files so far. */
  static Manifest of(
      ExportRequest request, ExportPlan plan, List<ExportedFile> files, boolean complete) {
    return new Manifest(
        VERSION,
        complete,
        request,
        plan,
        files.stream().mapToLong(ExportedFile::records).sum(),
        files.stream().mapToLong(ExportedFile::bytes).sum(),
        files);
  }

  /** As JSON, on lines that people can read. */
  String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("manifest that is no JSON", e);
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws MillraceException NOT_FOUND no such file; CALLER it is no manifest, or one of another
   *     version
   */
  public static Manifest read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw MillraceException.of(Kind.NOT_FOUND, "no such manifest", e)
          .with("file", file)
          .with("expected", EXPECTED);
    }
    try {
      JsonNode version = JSON.readTree(text).path("version");
      if (version.isInt() && version.intValue() != VERSION) {
        throw MillraceException.of(Kind.CALLER, "manifest is of another version")
            .with("file", file)
            .with("version", version)
            .with("expected", VERSION);
      }
      return JSON.readValue(text, Manifest.class);
    } catch (JsonProcessingException e) {
      throw MillraceException.of(Kind.CALLER, "file is no manifest", e)
          .with("file", file)
          .with("problem", e.getOriginalMessage())
          .with("expected", EXPECTED);
    }
  }
}
