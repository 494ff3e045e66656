// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.TextFormat;
import io.millrace.v1.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredicateMessagesTest {
  private static Predicate message(String text) throws TextFormat.ParseException {
    return TextFormat.parse(text, Predicate.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          and {} | TRUE
          or {} | FALSE
          not { exists { field: "a" } } | NOT (a IS NOT NULL)
          compare { column { own: OWN_COLUMN_KEY } operator: COMPARE_OPERATOR_EQ value { text: "k" } } | key = 'k'
          compare { column { field: "key" } operator: COMPARE_OPERATOR_NE value { long: -3 } } | "key" != -3
          compare { column { own: OWN_COLUMN_EVENT_TIME } operator: COMPARE_OPERATOR_LT value { time_ms: 5 } } | event_time < TIMESTAMP '1970-01-01T00:00:00.005Z'
          compare { column { field: "x" } operator: COMPARE_OPERATOR_LE value { double: 2.5 } } | x <= 2.5
          compare { column { field: "x" } operator: COMPARE_OPERATOR_GT value { boolean: false } } | x > FALSE
          compare { column { own: OWN_COLUMN_VALUE } operator: COMPARE_OPERATOR_GE value { bytes: "\\001\\377" } } | value >= X'01ff'
          in { column { own: OWN_COLUMN_TAG } values { text: "" } values { text: "removed" } } | tag IN ('', 'removed')
          prefix { column { own: OWN_COLUMN_KEY } prefix { text: "a_" } } | prefix(key, 'a_')
          and { parts { exists { own: OWN_COLUMN_EVENT_TIME } } parts { or { parts { exists { field: "b" } } parts { exists { field: "c" } } } } } | event_time IS NOT NULL AND (b IS NOT NULL OR c IS NOT NULL)
          """)
  void givenMessage_whenRead_thenThePredicate(String text, String sql) throws Exception {
    assertThat(PredicateMessages.predicate(message(text)).sql()).isEqualTo(sql);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          and { parts {} } | predicate says nothing: field=where.and
          exists {} | column is missing: field=where.exists
          exists { own: OWN_COLUMN_UNSPECIFIED } | column is not known: field=where.exists.own
          exists { field: "" } | field has no name: field=where.exists.field
          compare { column { field: "a" } value { long: 1 } } | operator is not known: field=where.compare.operator
          compare { column { field: "a" } operator: COMPARE_OPERATOR_EQ } | value cannot be compared: field=where.compare.value
          compare { column { field: "a" } operator: COMPARE_OPERATOR_EQ value { double: nan } } | number is not finite: field=where.compare.value
          compare { column { own: OWN_COLUMN_KEY } operator: COMPARE_OPERATOR_EQ value { long: 1 } } | column cannot be compared with this value: name=key, type=bytes
          prefix { column { own: OWN_COLUMN_BLOCK } prefix { text: "1" } } | prefix is of text or bytes only: name=block
          """)
  void givenWrongMessage_whenRead_thenRefusedNamingThePart(String text, String message) {
    assertThatThrownBy(() -> PredicateMessages.predicate(message(text)))
        .hasMessageStartingWith(message);
  }

  @Test
  void givenDeepMessage_whenRead_thenRefused() {
    Predicate.Builder deep = Predicate.newBuilder();
    deep.getExistsBuilder().setField("a");
    for (int i = 0; i < 150; i++) {
      deep = Predicate.newBuilder().setNot(deep);
    }
    Predicate message = deep.build();

    assertThatThrownBy(() -> PredicateMessages.predicate(message))
        .hasMessageContaining("nested too deeply");
  }
}
