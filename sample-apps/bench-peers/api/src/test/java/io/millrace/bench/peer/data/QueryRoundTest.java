// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QueryRoundTest {
  private static final int RECORDS = 20_000;

  /** Has the records in the heap, from the given number on. */
  private static final class Heap implements QuerySide {
    private final Map<String, Long> numbers = new HashMap<>();
    private final int first;

    Heap(int first) {
      this.first = first;
      for (long i = first; i < RECORDS; i++) {
        numbers.put(QueryRecords.key(i), i);
      }
    }

    @Override
    public byte[] lookUp(String key) {
      Long number = numbers.get(key);
      return number == null ? new byte[0] : QueryRecords.value(number);
    }

    @Override
    public long filter(String session) {
      return LongStream.range(first, RECORDS)
          .filter(i -> QueryRecords.session(i).equals(session))
          .count();
    }

    @Override
    public Totals aggregate() {
      Set<String> countries =
          LongStream.range(first, RECORDS)
              .mapToObj(QueryRecords::country)
              .collect(Collectors.toSet());
      long amounts = LongStream.range(first, RECORDS).map(QueryRecords::amount).sum();
      return new Totals(countries.size(), RECORDS - first, amounts);
    }
  }

  @Test
  void givenAllRecords_whenAsked_thenEachQuestionHasItsFigures() throws Exception {
    var round = new QueryRound(RECORDS);
    var heap = new Heap(0);

    var lookUps = round.run(heap, QueryRound.LOOK_UP, 100);
    var filters = round.run(heap, QueryRound.FILTER, 10);
    var sums = round.run(heap, QueryRound.AGGREGATE, RECORDS);

    assertThat(lookUps).containsEntry("records", 100.0).containsKeys("seconds", "p50-ms", "p99-ms");
    assertThat(filters).containsEntry("records", 10.0);
    assertThat(sums).containsEntry("records", (double) RECORDS);
    assertThat(sums.get("rows-per-answer")).isEqualTo(QueryRecords.COUNTRIES);
  }

  @Test
  void givenLostRecords_whenAsked_thenTheAnswersAreRefused() {
    var round = new QueryRound(RECORDS);
    var heap = new Heap(RECORDS / 2);

    assertThatThrownBy(() -> round.run(heap, QueryRound.LOOK_UP, 100))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("value of record");
    assertThatThrownBy(() -> round.run(heap, QueryRound.FILTER, 20))
        .hasMessageContaining("records of session");
    assertThatThrownBy(() -> round.run(heap, QueryRound.AGGREGATE, RECORDS))
        .hasMessageContaining("records of all countries: " + RECORDS / 2);
  }
}
