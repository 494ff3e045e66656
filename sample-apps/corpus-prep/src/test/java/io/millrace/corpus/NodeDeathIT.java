// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import io.millrace.cli.FreePorts;
import io.millrace.cli.NodeProcess;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.document.DocumentId;
import io.millrace.message.FieldMessages;
import io.millrace.model.Fields;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import io.millrace.node.NodeStores;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import io.millrace.v1.Result;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.TailRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A node in a process of its own over the real Cassandra is killed in the middle of a run, while
 * documents come in and again while near duplicates go; the run goes on and ends as one that
 * nothing disturbs, document for document.
 */
@Timeout(600)
class NodeDeathIT {
  private static final int ORIGINALS = 600;

  private final Path temp;

  NodeDeathIT(@TempDir Path temp) {
    this.temp = temp;
  }

  private Path input() throws IOException {
    Path file = temp.resolve("in.jsonl");
    var json = new ObjectMapper();
    try (var out = new PrintWriter(Files.newBufferedWriter(file))) {
      int n = 0;
      for (String text : SimulationTest.texts(new Random(7), ORIGINALS)) {
        out.println(json.createObjectNode().put("id", "d" + n++).put("text", text));
      }
    }
    return file;
  }

  private static int corpus(String gateway, Path input, StringWriter out, StringWriter errors) {
    return new CommandLine(new CorpusCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(errors))
        .execute(
            "--gateway",
            gateway,
            "--input",
            input.toString(),
            "--recipe",
            "none",
            "--output",
            "json");
  }

  /** Who stays for each document. */
  private static Map<DocumentId, DocumentId> survivors(String gateway) {
    var winners = new HashMap<DocumentId, DocumentId>();
    var all = new ArrayList<DocumentId>();
    try (var client = MillraceClient.connect(List.of(gateway), ClientSettings.defaults())) {
      for (Result result : scan(client, "")) {
        Fields fields = FieldMessages.of(result);
        if (fields.text("status").orElse("").equals("kept")) {
          all.add(DocumentId.of(result.getKey()));
        }
      }
      for (Result result : scan(client, "removed")) {
        Fields fields = FieldMessages.of(result);
        if (fields.text("reason").orElse("").equals("near_duplicate")) {
          assertThat(
                  winners.put(
                      DocumentId.of(result.getKey()),
                      DocumentId.parse(fields.text("kept_hash").orElse(""))))
              .isNull();
        }
      }
    }
    var survivors = new TreeMap<DocumentId, DocumentId>();
    for (DocumentId id : all) {
      DocumentId at = id;
      while (winners.containsKey(at)) {
        at = winners.get(at);
      }
      assertThat(survivors.put(id, at)).as("kept twice").isNull();
    }
    return survivors;
  }

  private static List<Result> scan(MillraceClient client, String tag) {
    var results = new ArrayList<Result>();
    client
        .resultStreams()
        .scan(ScanRequest.newBuilder().setJob(CorpusPrep.JOB).setTag(tag).setOutline(false).build())
        .forEachRemaining(page -> results.addAll(page.getResultsList()));
    return results;
  }

  /** Returns once so many results are there; fails if the run ends before. */
  private static void await(
      String gateway, String tag, int count, CompletableFuture<Integer> run, StringWriter errors)
      throws Exception {
    var tail = TailRequest.newBuilder().setJob(CorpusPrep.JOB).setTag(tag).build();
    try (var client = MillraceClient.connect(List.of(gateway), ClientSettings.defaults())) {
      var seen =
          CompletableFuture.runAsync(
              () ->
                  Patience.ask(
                      () -> {
                        var pages = client.resultStreams().tail(tail);
                        int results = 0;
                        while (results < count) {
                          results += pages.next().getResultsCount();
                        }
                        return results;
                      }));
      CompletableFuture.anyOf(seen, run).get();
      assertThat(run).as("run has ended: %s", errors).isNotDone();
    }
  }

  @Test
  void givenRun_whenItsNodeIsKilledTwice_thenTheResultIsThatOfAnUndisturbedOne() throws Exception {
    Path input = input();
    Map<DocumentId, DocumentId> expected;
    try (Node node =
        Node.start(
            NodeSettings.parse(
                "millrace.node { store = memory, gateway.port = 0, cluster.port = 0 }"))) {
      assertThat(corpus(node.gatewayAddress(), input, new StringWriter(), new StringWriter()))
          .isZero();
      expected = survivors(node.gatewayAddress());
    }
    long clusters =
        expected.entrySet().stream().filter(e -> !e.getKey().equals(e.getValue())).count();
    assertThat(clusters).isGreaterThan(ORIGINALS);

    Path jars = Path.of(System.getProperty("millrace.embedded-cassandra.jars"));
    var settings =
        EmbeddedCassandraSettings.of(temp.resolve("cassandra"), jars)
            .withQuickStart()
            .withHeapMb(768)
            .withCache(jars.resolveSibling("cassandra-cache"));
    try (EmbeddedCassandra server = EmbeddedCassandra.start(settings)) {
      List<Integer> ports = FreePorts.find(2);
      int clusterPort = ports.get(0);
      String gateway = "127.0.0.1:" + ports.get(1);
      Path config =
          Files.writeString(
              temp.resolve("node.conf"),
              ConfigFactory.parseMap(NodeStores.contact(server.contactPoint()))
                  .withFallback(
                      ConfigFactory.parseMap(
                          Map.of(
                              "millrace.node.store",
                              "cassandra",
                              "millrace.node.cluster.port",
                              clusterPort,
                              "millrace.node.gateway.port",
                              gateway.substring(10),
                              "millrace.cassandra.keyspace",
                              "corpus_death")))
                  .root()
                  .render());
      NodeProcess node = node(config, 0);
      var out = new StringWriter();
      var errors = new StringWriter();
      CompletableFuture<Integer> run =
          CompletableFuture.supplyAsync(() -> corpus(gateway, input, out, errors));
      await(gateway, "", expected.size() / 3, run, errors);
      node.kill();
      node.close();
      node = node(config, 1);
      await(gateway, "removed", (int) clusters / 2, run, errors);
      node.kill();
      node.close();
      node = node(config, 2);

      assertThat(run.get()).as("%s%s", out, errors).isZero();
      assertThat(new ObjectMapper().readTree(out.toString()).at("/job/complete").asBoolean())
          .isTrue();
      assertThat(survivors(gateway)).isEqualTo(expected);
      node.close();
    }
  }

  private NodeProcess node(Path config, int start) throws IOException {
    NodeProcess node = NodeProcess.start(config, List.of(), temp.resolve("node-" + start + ".log"));
    node.awaitReady();
    return node;
  }
}
