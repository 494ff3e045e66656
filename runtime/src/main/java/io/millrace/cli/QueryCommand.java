// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import io.millrace.client.Answer;
import io.millrace.client.MillraceClient;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.QueryEnd;
import io.millrace.v1.QueryRequest;
import io.millrace.v1.Receipt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers a question about committed results. */
@Command(
    name = "query",
    description = "Answers a question about committed results, in a small SQL.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Columns: key, value, tag, event_time, partition, block, idx, fields (all of them), and",
      "fields by name. Without the column tag, side outputs are left out. docs/query.md has the",
      "whole language.",
      "",
      "Examples:",
      "  millrace query \"SELECT key, value FROM latest WHERE key LIKE 'a%%' LIMIT 10\"",
      "  millrace query \"SELECT lang, count(*), avg(words) FROM corpus-prep GROUP BY lang\"",
      "  millrace query \"SELECT * FROM latest ORDER BY event_time DESC LIMIT 5\" --output jsonl",
      "  millrace query \"EXPLAIN ANALYZE SELECT count(*) FROM latest WHERE lang = 'en'\"",
      "  millrace query - < question.sql"
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class QueryCommand implements CliCommand {
  /** The forms of an answer. */
  public enum Form {
    /** For people. */
    table,
    /** One JSON object: columns, rows, snapshot. */
    json,
    /** One JSON object a row. */
    jsonl
  }

  @Spec private CommandSpec spec;
  @Mixin private GatewayOption gateway;

  @Parameters(
      index = "0",
      paramLabel = "SQL",
      description = "The question; -: from standard input.")
  private String sql;

  @Option(
      names = "--output",
      defaultValue = "table",
      description = "How to print: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Form form = Form.table;

  @Option(
      names = "--page-rows",
      defaultValue = "0",
      description = "Stop after so many rows and print the next page's token; 0: no pages.")
  private int pageRows;

  @Option(names = "--page-token", defaultValue = "", description = "Go on behind that page.")
  private String pageToken = "";

  @Option(
      names = "--at-least",
      split = ",",
      paramLabel = "PARTITION:BLOCK",
      description = "Wait until the answer reflects these blocks.")
  private List<String> atLeast = List.of();

  @Override
  public Integer call() {
    String text = sql.equals("-") ? standardInput() : sql;
    var request =
        QueryRequest.newBuilder().setSql(text).setPageRows(pageRows).setPageToken(pageToken);
    atLeast.forEach(block -> request.addAtLeast(receipt(block)));
    try (MillraceClient client = gateway.connect();
        Answer answer = client.query(request.build())) {
      print(answer);
      answer.end().map(QueryEnd::getNextPageToken).filter(t -> !t.isEmpty()).ifPresent(this::next);
      return 0;
    } catch (MillraceException e) {
      var caret = Caret.of(text, Caret.facts(e));
      if (caret.isEmpty()) {
        throw e;
      }
      var err = spec.commandLine().getErr();
      err.println("millrace query: " + caret.get().text());
      err.flush();
      return CommandLine.ExitCode.USAGE;
    }
  }

  private void next(String token) {
    spec.commandLine().getErr().println("next page: --page-token " + token);
    spec.commandLine().getErr().flush();
  }

  private void print(Answer answer) {
    var out = spec.commandLine().getOut();
    switch (form) {
      case table -> new AnswerTable(out).print(answer);
      case json -> new AnswerJson(out).object(answer);
      case jsonl -> new AnswerJson(out).lines(answer);
    }
    out.flush();
  }

  private static Receipt receipt(String text) {
    if (!text.matches("\\d{1,9}:\\d{1,18}")) {
      throw MillraceException.of(Kind.CALLER, "--at-least is no block")
          .with("value", text)
          .with("expected", "PARTITION:BLOCK such as 3:17");
    }
    String[] parts = text.split(":");
    return Receipt.newBuilder()
        .setPartition(Integer.parseInt(parts[0]))
        .setBlock(Long.parseLong(parts[1]))
        .build();
  }

  private static String standardInput() {
    try {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
