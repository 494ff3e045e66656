// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.read.InputFiles;
import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole way over a real socket: files, client, gateway, partitions, results, report. */
class CorpusPrepTest {
  private static final String TWIN = "This text lies in two places, and one of them stays.\n";

  private final Path temp;
  private final Node node;

  CorpusPrepTest(@TempDir Path temp) {
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

  private record Run(int exitCode, String out) {
    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  private Run corpus(String... arguments) {
    var out = new StringWriter();
    var all = new ArrayList<>(List.of("--gateway", node.gatewayAddress(), "--recipe", "none"));
    all.addAll(List.of(arguments));
    int exitCode =
        new CommandLine(new CorpusCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(new StringWriter()))
            .execute(all.toArray(String[]::new));
    return new Run(exitCode, out.toString());
  }

  private List<Result> scan(String tag) {
    var results = new ArrayList<Result>();
    try (var client =
        MillraceClient.connect(List.of(node.gatewayAddress()), ClientSettings.defaults())) {
      client
          .resultStreams()
          .scan(ScanRequest.newBuilder().setJob(CorpusPrep.JOB).setTag(tag).build())
          .forEachRemaining(page -> results.addAll(page.getResultsList()));
    }
    return results;
  }

  private Path input() throws IOException {
    Path root = temp.resolve("in");
    InputFiles.write(root.resolve("a.txt"), TWIN);
    InputFiles.write(root.resolve("b.jar"), InputFiles.zip("LICENSE", TWIN.replace("\n", "\r\n")));
    InputFiles.write(root.resolve("c.md"), "Another text that has no twin anywhere.");
    InputFiles.write(root.resolve("d.txt"), "short");
    InputFiles.write(root.resolve("e.txt"), " \n\t\n");
    InputFiles.write(root.resolve("f.txt.gz"), "not gzip");
    InputFiles.write(root.resolve("g.txt"), "binary\0binary");
    return root;
  }

  @Test
  void givenTwins_whenRun_thenOneStaysAndEachRemovalHasItsReason() throws IOException {
    Run run = corpus("--input", input().toString(), "--output", "json");

    JsonNode report = run.json();
    assertThat(run.exitCode()).isZero();
    assertThat(report.at("/run/documents").asInt()).isEqualTo(5);
    assertThat(report.at("/run/committed_now").asInt()).isEqualTo(5);
    assertThat(report.at("/run/skipped/unreadable").asInt()).isEqualTo(1);
    assertThat(report.at("/run/skipped/not_text").asInt()).isEqualTo(1);
    assertThat(report.at("/job/complete").asBoolean()).isTrue();
    assertThat(report.at("/job/kept").asInt()).isEqualTo(2);
    assertThat(report.at("/job/removed").toString())
        .isEqualTo(
            "{\"empty\":1,\"refused\":1,\"duplicate\":1,\"near_duplicate\":0,"
                + "\"taken_down\":0,\"seen_before\":0}");
    assertThat(report.at("/job/stored_bytes").asLong()).isPositive();
    assertThat(scan(""))
        .filteredOn(kept -> kept.getValue().toStringUtf8().equals(TWIN.strip()))
        .singleElement()
        .satisfies(kept -> assertThat(FieldMessages.of(kept).text("path")).contains("a.txt"));
    assertThat(scan("removed"))
        .filteredOn(
            removed -> FieldMessages.of(removed).text("reason").equals(Optional.of("duplicate")))
        .singleElement()
        .satisfies(
            removed ->
                assertThat(FieldMessages.of(removed))
                    .isEqualTo(
                        Fields.builder()
                            .put("reason", "duplicate")
                            .put("source", "in/b.jar")
                            .put("path", "LICENSE")
                            .put("raw_bytes", TWIN.replace("\n", "\r\n").length())
                            .put("kept_source", "in")
                            .put("kept_path", "a.txt")
                            .put("recipe", "{\"preset\":\"none\"}")
                            .build()));
  }

  private static String words(int from, int to) {
    var text = new StringBuilder();
    for (int n = from; n < to; n++) {
      text.append("word").append(n).append(n % 9 == 8 ? "\n" : " ");
    }
    return text.toString();
  }

  @Test
  void givenNearDuplicates_whenRun_thenOneOfEachClusterStaysAndTheLedgerSaysWhy()
      throws IOException {
    Path root = temp.resolve("in");
    for (int cluster = 0; cluster < 5; cluster++) {
      int from = 1_000 * cluster;
      InputFiles.write(root.resolve(cluster + "a.txt"), words(from, from + 200));
      InputFiles.write(root.resolve(cluster + "b.txt"), words(from + 5, from + 210));
      InputFiles.write(root.resolve(cluster + "c.txt"), words(from + 15, from + 215));
      InputFiles.write(root.resolve(cluster + "far.txt"), words(from + 150, from + 350));
    }

    Run run = corpus("--input", root.toString(), "--output", "json");

    assertThat(run.exitCode()).isZero();
    JsonNode report = run.json();
    assertThat(report.at("/job/complete").asBoolean()).isTrue();
    assertThat(report.at("/job/at_rest").asBoolean()).isTrue();
    assertThat(report.at("/job/each_cluster_keeps_one").asBoolean()).isTrue();
    assertThat(report.at("/job/kept").asInt()).isEqualTo(10);
    assertThat(report.at("/job/removed/near_duplicate").asInt()).isEqualTo(10);
    assertThat(report.at("/job/clusters").asInt()).isEqualTo(5);
    assertThat(report.at("/job/largest_cluster").asInt()).isEqualTo(3);
    assertThat(scan("removed"))
        .hasSize(10)
        .allSatisfy(
            removed -> {
              Fields fields = FieldMessages.of(removed);
              assertThat(fields.text("reason")).contains("near_duplicate");
              assertThat(fields.text("path").orElse("")).matches("[0-4][ac].txt");
              assertThat(fields.doubleValue("jaccard").orElse(0)).isBetween(0.8, 1.0);
              assertThat(fields.text("match_hash")).isPresent();
              assertThat(fields.text("cluster")).isPresent();
            });
    List<Result> before = scan("*");

    Run again = corpus("--input", root.toString(), "--output", "json");

    assertThat(again.exitCode()).isZero();
    assertThat(again.json().at("/job")).isEqualTo(report.at("/job"));
    assertThat(scan("*")).isEqualTo(before);
  }

  @Test
  void givenASecondCrawl_whenRun_thenCheckedAgainstTheFirst() throws IOException {
    Path first = temp.resolve("first");
    Path second = temp.resolve("second");
    for (int n = 0; n < 20; n++) {
      InputFiles.write(first.resolve(n + ".txt"), words(1_000 * n, 1_000 * n + 200));
      InputFiles.write(second.resolve(n + ".txt"), words(1_000 * n + 3, 1_000 * n + 198));
    }
    corpus("--input", first.toString());

    JsonNode report = corpus("--input", second.toString(), "--output", "json").json();

    assertThat(report.at("/job/complete").asBoolean()).isTrue();
    assertThat(report.at("/job/kept").asInt()).isEqualTo(20);
    assertThat(scan("removed"))
        .hasSize(20)
        .allSatisfy(
            removed -> assertThat(FieldMessages.of(removed).text("source")).contains("second"));
  }

  @Test
  void givenSameInput_whenRunTwice_thenNothingChangesAndTheReportSaysSo() throws IOException {
    String root = input().toString();
    corpus("--input", root);
    List<Result> before = scan("*");

    Run again = corpus("--input", root);

    assertThat(again.exitCode()).isZero();
    assertThat(again.out()).contains("all 5 records were already committed: nothing changed");
    assertThat(scan("*")).isEqualTo(before);
  }

  @Test
  void givenInputThatGrew_whenRunAgain_thenOldDocumentsAreSeenBefore() throws IOException {
    Path root = input();
    corpus("--input", root.toString());
    InputFiles.write(root.resolve("0.txt"), "A new text that comes before all the others.");

    JsonNode report = corpus("--input", root.toString(), "--output", "json").json();

    assertThat(report.at("/run/committed_now").asInt()).isEqualTo(6);
    assertThat(report.at("/job/kept").asInt()).isEqualTo(3);
    assertThat(report.at("/job/removed/seen_before").asInt()).isEqualTo(2);
    assertThat(report.at("/job/removed/duplicate").asInt()).isEqualTo(2);
    assertThat(report.at("/job/complete").asBoolean()).isTrue();
  }
}
