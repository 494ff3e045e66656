// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static io.millrace.serde.Serdes.int64;
import static io.millrace.serde.Serdes.json;
import static io.millrace.serde.Serdes.utf8;

import io.millrace.model.ResultRecord;
import io.millrace.model.TimeKind;
import io.millrace.processor.Job;
import io.millrace.processor.TimePolicy;
import io.millrace.processor.Typed;
import io.millrace.serde.StateSerde;
import java.time.Duration;
import java.util.List;

/** What {@code docs/programming-model.md} shows. */
final class ProgrammingModel {
  private ProgrammingModel() {}

  /** A state of version 2; version 1 was the balance alone. */
  record Account(long balance, List<String> notes) {
    Account {
      notes = List.copyOf(notes);
    }
  }

  static Job wordCount() {
    return Job.of(
        "word-count",
        Typed.keys(utf8())
            .state(int64())
            .results(int64())
            .process(
                (record, context) -> {
                  long count = context.state().orElse(0L) + 1;
                  return context.emit(count).setState(count);
                }));
  }

  static Job words() {
    return Job.named("words")
        .source()
        .stage(
            "split",
            Typed.keys(utf8())
                .values(utf8())
                .results(utf8())
                .process(
                    (document, context) -> {
                      var effect = context.none();
                      for (String word : document.value().split(" ")) {
                        effect.emit(word);
                      }
                      return effect;
                    }))
        .keyBy(ResultRecord::value)
        .stage(
            "count",
            Typed.keys(utf8())
                .state(int64())
                .results(int64())
                .process(
                    (word, context) -> {
                      long count = context.state().orElse(0L) + 1;
                      return context.emit(count).setState(count);
                    }))
        .sink();
  }

  static Job silence() {
    return Job.of(
            "silence",
            Typed.keys(utf8())
                .values(utf8())
                .state(utf8())
                .results(utf8())
                .onTimer(
                    (device, timer, context) -> context.emit(device + " is silent").deleteState())
                .process(
                    (record, context) ->
                        context
                            .setState(record.value())
                            .setTimer(TimeKind.EVENT, "silence", record.eventTimeMs() + 600_000)))
        .withTime(new TimePolicy(Duration.ofSeconds(5), Duration.ofMinutes(1)));
  }

  static StateSerde<Account> accounts() {
    return StateSerde.version(2, json(Account.class))
        .reading(1, int64(), balance -> new Account(balance, List.of()));
  }
}
