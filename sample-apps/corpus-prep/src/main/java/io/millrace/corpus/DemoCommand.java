// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.client.MillraceClient;
import io.millrace.corpus.read.DocumentReader;
import io.millrace.corpus.read.InputListing;
import io.millrace.corpus.recipe.Recipe;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A newcomer's first minute: a real database, a node and the main job on real documents. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows Millrace at work: a real Cassandra, one node, real text prepared, a report.",
      "",
      "Without --input it reads the licences, notices, readmes, manifests and other texts inside"
          + " the jars that Millrace itself runs on: hundreds of real documents, many of them"
          + " duplicates. Data stays in the folder, so a second demo finds everything committed and"
          + " changes nothing.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace demo",
      "  millrace demo --fresh",
      "  millrace demo --input ~/texts --folder /tmp/texts-demo --output json"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, and every document is accounted for",
      "1:not done, or the committed results do not add up",
      "2:wrong usage"
    })
public final class DemoCommand implements CliCommand {
  /** Says where the launcher put the embedded Cassandra's jars. */
  private static final String JARS_PROPERTY = "millrace.embedded-cassandra.jars";

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description =
          "File or folder to read instead; may be given several times. Formats: as `millrace"
              + " corpus --help` says.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = ".millrace/demo",
      description = "Where data lies, also after the demo (default: ${DEFAULT-VALUE}).")
  private Path folder = Path.of(".millrace", "demo");

  @Option(
      names = "--recipe",
      paramLabel = "NAME|FILE",
      defaultValue = "technical",
      description = "As of `millrace corpus` (default: ${DEFAULT-VALUE}).")
  private String recipeName = "technical";

  @Option(names = "--fresh", description = "Delete the data of earlier demos in the folder first.")
  private boolean fresh;

  @Option(
      names = "--keep",
      description = "Leave the node running after the report, until Ctrl-C, for trying things.")
  private boolean keep;

  @Mixin private OutputOption output = new OutputOption();

  /** Made by {@code java.util.ServiceLoader}. */
  public DemoCommand() {}

  @Override
  public Integer call() {
    long startedAt = System.nanoTime();
    CommandSpec command = java.util.Objects.requireNonNull(spec);
    CorpusCommand.checkInputs(command, inputs);
    PrintWriter err = command.commandLine().getErr();
    DemoFolder demo = DemoFolder.open(folder);
    if (fresh) {
      demo.deleteData();
    }
    var reader = DocumentReader.of(inputs.isEmpty() ? ClassPathTexts.jars() : inputs);
    var listing = new FutureTask<>(reader::list);
    start("demo-listing", listing);
    start("demo-tokens", TokenCounter::load);
    say(err, "starting Cassandra and a node, data in " + demo.path());
    int exitCode;
    try (Node node = Node.start(settings(demo))) {
      say(err, "ready after " + seconds(startedAt) + ", gateway " + node.gatewayAddress());
      exitCode = run(node, reader, join(listing), demo, command);
      if (keep) {
        say(err, "running at " + node.gatewayAddress() + " until Ctrl-C");
        awaitInterrupt(node);
      }
    }
    say(err, "finished in " + seconds(startedAt) + ", data kept in " + demo.path());
    return exitCode;
  }

  private int run(
      Node node,
      DocumentReader reader,
      InputListing listing,
      DemoFolder demo,
      CommandSpec command) {
    PrintWriter err = command.commandLine().getErr();
    try (MillraceClient client =
            MillraceClient.connect(List.of(node.gatewayAddress()), CorpusRun.clientSettings());
        Progress progress = Progress.open(err, listing.entries())) {
      Recipe recipe = CorpusWork.recipe(recipeName);
      String producer = CorpusWork.producer(listing, recipe);
      var checkpoints = CheckpointFile.of(demo.progress(), producer, listing);
      var work = new CorpusWork(client, reader, checkpoints, recipe);
      CorpusWork.Outcome outcome = work.run(progress, SlowestDocuments.LISTED);
      Path page = demo.path().resolve("report.html");
      ReportCommand.write(outcome.page(), page);
      int exitCode = CorpusCommand.print(outcome.report(), output, command);
      say(err, "report in " + page.toAbsolutePath() + ": open it in a browser");
      return exitCode;
    }
  }

  private static NodeSettings settings(DemoFolder demo) {
    if (System.getProperty(JARS_PROPERTY) == null) {
      throw MillraceException.of(Kind.CALLER, "embedded Cassandra cannot be found")
          .with("property", JARS_PROPERTY)
          .with("expected", "the folder of its jars, as the launcher millrace sets it");
    }
    var settings =
        Map.<String, Object>of(
            "millrace.node.store",
            "embedded",
            "millrace.node.gateway.port",
            0,
            "millrace.node.cluster.port",
            0,
            "millrace.embedded-cassandra.folder",
            demo.data().toString(),
            "millrace.embedded-cassandra.cache",
            demo.cache().toString(),
            "millrace.embedded-cassandra.quick-start",
            true);
    return NodeSettings.parse(
        ConfigFactory.parseMap(settings).root().render(ConfigRenderOptions.concise()));
  }

  private static void start(String name, Runnable task) {
    var thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private static InputListing join(FutureTask<InputListing> listing) {
    try {
      return listing.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw MillraceException.of(Kind.UNAVAILABLE, "interrupted while listing the input", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("input could not be listed", e.getCause());
    }
  }

  private static void awaitInterrupt(Node node) {
    Runtime.getRuntime().addShutdownHook(new Thread(node::close, "demo-stop"));
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(PrintWriter err, String text) {
    err.println(text);
    err.flush();
  }

  private static String seconds(long sinceNanos) {
    return String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - sinceNanos) / 1e9);
  }
}
