// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.CpuClock;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.Measurement;
import io.millrace.client.Answer;
import io.millrace.client.AnswerRow;
import io.millrace.client.ClientSettings;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.CorpusPrep;
import io.millrace.corpus.near.NearSettings;
import io.millrace.v1.QueryEnd;
import io.millrace.v1.QueryRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The job corpus-prep on nodes in processes of their own. All rounds go to one job: what came in
 * earlier rounds stays, and what comes is compared with it as well. Not thread-safe.
 */
final class MillraceDedup extends DedupSide {
  private static final String JOB = '"' + CorpusPrep.JOB + '"';
  private static final int PAGE_ROWS = 10_000;
  private static final String NODE_HEAP = "-Xmx1g";

  private final BenchDatabase database;
  private final CorpusNodes nodes;
  private final int nodeCount;
  private final CorpusRuns runs;
  private double removedBefore;

  /** Starts the nodes. */
  MillraceDedup(DedupInputs inputs, BenchDatabase database, int nodeCount, Path folder)
      throws IOException {
    super(inputs);
    this.database = database;
    this.nodeCount = nodeCount;
    Files.createDirectories(folder);
    this.runs = new CorpusRuns(CorpusRuns.NEAR, folder);
    this.nodes =
        CorpusNodes.start(
            nodeCount, Optional.of(database.address()), "bench_dedup", List.of(NODE_HEAP), folder);
  }

  @Override
  public String name() {
    return MILLRACE;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "job",
        "corpus-prep with the recipe `preset = none, language.model = off`: it also normalises,"
            + " finds equal texts by SHA-256, counts tokens, and keeps why each text went",
        "near duplicates",
        "shingles of 5 words, 16 bands of 5 MinHash values, exact Jaccard 0.8: the defaults",
        "nodes",
        nodeCount + " with " + NODE_HEAP + ", over Cassandra; time ends when all is decided");
  }

  @Override
  public String promises() {
    return "each text is durable when acknowledged and counts once, decisions too; what comes later"
        + " is compared with all before; every removal can be explained and taken back";
  }

  @Override
  Measurement remove(Load load, Path documents, long seed) throws IOException {
    CpuClock cpu = CpuClock.ofClient(nodes.processes(), database);
    JsonNode report = runs.run(nodes.gateways(), documents);
    double seconds =
        report.at("/run/seconds").asDouble() + report.at("/run/settled_seconds").asDouble();
    Measurement measured = cpu.measurement(load.get(Load.RECORDS), seconds);
    double removed = report.at("/job/documents").asDouble() - report.at("/job/kept").asDouble();
    double kept = load.get(Load.RECORDS) - (removed - removedBefore);
    removedBefore = removed;
    return measured.with("kept", kept);
  }

  @Override
  Labels found(Load load, long seed) {
    var labels = new Labels(load.getInt(Load.RECORDS));
    var numbers = new HashMap<ByteString, Integer>();
    try (var client =
        MillraceClient.connect(List.of(nodes.gateways().split(",")), ClientSettings.defaults())) {
      eachRow(
          client,
          "SELECT key, path FROM " + JOB + " WHERE tag = '' OR tag = 'removed'",
          row -> addNumber(row, seed, numbers, labels));
      eachRow(
          client,
          "SELECT key, value, jaccard FROM " + JOB + " WHERE tag = 'compared'",
          row -> {
            Integer one = numbers.get(row.bytes("key").orElse(ByteString.EMPTY));
            Integer other = numbers.get(row.bytes("value").orElse(ByteString.EMPTY));
            boolean near = row.number("jaccard").orElse(0.0) >= NearSettings.DEFAULT.threshold();
            if (near && one != null && other != null) {
              labels.unite(one, other);
            }
          });
    }
    return labels;
  }

  /** A document's path ends with its id, {@code SEED-NUMBER}; equal texts have one key. */
  private static void addNumber(
      AnswerRow row, long seed, Map<ByteString, Integer> numbers, Labels labels) {
    String path = row.text("path").orElse("");
    String id = path.substring(path.lastIndexOf('#') + 1);
    if (id.startsWith(seed + "-")) {
      int number = Integer.parseInt(id.substring(id.indexOf('-') + 1));
      Integer same = numbers.putIfAbsent(row.bytes("key").orElse(ByteString.EMPTY), number);
      if (same != null) {
        labels.unite(same, number);
      }
    }
  }

  private static void eachRow(MillraceClient client, String sql, Consumer<AnswerRow> visitor) {
    var request = QueryRequest.newBuilder().setSql(sql).setPageRows(PAGE_ROWS);
    boolean isLast = false;
    while (!isLast) {
      try (Answer answer = client.query(request.build())) {
        answer.forEachRemaining(visitor);
        String next = answer.end().map(QueryEnd::getNextPageToken).orElse("");
        isLast = next.isEmpty();
        request.setPageToken(next);
      }
    }
  }

  @Override
  public void close() {
    nodes.close();
  }
}
