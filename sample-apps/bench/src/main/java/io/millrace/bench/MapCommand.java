// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench;

import com.google.protobuf.ByteString;
import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.cli.CliCommand;
import io.millrace.cli.OutputOption;
import io.millrace.map.MapFunction;
import io.millrace.serde.Serdes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a batch map gains over a loop. */
@Command(
    name = "map",
    description = {
      "Hashes the same items with SHA-256, many times each: in a loop on one thread, in a parallel",
      "stream on all cores, which is what the machine can do, and with millrace.map on a node in",
      "this JVM, over each store, in turns. Every result is checked."
    },
    mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class MapCommand implements CliCommand {
  private static final String JOB = "bench-map";

  @Spec private CommandSpec spec;
  @Mixin private OutputOption output;

  @Option(
      names = "--items",
      defaultValue = "20000",
      description = "Items a round (default: ${DEFAULT-VALUE}).")
  private int items;

  @Option(
      names = "--item-bytes",
      defaultValue = "2048",
      description = "Length of each item (default: ${DEFAULT-VALUE}).")
  private int itemBytes;

  @Option(
      names = "--hashes",
      defaultValue = "200",
      description = "How often each item is hashed (default: ${DEFAULT-VALUE}).")
  private int hashes;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Measured rounds, after one more (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--stores",
      split = ",",
      defaultValue = "memory,embedded",
      description = "Stores to map over: memory, embedded (default: ${DEFAULT-VALUE}).")
  private List<String> stores;

  @Option(
      names = "--folder",
      defaultValue = ".millrace/bench",
      description = "Holds data and logs (default: ${DEFAULT-VALUE}).")
  private Path folder;

  /** A way to do the work, and the seconds of its rounds. */
  private record Side(String name, List<Double> seconds) {
    private Side(String name) {
      this(name, new ArrayList<>());
    }

    private double median() {
      List<Double> sorted = new ArrayList<>(seconds);
      Collections.sort(sorted);
      return sorted.get(sorted.size() / 2);
    }
  }

  private interface Work {
    List<ByteString> run();
  }

  @Override
  public Integer call() throws IOException {
    if (items < 1 || itemBytes < 1 || hashes < 1 || rounds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--items %d --item-bytes %d --hashes %d --rounds %d (expected: 1 up)"
              .formatted(items, itemBytes, hashes, rounds));
    }
    if (stores.contains("embedded")) {
      Files.createDirectories(folder);
    }
    List<ByteString> input = input();
    var function = MapFunction.of(JOB, Serdes.bytes(), Serdes.bytes(), this::hash);
    var table =
        new Table(
            "store",
            "items",
            "rounds",
            "loop-seconds",
            "parallel-seconds",
            "map-seconds",
            "parallel-speed-up",
            "map-speed-up");
    for (String store : stores) {
      try (var millrace = Millrace.embedded(settings(store, function))) {
        var loop = new Side("loop");
        var parallel = new Side("parallel");
        var map = new Side(store);
        for (int round = 0; round <= rounds; round++) {
          List<ByteString> expected =
              measure(round, loop, () -> input.stream().map(this::hash).toList());
          measure(round, parallel, () -> input.parallelStream().map(this::hash).toList());
          List<ByteString> mapped = measure(round, map, () -> all(millrace.map(input, function)));
          if (!mapped.equals(expected)) {
            throw new IllegalStateException("results of the map are not those of the loop");
          }
        }
        table.add(
            store,
            items,
            rounds,
            loop.median(),
            parallel.median(),
            map.median(),
            loop.median() / parallel.median(),
            loop.median() / map.median());
      }
    }
    table.print(spec.commandLine().getOut(), output.isJson());
    return 0;
  }

  private static List<ByteString> all(Stream<ByteString> results) {
    try (results) {
      return results.toList();
    }
  }

  private EmbeddedSettings settings(String store, MapFunction<?, ?> function) {
    var settings = EmbeddedSettings.of(function.job());
    return switch (store) {
      case "memory" -> settings;
      case "embedded" -> settings.withEmbeddedCassandra(folder.resolve("map"));
      default ->
          throw new ParameterException(
              spec.commandLine(), "--stores: '" + store + "' (expected: memory, embedded)");
    };
  }

  private List<ByteString> measure(int round, Side side, Work work) {
    long start = System.nanoTime();
    List<ByteString> results = work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (round > 0) {
      side.seconds().add(seconds);
    }
    if (!output.isJson()) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT,
          "round %d: %-8s %d items in %.2f s: %.0f items/s%n",
          round,
          side.name(),
          items,
          seconds,
          items / seconds);
      out.flush();
    }
    return results;
  }

  private ByteString hash(ByteString item) {
    MessageDigest sha256 = sha256();
    byte[] bytes = item.toByteArray();
    byte[] hash = bytes;
    for (int i = 0; i < hashes; i++) {
      sha256.update(hash);
      hash = sha256.digest(bytes);
    }
    return ByteString.copyFrom(hash);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private List<ByteString> input() {
    var random = new Random(1);
    var input = new ArrayList<ByteString>(items);
    for (int i = 0; i < items; i++) {
      byte[] item = new byte[itemBytes];
      random.nextBytes(item);
      input.add(ByteString.copyFrom(item));
    }
    return input;
  }
}
