// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerCounters;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Refusal;
import io.millrace.v1.Stalled;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Submits records and waits until all are durable. */
@Command(
    name = "submit",
    description = "Submits records to a job and waits until all of them are durable.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Input is one JSON object a line:"
          + " {\"key\":\"a\",\"value\":\"1\",\"eventTimeMs\":0,\"fields\":{\"n\":1}};",
      "value may be any JSON; eventTimeMs and fields may be left out. A field is text, a number or",
      "true or false.",
      "",
      "With --producer, repeating the same input changes nothing: what is committed already is",
      "recognised. Without it, every run is a producer of its own.",
      "",
      "Examples:",
      "  millrace submit --job latest --producer import-7 --input records.jsonl",
      "  echo '{\"key\":\"a\",\"value\":\"1\"}' | millrace submit --job latest",
      "  millrace submit --job latest --generate 1000000 --value-bytes 200"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SubmitCommand implements CliCommand {
  private static final int REFUSALS_SHOWN_MAX = 10;

  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;
  @Mixin private OutputOption output;
  @Mixin private JobOption job;

  @Option(names = "--producer", description = "Name of this source of records.")
  private String producer;

  @Option(
      names = "--fresh",
      description = "Start the producer's sequences again: the input is new, whatever came before.")
  private boolean fresh;

  @ArgGroup(exclusive = true)
  private Source source = new Source();

  @Option(
      names = "--value-bytes",
      defaultValue = "200",
      description = "Length of generated values (default: ${DEFAULT-VALUE}).")
  private int valueBytes;

  @Option(
      names = "--keys",
      defaultValue = "100000",
      description = "How many different keys to generate (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--timeout",
      defaultValue = "600",
      paramLabel = "SECONDS",
      description = "How long to wait for the last answers (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  /** Where the records come from. */
  static final class Source {
    @Option(
        names = "--input",
        defaultValue = "-",
        paramLabel = "FILE",
        description = "File to read, - for standard input (default: ${DEFAULT-VALUE}).")
    private String input = "-";

    @Option(
        names = "--generate",
        paramLabel = "COUNT",
        description = "Generate so many records instead of reading.")
    private long generate;
  }

  @Override
  public Integer call() throws IOException {
    boolean named = producer != null && !producer.isEmpty();
    String name = named ? producer : "cli-" + UUID.randomUUID();
    var mode =
        named && !fresh ? ProducerMode.PRODUCER_MODE_RESUME : ProducerMode.PRODUCER_MODE_FRESH;
    long[] bytes = new long[1];
    long start = System.nanoTime();
    ProducerCounters counters;
    try (MillraceClient client = gateway.connect();
        ProducerSession session = client.openProducer(job.name(), name, mode, new Printer())) {
      records()
          .forEach(
              (key, value, eventTimeMs, fields) -> {
                session.submit(key, value, eventTimeMs, fields);
                bytes[0] += key.size() + value.size();
              });
      session.finish(Duration.ofSeconds(timeoutSeconds));
      counters = session.counters();
    }
    report(counters, bytes[0], (System.nanoTime() - start) / 1e9);
    return counters.refused() == 0 ? 0 : 1;
  }

  private RecordSource records() throws IOException {
    if (source.generate > 0) {
      return RecordSource.generated(source.generate, keys, valueBytes);
    }
    var reader =
        source.input.equals("-")
            ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
            : Files.newBufferedReader(Path.of(source.input));
    return RecordSource.lines(reader, source.input);
  }

  private void report(ProducerCounters counters, long bytes, double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    double perSecond = counters.acknowledged() / seconds;
    String form =
        output.isJson()
            ? "{\"records\":%d,\"duplicates\":%d,\"refused\":%d,\"bytes\":%d,\"seconds\":%.3f,"
                + "\"recordsPerSecond\":%.0f,\"megabytesPerSecond\":%.2f}%n"
            : "%d records durable (%d had been before, %d refused), %d bytes, %.3f s:"
                + " %.0f records/s, %.2f MB/s%n";
    out.printf(
        Locale.ROOT,
        form,
        counters.acknowledged(),
        counters.duplicates(),
        counters.refused(),
        bytes,
        seconds,
        perSecond,
        bytes / seconds / 1e6);
    out.flush();
  }

  /** Says on standard error what a person should know while records are under way. */
  private final class Printer implements ProducerListener {
    private int refusals;

    @Override
    public void onRefusal(Refusal refusal) {
      if (refusals++ < REFUSALS_SHOWN_MAX) {
        say("record " + refusal.getSequence() + " refused: " + refusal.getReason());
      }
    }

    @Override
    public void onStalled(Stalled stalled) {
      say("waiting: " + stalled.getReason());
    }

    private void say(String text) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(text);
      err.flush();
    }
  }
}
