// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.client.MillraceClient;
import io.millrace.node.Node;
import io.millrace.node.NodeSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** A node in memory that runs the job, and its commands as a person would give them. */
final class CorpusNode implements AutoCloseable {
  private final Node node =
      Node.start(
          NodeSettings.parse(
              "millrace.node { store = memory, gateway.port = 0, cluster.port = 0 }"));
  private final Path folder;
  private int inputs;

  CorpusNode(Path folder) {
    this.folder = folder;
  }

  /** What a command came to. */
  record Said(int exitCode, String out, String err) {}

  MillraceClient client() {
    return MillraceClient.connect(
        List.of(node.gatewayAddress()), CorpusRun.clientSettings().withUnacked(1_000, 1 << 20));
  }

  /** {@code host:port} of the gateway. */
  String address() {
    return node.gatewayAddress();
  }

  /** A command against the node, or {@code corpus} itself if the first argument is an option. */
  Said corpus(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    boolean isCommand = !arguments[0].startsWith("--");
    all.addAll(isCommand ? 1 : 0, List.of("--gateway", node.gatewayAddress()));
    return execute(all.toArray(String[]::new));
  }

  /** A command that needs no node. */
  static Said execute(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exitCode =
        new CommandLine(new CorpusCommand())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Said(exitCode, out.toString(), err.toString());
  }

  /** Runs the job on a new file: documents by their ids; the path of each is {@code FILE#ID}. */
  Said run(String recipe, Map<String, String> documents) throws IOException {
    return run(recipe, "id", documents);
  }

  /** The same with the ids under another name. */
  Said run(String recipe, String name, Map<String, String> documents) throws IOException {
    int number = ++inputs;
    Path input = folder.resolve("in-" + number + ".jsonl");
    var lines = new StringBuilder();
    var json = new ObjectMapper();
    documents.forEach(
        (id, text) ->
            lines.append(json.createObjectNode().put(name, id).put("text", text)).append('\n'));
    Files.writeString(input, lines);
    return corpus(
        "--input",
        input.toString(),
        "--recipe",
        recipe,
        "--progress",
        folder.resolve("progress-" + number + ".json").toString());
  }

  /** A text of numbered words, nine a line. */
  static String words(int from, int to) {
    var text = new StringBuilder();
    for (int n = from; n < to; n++) {
      text.append("word").append(n).append(n % 9 == 8 ? "\n" : " ");
    }
    return text.toString();
  }

  @Override
  public void close() {
    node.close();
  }
}
