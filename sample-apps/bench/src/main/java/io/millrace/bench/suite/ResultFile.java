// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.bench.suite.SuiteResult.Circumstances;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Keeps a suite's result as {@code <suite>.json}: every round as it was measured, and what was made
 * of them, so that other programs need not count. Reading takes the rounds and counts again.
 */
public final class ResultFile {
  private static final int FORMAT = 1;
  private static final String SUFFIX = ".json";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ResultFile() {}

  /** Where a suite's result lies in a folder, if it is there. */
  static Path file(String suite, Path folder) {
    return folder.resolve(suite + SUFFIX);
  }

  /** Writes it into the folder, which is created, over the one that was there. */
  public static Path write(SuiteResult result, Path folder) throws IOException {
    Files.createDirectories(folder);
    return Files.writeString(
        file(result.suite(), folder), JSON.writeValueAsString(json(result)) + "\n");
  }

  /**
   * Reads one.
   *
   * @throws MillraceException CALLER if the file is none of ours, naming it
   */
  public static SuiteResult read(Path file) throws IOException {
    JsonNode root = JSON.readTree(Files.readString(file));
    if (root.path("format").asInt() != FORMAT) {
      throw MillraceException.of(Kind.CALLER, "file is no result of a suite")
          .with("file", file)
          .with("format", root.path("format"))
          .with("expected", "\"format\": " + FORMAT);
    }
    return parse(root);
  }

  /** Reads all of a folder, by name of the suite; none if there is no such folder. */
  public static List<SuiteResult> readAll(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      var results = new ArrayList<SuiteResult>();
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
        results.add(read(file));
      }
      return results;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static ObjectNode json(SuiteResult result) {
    ObjectNode root = NODES.objectNode();
    root.put("format", FORMAT);
    root.put("suite", result.suite());
    root.put("about", result.about());
    root.set("circumstances", json(result.circumstances()));
    root.set("loads", array(result.loads(), ResultFile::json));
    root.set("contenders", array(result.sides(), ResultFile::json));
    root.set("results", array(result.results(), one -> json(result, one)));
    ObjectNode limits = root.putObject("limits-records-per-second");
    result.limits().forEach(limits::put);
    result.notes().forEach(root.putArray("notes")::add);
    return root;
  }

  private static ObjectNode json(Circumstances of) {
    ObjectNode node = NODES.objectNode();
    node.put("date", of.date());
    node.put("command", of.command());
    node.put("commit", of.commit());
    ObjectNode machine = node.putObject("machine");
    machine.put("processors", of.machine().processors());
    machine.put("model", of.machine().model());
    machine.put("memory-bytes", of.machine().memoryBytes());
    machine.put("java", of.machine().java());
    machine.put("os", of.machine().os());
    node.put("load-before", of.loadBefore());
    node.put("load-after", of.loadAfter());
    node.put("warm-up-rounds", of.warmUpRounds());
    return node.put("rounds", of.rounds());
  }

  private static ObjectNode json(Load load) {
    ObjectNode node = NODES.objectNode().put("name", load.name());
    ObjectNode values = node.putObject("values");
    load.values().forEach(values::put);
    return node;
  }

  private static ObjectNode json(Side side) {
    ObjectNode node = NODES.objectNode().put("name", side.name()).put("promises", side.promises());
    ObjectNode settings = node.putObject("settings");
    side.settings().forEach(settings::put);
    return node;
  }

  private static ObjectNode json(SuiteResult all, Result result) {
    ObjectNode node = NODES.objectNode();
    node.put("load", result.load());
    node.put("contender", result.contender());
    result.failure().ifPresent(failure -> node.put("failure", failure));
    if (result.isMeasured()) {
      node.set("records-per-second", json(result.recordsPerSecond()));
      result
          .cpuSecondsPerMillion()
          .ifPresent(cpu -> node.set("cpu-seconds-per-million", json(cpu)));
      ObjectNode figures = node.putObject("figures");
      result.figures().forEach((name, summary) -> figures.set(name, json(summary)));
    }
    all.ratio(result).ifPresent(ratio -> node.put("millrace-to-this", ratio));
    all.shareOfLimit(result).ifPresent(share -> node.put("share-of-limit", share));
    node.set("rounds", array(result.rounds(), ResultFile::json));
    return node;
  }

  private static ObjectNode json(Summary summary) {
    return NODES
        .objectNode()
        .put("median", summary.median())
        .put("min", summary.min())
        .put("max", summary.max());
  }

  private static ObjectNode json(Measurement round) {
    ObjectNode node = NODES.objectNode();
    node.put("records", round.records());
    node.put("seconds", round.seconds());
    if (!Double.isNaN(round.cpuSeconds())) {
      node.put("cpu-seconds", round.cpuSeconds());
    }
    ObjectNode figures = node.putObject("figures");
    round.figures().forEach(figures::put);
    return node;
  }

  private static <T> ArrayNode array(List<T> values, Function<T, ObjectNode> json) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(value -> array.add(json.apply(value)));
    return array;
  }

  private static SuiteResult parse(JsonNode root) {
    return new SuiteResult(
        root.path("suite").asText(),
        root.path("about").asText(),
        circumstances(root.path("circumstances")),
        list(
            root.path("loads"),
            load ->
                new Load(load.path("name").asText(), map(load.path("values"), JsonNode::asLong))),
        list(
            root.path("contenders"),
            side ->
                new Side(
                    side.path("name").asText(),
                    side.path("promises").asText(),
                    map(side.path("settings"), JsonNode::asText))),
        list(root.path("results"), ResultFile::result),
        map(root.path("limits-records-per-second"), JsonNode::asDouble),
        list(root.path("notes"), JsonNode::asText));
  }

  private static Circumstances circumstances(JsonNode node) {
    JsonNode machine = node.path("machine");
    return new Circumstances(
        node.path("date").asText(),
        node.path("command").asText(),
        node.path("commit").asText(),
        new Machine(
            machine.path("processors").asInt(),
            machine.path("model").asText(),
            machine.path("memory-bytes").asLong(),
            machine.path("java").asText(),
            machine.path("os").asText()),
        node.path("load-before").asDouble(),
        node.path("load-after").asDouble(),
        node.path("warm-up-rounds").asInt(),
        node.path("rounds").asInt());
  }

  private static Result result(JsonNode node) {
    return new Result(
        node.path("load").asText(),
        node.path("contender").asText(),
        list(
            node.path("rounds"),
            round ->
                new Measurement(
                    round.path("records").asLong(),
                    round.path("seconds").asDouble(),
                    round.path("cpu-seconds").asDouble(Double.NaN),
                    map(round.path("figures"), JsonNode::asDouble))),
        Optional.ofNullable(node.get("failure")).map(JsonNode::asText));
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> parse) {
    var values = new ArrayList<T>();
    array.forEach(node -> values.add(parse.apply(node)));
    return values;
  }

  private static <T> Map<String, T> map(JsonNode object, Function<JsonNode, T> parse) {
    var values = new LinkedHashMap<String, T>();
    object.properties().forEach(e -> values.put(e.getKey(), parse.apply(e.getValue())));
    return values;
  }
}
