// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The stages of a job and the ways between them. Checked when it is made: names are unique, every
 * way leads from a known stage to a known one, nothing goes round in a circle, every stage is
 * reached from the source, and the sink has results.
 *
 * @param stages at least one; the first is the source, which takes what is submitted
 * @param edges the ways between them
 * @param sink name of the stage whose results are the job's
 */
public record Graph(List<Stage> stages, List<Edge> edges, String sink) {
  /**
   * @throws IllegalArgumentException names the stage that is wrong
   */
  public Graph {
    stages = List.copyOf(stages);
    edges = List.copyOf(edges);
    new GraphCheck(stages, edges, sink).run();
  }

  /** A graph of one stage. */
  static Graph of(Supplier<Processor> processor) {
    return new Graph(List.of(Stage.of(Stage.MAIN, processor)), List.of(), Stage.MAIN);
  }

  /** The stage that takes what is submitted. */
  public Stage source() {
    return stages.get(0);
  }

  /** The stage of that name. */
  public Optional<Stage> stage(String name) {
    return stages.stream().filter(stage -> stage.name().equals(name)).findFirst();
  }

  /** The ways out of a stage. */
  public List<Edge> from(String stage) {
    return edges.stream().filter(edge -> edge.from().equals(stage)).toList();
  }

  /**
   * Names of the stages behind a stage, near and far: those to which its processor may send. A
   * message to any other one could go round in a circle, in which each waits for the next.
   */
  public Set<String> behind(String stage) {
    var found = new LinkedHashSet<String>();
    follow(stage, found);
    return found;
  }

  private void follow(String stage, Set<String> found) {
    for (Edge edge : edges) {
      if (edge.from().equals(stage) && found.add(edge.to())) {
        follow(edge.to(), found);
      }
    }
  }
}
