// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.luben.zstd.ZstdInputStream;
import io.millrace.model.MillraceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportFileTest {
  private static final Path FULL_DEVICE = Path.of("/dev/full");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private static String unpack(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        InputStream plain =
            file.toString().endsWith(".zst")
                ? new ZstdInputStream(bytes)
                : file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
      return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.jsonl", "out.jsonl.gz", "out.jsonl.zst"})
  void givenName_whenFinished_thenTheFileAppearsWholeAndNotBefore(String name) throws IOException {
    Path file = folder.resolve(name);
    try (ExportFile export = ExportFile.open(file, false)) {
      export.writer().write("{\"ü\":1}\n".repeat(50_000));
      export.writer().flush();
      assertThat(file).doesNotExist();
      export.finish();
    }

    assertThat(names()).containsExactly(name);
    assertThat(unpack(file)).isEqualTo("{\"ü\":1}\n".repeat(50_000));
  }

  @Test
  void givenFailure_whenClosedUnfinished_thenNothingIsLeft() throws IOException {
    try (ExportFile export = ExportFile.open(folder.resolve("out.jsonl.zst"), false)) {
      export.writer().write("half");
    }

    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"out.jsonl", "out.jsonl.gz", "out.jsonl.zst"})
  void givenFullDisk_whenWritten_thenFailsAndNothingIsLeft(String name) throws IOException {
    assumeTrue(Files.exists(FULL_DEVICE), "needs /dev/full, which this system does not have");
    Path file = folder.resolve(name);
    // What is written beside the file lands on a device that is always full.
    Files.createSymbolicLink(folder.resolve(name + ".part"), FULL_DEVICE);

    assertThatThrownBy(
            () -> {
              try (ExportFile export = ExportFile.open(file, false)) {
                export.writer().write("few bytes");
                export.finish();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left on device");
    assertThat(names()).isEmpty();
    assertThat(FULL_DEVICE).exists();
  }

  @Test
  void givenExistingFile_whenExported_thenRefusedUnlessOverwritten() throws IOException {
    Path file = Files.writeString(folder.resolve("out.jsonl"), "old");

    assertThatThrownBy(() -> ExportFile.open(file, false))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("file exists")
        .hasMessageContaining("--overwrite");
    try (ExportFile export = ExportFile.open(file, true)) {
      export.writer().write("half");
    }
    assertThat(file).hasContent("old");
    try (ExportFile export = ExportFile.open(file, true)) {
      export.writer().write("new");
      export.finish();
    }
    assertThat(file).hasContent("new");
  }
}
