// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.docs;

import static io.millrace.serde.Serdes.int64;
import static io.millrace.serde.Serdes.utf8;

import io.millrace.EmbeddedSettings;
import io.millrace.Millrace;
import io.millrace.map.MapFunction;
import io.millrace.map.MapOptions;
import io.millrace.map.MapRun;
import io.millrace.map.Mapped;
import io.millrace.processor.Job;
import io.millrace.processor.JobProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code docs/map.md} shows. */
final class BatchMap {
  static final MapFunction<String, Long> WORDS =
      MapFunction.of("words", utf8(), int64(), text -> text.isBlank() ? 0L : countWords(text));

  private BatchMap() {}

  private static long countWords(String text) {
    return text.strip().split("\\s+", -1).length;
  }

  static List<Long> inOrder(List<String> texts) {
    try (var millrace = Millrace.embedded(EmbeddedSettings.of(WORDS.job()));
        Stream<Long> counts = millrace.map(texts, WORDS)) {
      return counts.toList();
    }
  }

  static List<String> withOptions(Millrace millrace, List<String> texts) {
    var problems = new ArrayList<String>();
    var options = MapOptions.defaults().withRun("june").unordered().collectingFailures();
    try (MapRun<Long> run = millrace.map(texts.iterator(), WORDS, options)) {
      while (run.hasNext()) {
        Mapped<Long> result = run.next();
        result.failure().ifPresent(why -> problems.add(result.index() + ": " + why));
      }
    }
    return problems;
  }

  public static final class Words implements JobProvider {
    @Override
    public Job job() {
      return WORDS.job();
    }
  }
}
