// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class PackOptionsTest {
  private static final Kept KEPT = Kept.random(1, 40, 300, "books", "web");

  private final Path folder;

  PackOptionsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Command(name = "pack")
  private static final class Pack {
    @Mixin private PackOptions options = new PackOptions();
  }

  private PackReport run(String... args) throws IOException {
    var all = new ArrayList<String>();
    all.add("--out");
    all.add(folder.resolve("out" + args.length).toString());
    all.addAll(java.util.List.of(args));
    return parse(all.toArray(String[]::new)).run(KEPT, line -> {});
  }

  private static PackOptions parse(String... args) {
    var pack = new Pack();
    new CommandLine(pack).parseArgs(args);
    return pack.options;
  }

  @Test
  void givenDefaults_whenRun_thenReportedAndStoredBesideTheFolder() throws IOException {
    PackReport report = run();

    assertThat(folder.resolve("out0/tokens.npy")).exists();
    assertThat(folder.resolve("token-store")).isDirectoryContaining("glob:**cl100k_base-*");
    assertThat(report.table())
        .contains("sequences", "2,048 tokens, best-fit", "books", "web", "33.40%", "1.000");
    assertThat(new ObjectMapper().readTree(report.json()).path("documents").asInt()).isEqualTo(40);
  }

  @Test
  void givenAllOptions_whenRun_thenAsTheySay() throws IOException {
    PackReport report =
        run(
            "--format",
            "parquet",
            "--tokenizer",
            "o200k_base",
            "--packing",
            "concatenate",
            "--length",
            "64",
            "--seed",
            "7",
            "--weight",
            "books=1,web=2",
            "--epochs",
            "1.5",
            "--tokens",
            "999",
            "--token-store",
            folder.resolve("t").toString());

    assertThat(folder.resolve("t")).isDirectoryContaining("glob:**o200k_base-*");
    assertThat(folder.resolve("out18/tokens.parquet")).exists();
    assertThat(new ObjectMapper().readTree(report.json()).path("tokens").asInt())
        .isBetween(700, 1_300);
    assertThat(report.table()).contains("concatenate");
  }

  @Test
  void givenDocuments_whenRun_thenNoLengthIsNeeded() throws IOException {
    assertThat(run("--packing", "documents", "--format", "jsonl.zst").table())
        .contains("40, one a document");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=csv",
        "--packing=tight",
        "--seed=x",
        "--weight=books",
        "--length=1.5",
        "--epochs="
      })
  void givenWhatIsNoValue_whenParsed_thenWrongUsage(String option) {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> parse("--out", "x", option))
        .isInstanceOf(ParameterException.class);
  }
}
