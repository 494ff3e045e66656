// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.OutboxRecord;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.ResultRecord;
import io.millrace.model.Timer;
import io.millrace.serde.Keys;
import io.millrace.testkit.Ledger.TimerPlace;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that a run left behind, fact by fact, to be compared with another run's. */
final class Outcome {
  /** How the producer of a timer's entry in quarantine begins. */
  private static final String TIMER_PRODUCERS = "@timer/";

  private final Map<List<Object>, Fact> facts = new LinkedHashMap<>();

  /** Something to compare, and how people see where and what it is. */
  private record Fact(String where, Object content, String shown) {}

  /**
   * Adds what a stage's log says. Not its watermark: behind a crash a producer has all its time
   * again before it counts as idle.
   *
   * @param ordered whether the stage got everything in one order; if not, its results and messages
   *     may come in any
   */
  void add(String stage, Ledger ledger, boolean ordered) {
    String where = " of stage " + stage;
    int count = 0;
    for (ResultRecord result : ledger.results()) {
      String place = ordered ? "result " + ++count : "a result";
      put(stage, ordered ? place : result, new Fact(place + where, result, show(result)));
    }
    for (Map.Entry<ByteString, ByteString> state : ledger.states().entrySet()) {
      ByteString key = state.getKey();
      put(
          stage,
          key,
          new Fact(
              "state of key " + Keys.show(key) + where,
              state.getValue(),
              Keys.show(state.getValue())));
    }
    for (Map.Entry<TimerPlace, Timer> entry : ledger.timers().entrySet()) {
      TimerPlace place = entry.getKey();
      Timer timer = entry.getValue();
      String called = place.kind() + " timer '" + place.name() + "' of key ";
      put(
          stage,
          place,
          new Fact(
              called + Keys.show(place.key()) + where,
              timer,
              String.valueOf(Instant.ofEpochMilli(timer.timeMs()))));
    }
    count = 0;
    for (OutboxRecord sent : ledger.sent()) {
      DataRecord record = sent.record();
      List<Object> content =
          List.of(
              sent.target(), record.key(), record.value(), record.eventTimeMs(), record.fields());
      String place = ordered ? "message " + ++count : "a message";
      put(stage, ordered ? place : content, new Fact(place + where, content, show(record)));
    }
    for (QuarantineEntry entry : ledger.quarantine()) {
      String place = "quarantine entry " + entry.id() + where;
      put(stage, place, new Fact(place, withoutStack(entry), show(entry)));
    }
  }

  /** Adds a fact; what has no place of its own is told apart by how often it is there. */
  private void put(String stage, Object place, Fact fact) {
    int times = 1;
    while (facts.putIfAbsent(List.of(stage, place, times), fact) != null) {
      times++;
    }
  }

  /** Stacks name lambdas and threads: they may differ. */
  private static QuarantineEntry withoutStack(QuarantineEntry entry) {
    return new QuarantineEntry(
        entry.id(),
        entry.parked(),
        entry.producer(),
        entry.record(),
        entry.reason(),
        "",
        entry.attempts(),
        entry.atMs());
  }

  private static String show(QuarantineEntry entry) {
    return cause(entry) + ": " + entry.reason() + (entry.parked() ? " (parked)" : "");
  }

  /** What the processor failed on. */
  static String cause(QuarantineEntry entry) {
    DataRecord record = entry.record();
    String key = " of key " + Keys.show(record.key());
    return entry.producer().startsWith(TIMER_PRODUCERS)
        ? "timer '" + record.value().toStringUtf8() + "'" + key
        : "record " + record.sequence() + " of producer '" + entry.producer() + "'" + key;
  }

  private static String show(DataRecord sent) {
    return Keys.show(sent.key()) + " -> " + Keys.show(sent.value());
  }

  private static String show(ResultRecord result) {
    return Keys.show(result.key())
        + (result.isMain() ? "" : " in '" + result.tag() + "'")
        + " -> "
        + Keys.show(result.value())
        + (result.fields().isEmpty() ? "" : " " + result.fields())
        + (result.eventTimeMs() == DataRecord.NO_EVENT_TIME
            ? ""
            : " at " + Instant.ofEpochMilli(result.eventTimeMs()));
  }

  boolean isEmpty() {
    return facts.isEmpty();
  }

  /** Where another run begins to differ from this one. */
  Optional<String> difference(Outcome other) {
    for (Map.Entry<List<Object>, Fact> entry : facts.entrySet()) {
      Fact mine = entry.getValue();
      Fact theirs = other.facts.get(entry.getKey());
      if (theirs == null) {
        return Optional.of(mine.where() + ": none (expected: " + mine.shown() + ")");
      }
      if (!theirs.content().equals(mine.content())) {
        String more =
            theirs.shown().equals(mine.shown()) ? "; they differ behind what is shown" : "";
        return Optional.of(
            mine.where() + ": " + theirs.shown() + " (expected: " + mine.shown() + more + ")");
      }
    }
    return other.facts.entrySet().stream()
        .filter(entry -> !facts.containsKey(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .map(theirs -> theirs.where() + ": " + theirs.shown() + " (expected: none)");
  }
}
