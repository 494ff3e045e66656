// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {
  private static final Instant TIME = Instant.parse("2023-11-14T22:13:20.123Z");

  private static Fields everyType() {
    return Fields.builder()
        .put("score", 0.7)
        .put("length", 12)
        .put("kept", true)
        .put("seen", TIME)
        .put("lang", "en")
        .build();
  }

  @Test
  void givenEveryType_whenReadByName_thenTheValuesAreThere() {
    Fields fields = everyType();

    assertThat(fields.text("lang")).contains("en");
    assertThat(fields.longValue("length")).hasValue(12);
    assertThat(fields.doubleValue("score")).hasValue(0.7);
    assertThat(fields.booleanValue("kept")).contains(true);
    assertThat(fields.timeMs("seen")).hasValue(TIME.toEpochMilli());
    assertThat(fields.type("seen")).contains(FieldType.TIME);
    assertThat(fields.contains("lang")).isTrue();
    assertThat(fields.isTextOnly()).isFalse();
    assertThat(fields)
        .hasToString("{kept=true, lang=en, length=12, score=0.7, seen=2023-11-14T22:13:20.123Z}");
  }

  @Test
  void givenNoSuchField_whenRead_thenEmpty() {
    for (Fields fields : List.of(Fields.EMPTY, everyType())) {
      assertThat(fields.text("none")).isEmpty();
      assertThat(fields.longValue("none")).isEmpty();
      assertThat(fields.doubleValue("none")).isEmpty();
      assertThat(fields.booleanValue("none")).isEmpty();
      assertThat(fields.timeMs("none")).isEmpty();
      assertThat(fields.type("none")).isEmpty();
      assertThat(fields.contains("none")).isFalse();
    }
    assertThat(Fields.EMPTY.isTextOnly()).isTrue();
    assertThat(Fields.EMPTY).hasToString("{}");
  }

  @Test
  void givenFieldOfAnotherType_whenRead_thenFieldTypeAndExpectedAreNamed() {
    Fields fields = everyType();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> fields.longValue("lang"))
        .withMessage("field lang: text (expected: long)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fields.text("length"))
        .withMessage("field length: long (expected: text)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fields.doubleValue("kept"))
        .withMessage("field kept: boolean (expected: double)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fields.booleanValue("seen"))
        .withMessage("field seen: time (expected: boolean)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fields.timeMs("score"))
        .withMessage("field score: double (expected: time)");
    assertThat(fields.doubleValue("length")).hasValue(12.0);
  }

  @Test
  void givenNameThatIsThere_whenPutAgain_thenValueAndTypeAreReplaced() {
    Fields fields = everyType().toBuilder().put("length", "long").put("lang", 1L).build();

    assertThat(fields.text("length")).contains("long");
    assertThat(fields.longValue("lang")).hasValue(1);
    assertThat(fields.size()).isEqualTo(5);
    assertThat(fields)
        .isEqualTo(fields.toBuilder().build())
        .isNotEqualTo(everyType())
        .hasSameHashCodeAs(fields.toBuilder().build());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void givenNamesInAnyOrder_whenBuilt_thenTheyAreThoseOfASortedMap(long seed) {
    var random = new Random(seed);
    var model = new TreeMap<String, Long>();
    var builder = Fields.builder();
    for (int i = random.nextInt(300); i > 0; i--) {
      String name = "n" + random.nextInt(100);
      builder.put(name, (long) i);
      model.put(name, (long) i);
    }

    Fields fields = builder.build();

    assertThat(fields.size()).isEqualTo(model.size());
    int at = 0;
    for (var entry : model.entrySet()) {
      assertThat(fields.name(at)).isEqualTo(entry.getKey());
      assertThat(fields.longValue(at)).isEqualTo(entry.getValue());
      assertThat(fields.indexOf(entry.getKey())).isEqualTo(at++);
    }
  }

  @Test
  void givenBuiltFields_whenTheBuilderGoesOn_thenTheyStay() {
    var builder = Fields.builder().put("a", 1);
    Fields first = builder.build();

    builder.put("a", 2).put("b", 3);

    assertThat(first).isEqualTo(Fields.of("a", 1));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void givenNumberThatIsNotFinite_whenPut_thenRefused(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fields.of("score", value))
        .withMessage("field score: " + value + " (expected: a finite number)");
  }

  @Test
  void givenWrongNameOrValue_whenPut_thenRefusedAndNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fields.of("", 1))
        .withMessage("field name: empty (expected: 1 to 200 characters)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fields.of("n".repeat(201), 1))
        .withMessage("field name: 201 characters (expected: 1 to 200 characters)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fields.of("a\ud800", 1))
        .withMessage("field name: half a surrogate pair at 1 (expected: whole characters)");
    assertThatIllegalArgumentException().isThrownBy(() -> Fields.of("\udc00\ud800", 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fields.of("at", Instant.MAX))
        .withMessageContaining("field at: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fields.of("a", 1, "b", List.of()))
        .withMessageContaining("field b: ")
        .withMessageContaining("(expected: String, Long, Integer, Double, Float, Boolean or");
    assertThat(Fields.of("🚀".repeat(100), 1).size()).isEqualTo(1);
  }

  @Test
  void givenAsManyFieldsAsAllowed_whenOneMoreIsPut_thenRefusedUnlessItIsThereOrStored() {
    var full = Fields.builder();
    var stored = Fields.stored().put("", "x");
    for (int i = 0; i < Fields.COUNT_MAX; i++) {
      full.put("f" + i, i);
      stored.put("f" + i, i);
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> full.put("more", 1))
        .withMessage("field more: number 1001 (expected: at most 1000)");
    assertThat(full.put("f7", "again").build().size()).isEqualTo(Fields.COUNT_MAX);
    assertThat(stored.build().size()).isEqualTo(Fields.COUNT_MAX + 1);
  }

  @Test
  void givenConveniences_whenUsed_thenTheyAreWhatTheBuilderMakes() {
    assertThat(Fields.of("a", 1, "b", "x", "c", TIME))
        .isEqualTo(Fields.builder().put("a", 1L).put("b", "x").put("c", TIME).build());
    assertThat(Fields.of("a", 0.5, "b", true))
        .isEqualTo(Fields.builder().put("b", true).put("a", 0.5).build());
    assertThat(Fields.of("t", TIME)).isNotEqualTo(Fields.of("t", TIME.toEpochMilli()));
    assertThat(Fields.of("t", true)).isNotEqualTo(Fields.of("t", 1));
  }

  @Test
  void givenIndexThatIsNotThere_whenRead_thenOutOfBounds() {
    assertThatThrownBy(() -> everyType().text(5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> everyType().name(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
