// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.export;

import static io.millrace.model.FieldType.BOOLEAN;
import static io.millrace.model.FieldType.LONG;
import static io.millrace.model.FieldType.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.FieldType;
import io.millrace.model.MillraceException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnNamesTest {
  private static List<String> names(ColumnNames names) {
    return names.columns().stream().map(TypedColumn::name).toList();
  }

  @Test
  void givenFieldsOfOneType_whenNamed_thenTheirOwnNamesInOrder() {
    var names = new ColumnNames(List.of());
    names.see("b", LONG);
    names.see("a", TEXT);
    names.see("b", LONG);

    assertThat(names.columns())
        .containsExactly(new TypedColumn("a", "a", TEXT), new TypedColumn("b", "b", LONG));
  }

  @Test
  void givenSeveralTypesOfOneField_whenNamed_thenTypesFollowWhateverCameFirst() {
    var names = new ColumnNames(List.of());
    names.see("size", LONG);
    names.see("size", TEXT);
    var turned = new ColumnNames(List.of());
    turned.see("size", TEXT);
    turned.see("size", LONG);

    assertThat(names(names)).containsExactly("size_text", "size_long");
    assertThat(turned.columns()).isEqualTo(names.columns());
  }

  @Test
  void givenNamesThatAreTakenOrLookAlike_whenNamed_thenNoTwoAreEqualInAnyCase() {
    var names = new ColumnNames(List.of());
    names.see("key", TEXT);
    names.see("Index", LONG);
    names.see("a", TEXT);
    names.see("A", TEXT);
    names.see("a_text", TEXT);
    names.see("key_text", BOOLEAN);

    assertThat(names(names))
        .containsExactly(
            "A_text", "Index_long", "a_text_2", "a_text_text", "key_text", "key_text_boolean");
    assertThat(names(names).stream().map(n -> n.toLowerCase(java.util.Locale.ROOT)))
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(ColumnNames.FIXED);
  }

  @Test
  void givenEarlierExport_whenMoreTypesCome_thenItsColumnsStayAndComeFirst() {
    var base = List.of(new TypedColumn("size", "size", LONG));
    var names = new ColumnNames(base);
    names.see("size", TEXT);
    names.see("size", LONG);
    names.see("at", FieldType.TIME);

    assertThat(names.columns())
        .containsExactly(
            new TypedColumn("size", "size", LONG),
            new TypedColumn("at", "at", FieldType.TIME),
            new TypedColumn("size_text", "size", TEXT));
  }

  @Test
  void givenTooManyFields_whenSeen_thenRefusedWithTheLimit() {
    var names = new ColumnNames(List.of());
    for (int i = 0; i < ColumnNames.COLUMNS_MAX; i++) {
      names.see("f" + i, LONG);
    }
    names.see("f0", LONG);

    assertThatThrownBy(() -> names.see("f0", TEXT))
        .isInstanceOf(MillraceException.class)
        .hasMessageContainingAll("too many fields", "at most 2000", "jsonl");
  }
}
