// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cli;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A failure that names a place in a text, with the line and a caret under the place.
 *
 * @param text several lines
 */
record Caret(String text) {
  /** The pairs that the service sent with a failed call; none if it sent none. */
  static Map<String, String> facts(Throwable failure) {
    Status status = StatusProto.fromThrowable(failure);
    return status == null ? Map.of() : facts(status);
  }

  private static Map<String, String> facts(Status status) {
    for (var detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        try {
          var facts = new LinkedHashMap<>(detail.unpack(ErrorInfo.class).getMetadataMap());
          facts.put("message", status.getMessage());
          return facts;
        } catch (InvalidProtocolBufferException e) {
          return Map.of();
        }
      }
    }
    return Map.of();
  }

  /** Empty if the facts name no place in the text. */
  static Optional<Caret> of(String text, Map<String, String> facts) {
    String lineFact = facts.getOrDefault("line", "");
    String columnFact = facts.getOrDefault("column", "");
    if (!lineFact.matches("\\d{1,9}") || !columnFact.matches("\\d{1,9}")) {
      return Optional.empty();
    }
    int number = Integer.parseInt(lineFact);
    int column = Integer.parseInt(columnFact);
    String line = text.lines().skip(number - 1L).findFirst().orElse("");
    String message = facts.getOrDefault("message", "");
    int constant = message.indexOf(": ");
    String rest =
        facts.entrySet().stream()
            .filter(fact -> !fact.getKey().matches("line|column|message|found|expected"))
            .map(fact -> fact.getKey() + " " + fact.getValue())
            .sorted()
            .collect(Collectors.joining(", "));
    var shown = new StringBuilder(constant < 0 ? message : message.substring(0, constant));
    shown.append(" at line ").append(number).append(", column ").append(column);
    if (!rest.isEmpty()) {
      shown.append(" (").append(rest).append(')');
    }
    if (facts.containsKey("found")) {
      shown.append(": found ").append(facts.get("found"));
    }
    if (facts.containsKey("expected")) {
      shown.append(facts.containsKey("found") ? ", expected " : ": expected ");
      shown.append(facts.get("expected"));
    }
    int before =
        line.offsetByCodePoints(0, Math.min(column - 1, line.codePointCount(0, line.length())));
    String indent =
        line.substring(0, before)
            .codePoints()
            .mapToObj(c -> c == '\t' ? "\t" : " ")
            .collect(Collectors.joining());
    shown.append("\n  ").append(line).append("\n  ").append(indent).append('^');
    return Optional.of(new Caret(shown.toString()));
  }
}
