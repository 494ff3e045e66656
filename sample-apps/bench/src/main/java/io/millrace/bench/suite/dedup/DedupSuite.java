// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite.dedup;

import io.millrace.bench.suite.BenchDatabase;
import io.millrace.bench.suite.Contender;
import io.millrace.bench.suite.Load;
import io.millrace.bench.suite.PeerBuild;
import io.millrace.bench.suite.PeerLaunch;
import io.millrace.bench.suite.PeerProcess;
import io.millrace.bench.suite.SuiteCommand;
import io.millrace.bench.suite.SuiteRun;
import io.millrace.corpus.ClassPathTexts;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Near duplicates of real texts. */
@Command(
    name = "dedup",
    description = {
      "Near duplicates (Jaccard similarity of runs of five words from 0.8 on) go, one of each",
      "cluster stays. Documents are made of the texts in the jars of the class path, or of --input:",
      "each one of them with a share of its words replaced, one in ten a near duplicate of an",
      "earlier one. records/s are documents. Each round has other documents. On the small load,",
      "pairs in one cluster are held against those of comparing each document with each: recall and",
      "precision."
    },
    mixinStandardHelpOptions = true)
public final class DedupSuite extends SuiteCommand {
  private static final String SPARK = "spark-minhash";
  private static final String PLAIN = "java-1-thread";
  private static final String MAIN = "io.millrace.bench.peer.spark.Main";
  private static final int DOCUMENTS_MAX = 1_000_000;
  private static final int DOCUMENTS_CHECKED = 2_000;
  private static final int DOCUMENTS_SMOKE = 200;
  private static final int JARS_SMOKE = 10;
  private static final int NODES_MAX = 16;
  private static final double NEAR_SHARE = 0.1;

  /** Seeds of two loads are so far apart. */
  private static final long SEEDS = 10_000;

  @Option(
      names = "--documents",
      defaultValue = "10000",
      description = "How many in the great load (default: ${DEFAULT-VALUE}).")
  private int documents = 10_000;

  @Option(
      names = "--nodes",
      defaultValue = "1",
      description = "Node processes of Millrace (default: ${DEFAULT-VALUE}).")
  private int nodes = 1;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description =
          "File or folder with the texts that documents are made of; may be given several times."
              + " Default: the jars of the class path.")
  private List<Path> inputs = List.of();

  @Override
  public List<String> peers() {
    return List.of(SPARK, PLAIN);
  }

  @Override
  protected void measure(SuiteRun run) throws IOException, InterruptedException {
    check("--documents", documents, DOCUMENTS_MAX);
    check("--nodes", nodes, NODES_MAX);
    List<Path> jars = ClassPathTexts.jars();
    List<Path> few = run.isSmoke() ? jars.subList(0, Math.min(JARS_SMOKE, jars.size())) : jars;
    MadeTexts texts = MadeTexts.of(inputs.isEmpty() ? few : inputs, NEAR_SHARE);
    Path folder = run.folder().resolve("documents");
    var documentsOfRounds = new DedupInputs(texts, folder);
    var contenders = new ArrayList<Contender>();
    try (BenchDatabase database = run.database()) {
      try {
        contenders.add(
            new MillraceDedup(
                documentsOfRounds, database, nodes, run.folder().resolve("millrace")));
        run.built(SPARK, "spark")
            .ifPresent(build -> contenders.add(spark(run, documentsOfRounds, folder, build)));
        if (run.wants(PLAIN)) {
          contenders.add(new PlainDedup(documentsOfRounds, run.folder().resolve("kept.jsonl")));
        }
        run.race(contenders, loads(run.isSmoke()));
      } finally {
        contenders.forEach(Contender::close);
      }
    }
  }

  private static void check(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw MillraceException.of(Kind.CALLER, "no such number")
          .with(option, value)
          .with("expected", "1 to " + most);
    }
  }

  private List<Load> loads(boolean smoke) {
    Load small = load(smoke ? DOCUMENTS_SMOKE : DOCUMENTS_CHECKED, 1, SEEDS);
    return smoke ? List.of(small) : List.of(small, load(documents, 0, 2 * SEEDS));
  }

  private static Load load(int count, long checked, long seed) {
    return Load.named("documents=" + count + (checked == 1 ? " checked" : ""))
        .with(Load.RECORDS, count)
        .with(DedupSide.CHECKED, checked)
        .with(DedupInputs.SEED, seed);
  }

  private static Contender spark(
      SuiteRun run, DedupInputs documents, Path folder, PeerBuild build) {
    Path own = run.folder().resolve("spark");
    var options = new ArrayList<String>();
    options.add("-Xmx2g");
    // What Spark's own launcher adds on Java 17.
    for (String opened :
        List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar")) {
      options.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
    }
    options.add("-Djdk.reflect.useDirectMethodHandle=false");
    var peer =
        new PeerProcess(
            PeerLaunch.of(
                    SPARK,
                    "nothing durable but its output files, whole when it ends; nothing incremental:"
                        + " what comes later needs all to be read again",
                    build,
                    MAIN,
                    own)
                .withOptions(options.toArray(String[]::new))
                .with("documents", folder.toString()));
    return new SparkDedup(documents, peer, own.resolve("pairs.txt"));
  }
}
