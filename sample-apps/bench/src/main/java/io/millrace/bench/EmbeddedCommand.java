// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.typesafe.config.ConfigFactory;
import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.cli.CliCommand;
import io.millrace.node.LatestValue;
import io.millrace.store.embedded.EmbeddedCassandra;
import io.millrace.store.embedded.EmbeddedCassandraSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long an application waits for the node in its own JVM. */
@Command(
    name = "embedded",
    description = {
      "Starts and closes a node in this JVM over each store in turn: in memory, over a Cassandra",
      "that runs already, over an embedded Cassandra. Times from Millrace.embedded to its return,",
      "from there to the first receipt, and of the close."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EmbeddedCommand implements CliCommand {
  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      defaultValue = "6",
      description = "Starts over each store; the first is told apart (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--folder",
      defaultValue = ".millrace/bench",
      description = "Holds data and logs (default: ${DEFAULT-VALUE}).")
  private Path folder;

  /** One start. Unit: milliseconds. */
  private record Times(long ready, long firstReceipt, long close) {}

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(folder);
    var settings = EmbeddedSettings.of(new LatestValue().job());
    measure("memory", settings);
    measure("embedded", settings.withEmbeddedCassandra(folder.resolve("embedded")));
    var reference =
        ConfigFactory.defaultOverrides().withFallback(ConfigFactory.defaultReference()).resolve();
    var server = EmbeddedCassandraSettings.from(reference).withFolder(folder.resolve("cassandra"));
    try (EmbeddedCassandra cassandra = EmbeddedCassandra.start(server)) {
      var address = cassandra.contactPoint();
      measure(
          "cassandra",
          settings.withCassandra(
              List.of(address.getHostString() + ":" + address.getPort()),
              EmbeddedCassandra.DATACENTER,
              "bench_embedded"));
    }
    return 0;
  }

  private void measure(String store, EmbeddedSettings settings) {
    var all = new ArrayList<Times>();
    for (int round = 0; round < rounds; round++) {
      all.add(start(settings));
    }
    print("%-9s first of this JVM: ", store);
    print(all.subList(0, 1));
    if (rounds > 1) {
      print("%-9s median of %d more: ", store, rounds - 1);
      print(all.subList(1, rounds));
    }
  }

  private static Times start(EmbeddedSettings settings) {
    long begun = System.nanoTime();
    long ready;
    long received;
    try (var millrace = Millrace.embedded(settings)) {
      ready = System.nanoTime();
      var unused = millrace.submit(LatestValue.NAME, "a", "1").toCompletableFuture().join();
      received = System.nanoTime();
    }
    long closed = System.nanoTime();
    return new Times(ms(ready - begun), ms(received - ready), ms(closed - received));
  }

  private static long ms(long nanos) {
    return nanos / 1_000_000;
  }

  private void print(List<Times> times) {
    print(
        "ready %d ms, first receipt %d ms, close %d ms%n",
        median(times, Times::ready),
        median(times, Times::firstReceipt),
        median(times, Times::close));
  }

  private static long median(List<Times> times, ToLongFunction<Times> part) {
    return times.stream()
        .mapToLong(part)
        .sorted()
        .skip((times.size() - 1) / 2)
        .findFirst()
        .orElse(0);
  }

  private void print(String form, Object... values) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, form, values);
    out.flush();
  }
}
