// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From committed results to files for training, over a real socket. */
class PackCommandTest {
  private final Path temp;
  private final Node node;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  PackCommandTest(@TempDir Path temp) {
    this.temp = temp;
    this.node =
        Node.start(
            NodeSettings.parse(
                "millrace.node { store = memory, gateway.port = 0, cluster.port = 0 }"));
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  private int corpus(String... arguments) {
    out.getBuffer().setLength(0);
    return new CommandLine(new CorpusCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private void fill(String... texts) throws IOException {
    Path input = Files.createDirectories(temp.resolve("in"));
    for (String text : texts) {
      Files.writeString(input.resolve(text.substring(0, 5) + ".txt"), text);
    }
    assertThat(
            corpus(
                "--gateway",
                node.gatewayAddress(),
                "--input",
                input.toString(),
                "--recipe",
                "none"))
        .isZero();
  }

  private List<JsonNode> lines(Path file) throws IOException {
    var lines = new ArrayList<JsonNode>();
    try (var in = new ZstdInputStream(Files.newInputStream(file))) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        lines.add(new ObjectMapper().readTree(line));
      }
    }
    return lines;
  }

  @Test
  void givenCommittedDocuments_whenPacked_thenTheFilesHoldThoseThatAreKept() throws IOException {
    String one = "first text of some length, which is kept";
    String two = "other text of some length, which is kept as well";
    fill(one, two, "tiny!");
    Path made = temp.resolve("made");

    int exitCode =
        corpus(
            "pack",
            "--gateway",
            node.gatewayAddress(),
            "--out",
            made.toString(),
            "--packing",
            "documents",
            "--format",
            "jsonl.zst",
            "--output",
            "json");

    assertThat(exitCode).as("%s", err).isZero();
    assertThat(lines(made.resolve("tokens.jsonl.zst")))
        .extracting(line -> line.path("text").asText())
        .containsExactlyInAnyOrder(one, two);
    assertThat(lines(made.resolve("tokens.jsonl.zst")))
        .allSatisfy(
            line ->
                assertThat(line.path("tokens"))
                    .hasSize((int) new TokenCounter().count(line.path("text").asText()) + 1));
    JsonNode report = new ObjectMapper().readTree(out.toString());
    assertThat(report.path("documents").asInt()).isEqualTo(2);
    JsonNode manifest = new ObjectMapper().readTree(made.resolve("manifest.json").toFile());
    assertThat(manifest.path("positions")).isNotEmpty();
    assertThat(manifest.path("documents").asInt()).isEqualTo(2);
  }

  @Test
  void givenPathThatExists_whenPacked_thenNotDone() throws IOException {
    fill("first text of some length, which is kept");

    int exitCode = corpus("pack", "--gateway", node.gatewayAddress(), "--out", temp.toString());

    assertThat(exitCode).isEqualTo(1);
    assertThat(err.toString()).contains("path exists");
  }

  @Test
  void givenWrongUsage_whenRun_thenItSaysSo() {
    assertThat(corpus("pack")).isEqualTo(2);
    assertThat(corpus()).isEqualTo(2);
    assertThat(corpus("pack", "--out", "x", "--format", "csv")).isEqualTo(2);
    assertThat(err.toString()).contains("--out", "--input", "megatron");
    assertThat(corpus("pack", "--help")).isZero();
    assertThat(out.toString()).contains("--weight", "Exit codes:");
  }
}
