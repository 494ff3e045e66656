// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.millrace.bench.suite.dedup.CorpusNodes;
import io.millrace.bench.suite.dedup.CorpusRuns;
import io.millrace.bench.suite.dedup.MadeTexts;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.corpus.ClassPathTexts;
import io.millrace.corpus.v1.CheckDuplicateRequest;
import io.millrace.corpus.v1.CheckDuplicateResponse;
import io.millrace.corpus.v1.CheckServiceGrpc;
import io.millrace.corpus.v1.CheckServiceGrpc.CheckServiceFutureStub;
import io.millrace.corpus.v1.Verdict;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How soon the job corpus-prep says whether it knows a text, at rest and beside a run. */
@Command(
    name = "check",
    description = {
      "Lets the job corpus-prep take in documents made of real texts, then asks it over gRPC whether",
      "it knows texts: one after the other at rest, then at a fixed rate beside another run. A third",
      "are documents that it knows, a third are made of them and nearly the same, a third are new.",
      "Beside the run times count from when a question was due, not from when it was sent."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class CheckSpeedCommand implements CliCommand {
  private static final int DOCUMENTS_MAX = 10_000_000;
  private static final int CHECKS_MAX = 1_000_000;
  private static final double NEAR_SHARE = 0.1;
  private static final long SEED = 1;
  private static final long SEED_BESIDE = 2;
  private static final long SEED_NEW = 3;
  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final int UNDER_WAY_MAX = 1_000;
  private static final int SIGNIFICANT_DIGITS = 3;

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--documents",
      defaultValue = "100000",
      description = "That the job knows (default: ${DEFAULT-VALUE}).")
  private int documents;

  @Option(
      names = "--beside-documents",
      defaultValue = "20000",
      description = "Of the run beside (default: ${DEFAULT-VALUE}).")
  private int besideDocuments;

  @Option(
      names = "--checks",
      defaultValue = "5000",
      description =
          "Asked at rest, after as many that are not measured (default: ${DEFAULT-VALUE}).")
  private int checks;

  @Option(
      names = "--per-second",
      defaultValue = "50",
      description = "Asked beside the run (default: ${DEFAULT-VALUE}).")
  private int perSecond;

  @Option(
      names = "--store",
      defaultValue = "embedded",
      description = "Where the data lie: memory, embedded (default: ${DEFAULT-VALUE}).")
  private String store;

  @Option(
      names = "--node-option",
      paramLabel = "OPTION",
      description = "For the node's JVM; may be given several times. Default: -Xmx2g.")
  private List<String> nodeOptions = List.of();

  @Option(
      names = "--folder",
      defaultValue = ".millrace/bench",
      description = "Holds data and logs (default: ${DEFAULT-VALUE}).")
  private Path folder;

  /** What was found out in one go. Thread-safe. */
  private static final class Asked {
    private final Histogram nanos = new Histogram(SIGNIFICANT_DIGITS);
    private long failed;
    private long wrong;
    private String firstFailure = "";

    synchronized void answered(int number, Verdict verdict, long tookNanos) {
      nanos.recordValue(Math.max(0, tookNanos));
      boolean isKnown = verdict != Verdict.VERDICT_NEW;
      // One that is nearly the same may be missed with the chance that a run would miss it.
      if (number % 3 == 0 ? !isKnown : number % 3 == 2 && isKnown) {
        wrong++;
        fail("text " + number + ": " + verdict);
      }
    }

    synchronized void failed(int number, Throwable cause) {
      failed++;
      fail("text " + number + ": " + cause.getMessage());
    }

    private void fail(String how) {
      firstFailure = firstFailure.isEmpty() ? how : firstFailure;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Usage.check(spec, "--documents", documents, 1, DOCUMENTS_MAX);
    Usage.check(spec, "--beside-documents", besideDocuments, 0, DOCUMENTS_MAX);
    Usage.check(spec, "--checks", checks, 1, CHECKS_MAX);
    Usage.check(spec, "--per-second", perSecond, 1, 100_000);
    if (!List.of("memory", "embedded").contains(store)) {
      throw Usage.wrong(spec, "--store: '" + store + "' (expected: memory, embedded)");
    }
    Files.createDirectories(folder);
    MadeTexts texts = MadeTexts.of(ClassPathTexts.jars(), NEAR_SHARE);
    if (store.equals("memory")) {
      return measure(texts, Optional.empty());
    }
    var settings =
        EmbeddedCassandraSettings.from(StoreOption.settings(Map.of()))
            .withFolder(folder.resolve("cassandra"));
    try (EmbeddedCassandra server = EmbeddedCassandra.start(settings)) {
      return measure(texts, Optional.of(server.contactPoint()));
    }
  }

  /** The exit code: 1 if an answer was wrong or missing. */
  private int measure(MadeTexts texts, Optional<InetSocketAddress> database)
      throws IOException, InterruptedException {
    String keyspace = "check_" + Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    List<String> options = nodeOptions.isEmpty() ? List.of("-Xmx2g") : nodeOptions;
    Path input = folder.resolve("check-documents.jsonl");
    var runs = new CorpusRuns(CorpusRuns.NEAR, folder);
    var table =
        new Table(
            "job",
            "documents",
            "checks",
            "p50-ms",
            "p90-ms",
            "p99-ms",
            "p99.9-ms",
            "max-ms",
            "failed",
            "wrong",
            "beside-mb-per-s",
            "cores");
    try (var cluster = CorpusNodes.start(1, database, keyspace, options, folder)) {
      texts.write(input, SEED, documents);
      JsonNode report = runs.run(cluster.gateways(), input);
      print("%d documents are known: %.2f MB/s%n", documents, megabytesPerSecond(report));
      ManagedChannel channel =
          ManagedChannelBuilder.forTarget(cluster.gateways()).usePlaintext().build();
      try {
        CheckServiceFutureStub service = CheckServiceGrpc.newFutureStub(channel);
        tell(askInTurns(texts, service));
        Asked atRest = askInTurns(texts, service);
        add(table, "at rest", documents, atRest, 0);
        Asked beside = new Asked();
        if (besideDocuments > 0) {
          texts.write(input, SEED_BESIDE, besideDocuments);
          CompletableFuture<JsonNode> running = start(runs, cluster, input);
          beside = askAtRate(texts, service, running::isDone);
          double speed = megabytesPerSecond(running.join());
          add(table, "beside a run", documents, beside, speed);
        }
        table.print(spec.commandLine().getOut(), output.isJson());
        return tell(atRest) + tell(beside) == 0 ? 0 : 1;
      } finally {
        channel.shutdownNow();
      }
    } finally {
      Files.deleteIfExists(input);
    }
  }

  private static CompletableFuture<JsonNode> start(
      CorpusRuns runs, CorpusNodes cluster, Path input) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return runs.run(cluster.gateways(), input);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        run -> new Thread(run, "run-beside").start());
  }

  private static double megabytesPerSecond(JsonNode report) {
    double seconds =
        report.at("/run/seconds").asDouble() + report.at("/run/settled_seconds").asDouble();
    return report.at("/run/raw_bytes").asDouble() / 1e6 / seconds;
  }

  private long tell(Asked asked) {
    if (!asked.firstFailure.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("first failure: " + asked.firstFailure);
      err.flush();
    }
    return asked.failed + asked.wrong;
  }

  private Asked askInTurns(MadeTexts texts, CheckServiceFutureStub service)
      throws InterruptedException {
    var asked = new Asked();
    for (int number = 0; number < checks; number++) {
      ask(service, text(texts, number), number, System.nanoTime(), asked).await();
    }
    return asked;
  }

  private Asked askAtRate(MadeTexts texts, CheckServiceFutureStub service, BooleanSupplier isOver)
      throws InterruptedException {
    var asked = new Asked();
    var underWay = new Semaphore(UNDER_WAY_MAX);
    long start = System.nanoTime();
    for (int number = 0; !isOver.getAsBoolean(); number++) {
      String text = text(texts, number);
      long due = start + number * (1_000_000_000L / perSecond);
      for (long wait; (wait = due - System.nanoTime()) > 0; ) {
        LockSupport.parkNanos(wait);
      }
      underWay.acquire();
      ask(service, text, number, due, asked).whenOver(underWay::release);
    }
    underWay.acquire(UNDER_WAY_MAX);
    return asked;
  }

  private String text(MadeTexts texts, int number) {
    int index = (int) (number * 7_919L % documents);
    return switch (number % 3) {
      case 0 -> texts.text(SEED, index);
      case 1 -> texts.text(SEED, index) + " One sentence more";
      default -> texts.text(SEED_NEW, number);
    };
  }

  /** A question that was sent. */
  private record Sent(CompletableFuture<Void> over) {
    void await() {
      over.join();
    }

    void whenOver(Runnable then) {
      CompletableFuture<Void> unused = over.thenRun(then);
    }
  }

  private static Sent ask(
      CheckServiceFutureStub service, String text, int number, long due, Asked asked) {
    var request =
        CheckDuplicateRequest.newBuilder().setText(text).setRecipe(CorpusRuns.nearRecipe()).build();
    var over = new CompletableFuture<Void>();
    Futures.addCallback(
        service
            .withDeadlineAfter(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
            .checkDuplicate(request),
        new FutureCallback<>() {
          @Override
          public void onSuccess(@Nullable CheckDuplicateResponse response) {
            asked.answered(
                number, Objects.requireNonNull(response).getVerdict(), System.nanoTime() - due);
            over.complete(null);
          }

          @Override
          public void onFailure(Throwable cause) {
            asked.failed(number, cause);
            over.complete(null);
          }
        },
        MoreExecutors.directExecutor());
    return new Sent(over);
  }

  private static void add(Table table, String job, int documents, Asked asked, double speed) {
    table.add(
        job,
        documents,
        asked.nanos.getTotalCount(),
        asked.nanos.getValueAtPercentile(50) / 1e6,
        asked.nanos.getValueAtPercentile(90) / 1e6,
        asked.nanos.getValueAtPercentile(99) / 1e6,
        asked.nanos.getValueAtPercentile(99.9) / 1e6,
        asked.nanos.getMaxValue() / 1e6,
        asked.failed,
        asked.wrong,
        speed,
        Runtime.getRuntime().availableProcessors());
  }

  private void print(String form, Object... values) {
    if (!output.isJson()) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(Locale.ROOT, form, values);
      out.flush();
    }
  }
}
