// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import io.millrace.model.ResultRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Refuses a graph that cannot run, with the name of the stage that is wrong. */
final class GraphCheck {
  private final List<Stage> stages;
  private final List<Edge> edges;
  private final String sink;
  private final Map<String, Stage> byName = new LinkedHashMap<>();

  GraphCheck(List<Stage> stages, List<Edge> edges, String sink) {
    this.stages = stages;
    this.edges = edges;
    this.sink = sink;
  }

  void run() {
    check(!stages.isEmpty(), "stages: none", "at least one: .source().stage(name, processor)");
    for (Stage stage : stages) {
      check(
          byName.put(stage.name(), stage) == null,
          "two stages are called '" + stage.name() + "'",
          "a name of its own for each");
    }
    edges.forEach(this::checkEnds);
    checkOncePerTag();
    findCycle()
        .ifPresent(path -> check(false, "cycle: " + path, "a graph in which nothing comes back"));
    checkReached();
    checkSink();
  }

  private void checkEnds(Edge edge) {
    String way = "edge " + edge.from() + " -> " + edge.to() + ": ";
    String known = "one of " + String.join(", ", byName.keySet());
    check(byName.containsKey(edge.from()), way + "unknown stage '" + edge.from() + "'", known);
    check(byName.containsKey(edge.to()), way + "unknown stage '" + edge.to() + "'", known);
  }

  private record Way(String from, String tag, String to, boolean carriesOutputs) {}

  private void checkOncePerTag() {
    var ways = new HashSet<Way>();
    for (Edge edge : edges) {
      check(
          ways.add(new Way(edge.from(), edge.tag(), edge.to(), edge.carriesOutputs())),
          "two edges " + edge.from() + " -> " + edge.to() + " for the same outputs",
          "one, or every record would come twice");
    }
  }

  /** The stages of a cycle in order, the first one again at the end. */
  private Optional<String> findCycle() {
    var done = new HashSet<String>();
    for (Stage stage : stages) {
      var path = new ArrayList<String>();
      if (cycles(stage.name(), path, done)) {
        String last = path.get(path.size() - 1);
        return Optional.of(String.join(" -> ", path.subList(path.indexOf(last), path.size())));
      }
    }
    return Optional.empty();
  }

  private boolean cycles(String stage, List<String> path, Set<String> done) {
    boolean again = path.contains(stage);
    path.add(stage);
    if (again) {
      return true;
    }
    if (!done.contains(stage)) {
      for (Edge edge : edges) {
        if (edge.from().equals(stage) && cycles(edge.to(), path, done)) {
          return true;
        }
      }
    }
    done.add(stage);
    path.remove(path.size() - 1);
    return false;
  }

  private void checkReached() {
    var reached = new HashSet<String>();
    var next = new ArrayDeque<String>();
    next.add(stages.get(0).name());
    while (!next.isEmpty()) {
      String stage = next.remove();
      if (reached.add(stage)) {
        edges.stream().filter(e -> e.from().equals(stage)).map(Edge::to).forEach(next::add);
      }
    }
    for (Stage stage : stages) {
      check(
          reached.contains(stage.name()),
          "stage '" + stage.name() + "': nothing reaches it",
          "an edge from a stage that the source '" + stages.get(0).name() + "' leads to");
    }
  }

  private void checkSink() {
    check(
        byName.containsKey(sink),
        "sink: unknown stage '" + sink + "'",
        "one of " + String.join(", ", byName.keySet()));
    for (Edge edge : edges) {
      check(
          !(edge.from().equals(sink)
              && edge.tag().equals(ResultRecord.MAIN)
              && edge.carriesOutputs()),
          "sink '" + sink + "': its main outputs travel on to '" + edge.to() + "'",
          "a sink whose main outputs stay: they are the job's results");
    }
  }

  static void check(boolean ok, String wrong, String expected) {
    if (!ok) {
      throw new IllegalArgumentException(wrong + " (expected: " + expected + ")");
    }
  }
}
