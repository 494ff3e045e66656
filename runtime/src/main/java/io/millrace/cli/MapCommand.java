// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.google.protobuf.ByteString;
import io.millrace.client.MillraceClient;
import io.millrace.map.MapListener;
import io.millrace.map.MapOptions;
import io.millrace.map.MapProgress;
import io.millrace.map.MapRun;
import io.millrace.map.Mapped;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.serde.Serdes;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs a function of the nodes over lines or files. */
@Command(
    name = "map",
    description = "Runs a function that the nodes have over lines or files, in their order.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The job is one that MapFunction made: docs/map.md. Each line of the input is an item, or",
      "each file of a folder, sorted by path. The output has a line per item; a name that ends with",
      ".jsonl, .jsonl.zst or .jsonl.gz gets {\"item\":\"…\",\"value\":\"…\"}, or \"failed\" with the",
      "reason. It appears under its name only when it is whole.",
      "",
      "A run that was broken off goes on under its name over the same input: what the nodes know",
      "already is not computed again.",
      "",
      "Examples:",
      "  millrace map --job digest --run june --input urls.txt --output digests.txt",
      "  millrace map --job clean --input pages/ --output pages.jsonl.zst --keep-going",
      "  seq 1000 | millrace map --job square --input - --output -"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class MapCommand implements CliCommand {
  private static final long TERMINAL_EVERY_NANOS = 200_000_000L;
  private static final long LINES_EVERY_NANOS = 5_000_000_000L;
  private static final int FAILURES_SHOWN_MAX = 10;

  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private JobOption job;

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE|FOLDER|-",
      description = "What to work on; a file may be *.zst or *.gz; - is standard input.")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE|-",
      description = "File to write, compressed if it is *.zst or *.gz; - is standard output.")
  private String output;

  @Option(names = "--overwrite", description = "Replace the file if it exists.")
  private boolean overwrite;

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description = "Name of the run, to go on with it after a break (default: a new one).")
  private String run;

  @Option(
      names = "--keep-going",
      description = "Go on when the function fails on an item; exit code 1 tells at the end.")
  private boolean keepGoing;

  @Option(names = "--unordered", description = "Write results as they come.")
  private boolean unordered;

  @Option(
      names = "--window",
      paramLabel = "ITEMS",
      defaultValue = "16384",
      description = "Most items under way at a time (default: ${DEFAULT-VALUE}).")
  private int window;

  @Override
  public Integer call() {
    MapOptions options = options();
    long start = System.nanoTime();
    MapProgress end;
    try (MapInput items = MapInput.open(input);
        MapOutput results = MapOutput.open(output, overwrite, spec.commandLine().getOut());
        MillraceClient client = gateway.connect()) {
      end = write(client, options, items, results);
      results.finish();
    } catch (IOException e) {
      throw MillraceException.of(Kind.CALLER, "output cannot be written", e)
          .with("output", output)
          .with("cause", e)
          .with("expected", "a name in a folder that exists and may be written to");
    }
    report(end, (System.nanoTime() - start) / 1e9);
    return end.failed() == 0 ? 0 : 1;
  }

  private MapOptions options() {
    try {
      MapOptions defaults = MapOptions.defaults();
      MapOptions options =
          (run == null ? defaults : defaults.withRun(run))
              .withWindow(window, defaults.windowBytesMax())
              .collectingFailures()
              .withListener(new Display(System.nanoTime()));
      return unordered ? options.unordered() : options;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private MapProgress write(
      MillraceClient client, MapOptions options, MapInput items, MapOutput results)
      throws IOException {
    try (MapRun<ByteString> mapped =
        MapRun.start(
            client,
            job.name(),
            Serdes.bytes(),
            Serdes.bytes(),
            items.items(),
            options,
            ended -> {})) {
      if (run == null) {
        say("run " + mapped.name() + "; after a break, go on with --run " + mapped.name());
      }
      int failures = 0;
      while (mapped.hasNext()) {
        Mapped<ByteString> result = mapped.next();
        String label = items.label(result.index());
        if (result.failure().isPresent()) {
          onFailure(label, result.failure().get(), ++failures, mapped.name());
        }
        results.write(result, label);
      }
      return mapped.progress();
    }
  }

  private void onFailure(String label, String reason, int failures, String name) {
    if (!keepGoing) {
      throw MillraceException.of(Kind.CALLER, "function failed on an item")
          .with("job", job.name())
          .with("run", name)
          .with("item", label)
          .with("cause", reason)
          .with("expected", "an item that it can work on, or --keep-going");
    }
    if (failures <= FAILURES_SHOWN_MAX) {
      say("item " + label + " failed: " + reason);
    }
  }

  private void report(MapProgress end, double seconds) {
    if (Ansi.AUTO.enabled()) {
      say("");
    }
    var to = output.equals("-") ? spec.commandLine().getErr() : spec.commandLine().getOut();
    to.printf(
        Locale.ROOT,
        "%d items (%d failed) in %.3f s: %.0f items/s%n",
        end.done(),
        end.failed(),
        seconds,
        end.done() / seconds);
    to.flush();
  }

  private synchronized void say(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(text);
    err.flush();
  }

  /** Says on standard error how far the run is: in place on a terminal, otherwise now and then. */
  private final class Display implements MapListener {
    private final boolean terminal = Ansi.AUTO.enabled();
    private final long startNanos;
    private long saidNanos;

    private Display(long startNanos) {
      this.startNanos = startNanos;
      this.saidNanos = startNanos;
    }

    @Override
    public void onProgress(MapProgress progress) {
      long now = System.nanoTime();
      if (now - saidNanos < (terminal ? TERMINAL_EVERY_NANOS : LINES_EVERY_NANOS)) {
        return;
      }
      saidNanos = now;
      String line =
          String.format(
              Locale.ROOT,
              "%d items, %d failed, %.0f items/s",
              progress.done(),
              progress.failed(),
              progress.done() / ((now - startNanos) / 1e9));
      if (terminal) {
        PrintWriter err = spec.commandLine().getErr();
        err.print("\r" + line + "\u001b[K");
        err.flush();
      } else {
        say(line);
      }
    }

    @Override
    public void onWaiting(String reason) {
      say((terminal ? "\r" : "") + "waiting: " + reason);
    }
  }
}
