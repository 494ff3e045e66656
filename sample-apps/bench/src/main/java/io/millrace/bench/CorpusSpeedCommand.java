// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.millrace.bench.suite.dedup.CorpusNodes;
import io.millrace.bench.suite.dedup.CorpusNodes.Cpu;
import io.millrace.bench.suite.dedup.CorpusRuns;
import io.millrace.bench.suite.dedup.MadeTexts;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.corpus.ClassPathTexts;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What preparing a corpus costs, by the number of documents and of nodes. */
@Command(
    name = "corpus",
    description = {
      "Runs the job corpus-prep on documents made of real texts, over nodes in processes of their",
      "own, until nothing is under way any more and the results are counted. Each row has nodes and",
      "a keyspace of its own, and some documents before that are not measured.",
      "CPU time includes that of counting the results."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CorpusSpeedCommand implements CliCommand {
  private static final int DOCUMENTS_MAX = 10_000_000;
  private static final int NODES_MAX = 16;
  private static final long SEED_WARM_UP = 1;
  private static final long SEED = 2;

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description =
          "File or folder with the texts that documents are made of; may be given several times."
              + " Default: the jars of the class path.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--documents",
      split = ",",
      defaultValue = "10000",
      description = "How many, one after the other (default: ${DEFAULT-VALUE}).")
  private List<Integer> documents;

  @Option(
      names = "--warm-up-documents",
      defaultValue = "5000",
      description = "Others, put in before and not measured (default: ${DEFAULT-VALUE}).")
  private int warmUpDocuments;

  @Option(
      names = "--near-share",
      defaultValue = "0.1",
      description =
          "Share of documents that nearly repeat another one (default: ${DEFAULT-VALUE}).")
  private double nearShare;

  @Option(
      names = "--nodes",
      split = ",",
      defaultValue = "1",
      description = "Node processes, one number after the other (default: ${DEFAULT-VALUE}).")
  private List<Integer> nodes;

  @Option(
      names = "--recipe",
      defaultValue = CorpusRuns.NEAR,
      description =
          "As of `millrace corpus`, or near: like none, and without asking for the language (default:"
              + " ${DEFAULT-VALUE}).")
  private String recipe;

  @Option(
      names = "--store",
      defaultValue = "embedded",
      description =
          "Where the data lie: memory (of one node), embedded (default: ${DEFAULT-VALUE}).")
  private String store;

  @Option(
      names = "--node-option",
      paramLabel = "OPTION",
      description =
          "For the JVM of each node, such as -Dmillrace.state.memory-max=256MiB; %%n is its number."
              + " May be given several times. Default: -Xmx1g.")
  private List<String> nodeOptions = List.of();

  @Option(
      names = "--folder",
      defaultValue = ".millrace/bench",
      description = "Holds data and logs (default: ${DEFAULT-VALUE}).")
  private Path folder;

  /** A run, as `millrace corpus` reported it, and what it cost. */
  private record Run(
      JsonNode report, JsonNode before, Cpu cpu, long liveHeapBytes, long peakBytes) {
    double number(String pointer) {
      return report.at(pointer).asDouble();
    }

    /** What this run added to a figure of the whole job. */
    double added(String pointer) {
      return number(pointer) - before.at(pointer).asDouble();
    }
  }

  @Override
  public Integer call() throws IOException {
    check();
    Files.createDirectories(folder);
    MadeTexts texts = MadeTexts.of(inputs.isEmpty() ? ClassPathTexts.jars() : inputs, nearShare);
    print("documents are made of %d texts%n", texts.origins());
    var table =
        new Table(
            "store",
            "recipe",
            "nodes",
            "documents",
            "mb",
            "receipts-s",
            "settled-s",
            "mb-per-s",
            "client-cpu-s",
            "node-cpu-s",
            "database-cpu-s",
            "cpu-s-per-million",
            "us-per-document",
            "heap-bytes-per-document",
            "peak-resident-mb",
            "stored-bytes-per-document",
            "commits",
            "near-duplicates",
            "cores");
    if (store.equals("memory")) {
      measure(texts, Optional.empty(), table);
    } else {
      var settings =
          EmbeddedCassandraSettings.from(StoreOption.settings(Map.of()))
              .withFolder(folder.resolve("cassandra"));
      try (EmbeddedCassandra server = EmbeddedCassandra.start(settings)) {
        measure(texts, Optional.of(server.contactPoint()), table);
      }
    }
    table.print(spec.commandLine().getOut(), output.isJson());
    return 0;
  }

  private void check() {
    documents.forEach(count -> Usage.check(spec, "--documents", count, 1, DOCUMENTS_MAX));
    Usage.check(spec, "--warm-up-documents", warmUpDocuments, 0, DOCUMENTS_MAX);
    nodes.forEach(
        count -> Usage.check(spec, "--nodes", count, 1, store.equals("memory") ? 1 : NODES_MAX));
    if (!List.of("memory", "embedded").contains(store)) {
      throw Usage.wrong(spec, "--store: '" + store + "' (expected: memory, embedded)");
    }
    if (!(nearShare >= 0 && nearShare < 1)) {
      throw Usage.wrong(spec, "--near-share: " + nearShare + " (expected: 0 to below 1)");
    }
  }

  private void measure(MadeTexts texts, Optional<InetSocketAddress> database, Table table)
      throws IOException {
    for (int count : nodes) {
      for (int size : documents) {
        add(count, run(texts, database, count, size), table);
      }
    }
  }

  private Run run(MadeTexts texts, Optional<InetSocketAddress> database, int count, int size)
      throws IOException {
    String keyspace = "corpus_" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    List<String> options = nodeOptions.isEmpty() ? List.of("-Xmx1g") : nodeOptions;
    Path input = folder.resolve("documents.jsonl");
    var runs = new CorpusRuns(recipe, folder);
    try (var cluster = CorpusNodes.start(count, database, keyspace, options, folder)) {
      JsonNode before = MissingNode.getInstance();
      if (warmUpDocuments > 0) {
        texts.write(input, SEED_WARM_UP, warmUpDocuments);
        before = runs.run(cluster.gateways(), input);
      }
      texts.write(input, SEED, size);
      OptionalLong heapBefore = cluster.liveHeapBytes();
      Cpu cpuBefore = cluster.cpu();
      JsonNode report = runs.run(cluster.gateways(), input);
      Cpu cpu = cluster.cpu().minus(cpuBefore);
      OptionalLong heap = cluster.liveHeapBytes();
      long live =
          heap.isPresent() && heapBefore.isPresent()
              ? heap.getAsLong() - heapBefore.getAsLong()
              : 0;
      return new Run(report, before, cpu, live, cluster.peakResidentBytes());
    } finally {
      Files.deleteIfExists(input);
    }
  }

  private void add(int count, Run run, Table table) {
    double size = run.number("/run/documents");
    double megabytes = run.number("/run/raw_bytes") / 1e6;
    double receipts = run.number("/run/seconds");
    double settled = run.number("/run/settled_seconds");
    Cpu cpu = run.cpu();
    table.add(
        store,
        recipe,
        count,
        (long) size,
        megabytes,
        receipts,
        settled,
        megabytes / (receipts + settled),
        cpu.client(),
        cpu.nodes(),
        cpu.database(),
        cpu.sum() * 1e6 / size,
        (receipts + settled) * 1e6 / size,
        Math.max(0, run.liveHeapBytes()) / size,
        run.peakBytes() / 1e6,
        run.added("/job/stored_bytes") / size,
        (long) run.added("/job/blocks"),
        (long) run.added("/job/removed/near_duplicate"),
        Runtime.getRuntime().availableProcessors());
    print(
        "%d nodes, %.0f documents, %.1f MB: receipts %.1f s, settled %.1f s, %.2f MB/s%n",
        count, size, megabytes, receipts, settled, megabytes / (receipts + settled));
  }

  private void print(String form, Object... values) {
    if (!output.isJson()) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(Locale.ROOT, form, values);
      out.flush();
    }
  }
}
