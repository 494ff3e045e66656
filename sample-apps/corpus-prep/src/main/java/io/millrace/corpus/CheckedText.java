// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.corpus.Checked.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a check found, in words and as JSON. */
final class CheckedText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckedText() {}

  /**
   * Lines for people.
   *
   * @param name of what was checked
   */
  static List<String> lines(String name, Checked checked) {
    var lines = new ArrayList<String>();
    lines.add("text       " + name);
    lines.add("document   " + checked.id());
    lines.add("verdict    " + checked.verdict().label().replace('_', ' '));
    checked
        .cluster()
        .ifPresent(
            cluster ->
                lines.add(
                    "cluster    "
                        + cluster.id()
                        + (cluster.size() == 1
                            ? ", 1 document"
                            : ", " + cluster.size() + " documents")));
    checked.nearest().ifPresent(match -> lines.add("nearest    " + line(match)));
    checked.kept().ifPresent(match -> lines.add("kept       " + line(match)));
    checked.refusedBy().ifPresent(rule -> lines.add("rule       " + rule + " would refuse it"));
    return lines;
  }

  private static String line(Match match) {
    var line =
        new StringBuilder()
            .append(match.id())
            .append(' ')
            .append(match.source())
            .append(' ')
            .append(match.path())
            .append(String.format(Locale.ROOT, ", Jaccard %.4f", match.jaccard()));
    if (match.estimate().isPresent()) {
      line.append(String.format(Locale.ROOT, ", estimated %.2f", match.estimate().getAsDouble()));
    }
    return line.append(", ").append(standing(match)).toString();
  }

  private static String standing(Match match) {
    return match.standing().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** One JSON object without line breaks. */
  static String json(String name, Checked checked) {
    ObjectNode json =
        JSON.createObjectNode()
            .put("text", name)
            .put("id", checked.id().toString())
            .put("verdict", checked.verdict().label());
    checked
        .cluster()
        .ifPresent(
            cluster ->
                json.putObject("cluster")
                    .put("id", cluster.id().toString())
                    .put("size", cluster.size()));
    checked.nearest().ifPresent(match -> put(json.putObject("nearest"), match));
    checked.kept().ifPresent(match -> put(json.putObject("kept"), match));
    checked.refusedBy().ifPresent(rule -> json.put("refused_by", rule));
    return json.toString();
  }

  private static void put(ObjectNode json, Match match) {
    json.put("id", match.id().toString())
        .put("source", match.source())
        .put("path", match.path())
        .put("standing", match.standing().name().toLowerCase(Locale.ROOT))
        .put("jaccard", match.jaccard());
    match.estimate().ifPresent(estimate -> json.put("estimate", estimate));
  }
}
