// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.FieldValue;
import io.millrace.v1.Result;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FieldMessagesTest {
  private static final FieldValue NOTHING = FieldValue.getDefaultInstance();

  @Test
  void givenEveryType_whenMadeMessagesAndBack_thenTheSame() {
    Fields fields =
        Fields.builder()
            .put("text", "ü")
            .put("long", Long.MIN_VALUE)
            .put("double", -0.1)
            .put("true", true)
            .put("false", false)
            .put("time", Instant.ofEpochMilli(-1))
            .put("zero", 0)
            .build();

    Map<String, FieldValue> messages = FieldMessages.messages(fields);

    assertThat(FieldMessages.check("fields", messages)).isEqualTo(fields);
    assertThat(FieldMessages.of(Result.newBuilder().putAllFields(messages).build()))
        .isEqualTo(fields);
    assertThat(messages.keySet())
        .containsExactly("double", "false", "long", "text", "time", "true", "zero");
    assertThat(FieldMessages.messages(Fields.EMPTY)).isEmpty();
    assertThat(FieldMessages.check("fields", Map.of())).isSameAs(Fields.EMPTY);
  }

  @Test
  void givenFieldWithoutValue_whenChecked_thenTheCallerIsToldWhich() {
    var refusal =
        catchThrowableOfType(
            MillraceException.class,
            () -> FieldMessages.check("records[3].fields", Map.of("n", NOTHING)));

    assertThat(refusal.kind()).isEqualTo(Kind.CALLER);
    assertThat(refusal.facts())
        .containsEntry("field", "records[3].fields.n")
        .containsEntry("expected", "text, long, double, boolean or timeMs");
  }

  @Test
  void givenNameOrValueThatIsNotAllowed_whenChecked_thenTheCallerIsToldWhy() {
    var nan = FieldValue.newBuilder().setDouble(Double.NaN).build();

    var value =
        catchThrowableOfType(
            MillraceException.class, () -> FieldMessages.check("fields", Map.of("n", nan)));
    var name =
        catchThrowableOfType(
            MillraceException.class,
            () ->
                FieldMessages.check(
                    "fields", Map.of("n".repeat(300), NOTHING.toBuilder().setLong(1).build())));

    assertThat(value.kind()).isEqualTo(Kind.CALLER);
    assertThat(value.facts())
        .containsEntry("field", "fields")
        .containsEntry("problem", "field n: NaN (expected: a finite number)");
    assertThat(name.facts())
        .containsEntry("problem", "field name: 300 characters (expected: 1 to 200 characters)");
  }

  @Test
  void givenAnswerOfUnknownType_whenRead_thenItIsOurFault() {
    var result = Result.newBuilder().putFields("n", NOTHING).build();

    var refusal = catchThrowableOfType(MillraceException.class, () -> FieldMessages.of(result));

    assertThat(refusal.kind()).isEqualTo(Kind.BUG);
  }
}
