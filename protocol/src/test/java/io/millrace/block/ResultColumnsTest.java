// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.codec.Codecs;
import io.millrace.codec.Dictionaries;
import io.millrace.model.FieldType;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ResultColumnsTest {
  @Test
  void givenAnyBlock_whenReadByColumn_thenTheResultsAreTheBlocks() {
    for (int seed = 0; seed < 200; seed++) {
      var block = Blocks.random(new Random(seed));

      var columns = columns(block);

      assertColumns(columns, block);
    }
  }

  static void assertColumns(ResultColumns columns, Block block) {
    assertThat(columns.size()).isEqualTo(block.results().size());
    Set<String> names = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      ResultRecord expected = block.results().get(i);
      assertThat(columns.tag(i)).isEqualTo(expected.tag());
      assertThat(columns.key(i)).isEqualTo(expected.key());
      assertThat(columns.value(i)).isEqualTo(expected.value());
      assertThat(columns.eventTimeMs(i)).isEqualTo(expected.eventTimeMs());
      assertThat(columns.result(i)).isEqualTo(expected);
      for (int f = 0; f < expected.fields().size(); f++) {
        names.add(expected.fields().name(f));
      }
    }
    assertThat(columns.fieldNames()).containsExactlyElementsOf(names.stream().sorted().toList());
    for (String name : names) {
      assertField(columns, block, name);
    }
  }

  private static void assertField(ResultColumns columns, Block block, String name) {
    FieldColumn field = columns.field(name);
    assertThat(field).isNotNull();
    for (int i = 0; i < columns.size(); i++) {
      Fields fields = block.results().get(i).fields();
      int place = fields.indexOf(name);
      assertThat(field.has(i)).isEqualTo(place >= 0);
      if (place < 0) {
        int at = i;
        assertThatIllegalArgumentException().isThrownBy(() -> field.type(at));
        continue;
      }
      assertThat(field.type(i)).isEqualTo(fields.type(place));
      switch (fields.type(place)) {
        case TEXT -> assertThat(field.text(i)).isEqualTo(fields.text(place));
        case LONG -> {
          assertThat(field.integer(i)).isEqualTo(fields.longValue(place));
          assertThat(field.decimal(i)).isEqualTo((double) fields.longValue(place));
        }
        case TIME -> assertThat(field.integer(i)).isEqualTo(fields.timeMs(place));
        case DOUBLE -> assertThat(field.decimal(i)).isEqualTo(fields.doubleValue(place));
        case BOOLEAN -> assertThat(field.bool(i)).isEqualTo(fields.booleanValue(place));
      }
    }
  }

  @Test
  void givenField_whenAskedForAnotherType_thenRefused() {
    var columns = columns(Blocks.typed());

    FieldColumn kept = columns.field("kept");

    assertThat(columns.field("none")).isNull();
    assertThat(kept).isNotNull();
    assertThat(kept.type(0)).isEqualTo(FieldType.BOOLEAN);
    assertThatIllegalArgumentException().isThrownBy(() -> kept.text(0));
    assertThatIllegalArgumentException().isThrownBy(() -> kept.integer(0));
    assertThatIllegalArgumentException().isThrownBy(() -> kept.decimal(0));
    assertThatIllegalArgumentException().isThrownBy(() -> kept.bool(1));
    assertThatThrownBy(() -> columns.value(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static ResultColumns columns(Block block) {
    var encoded = Blocks.encode(block, Codecs.byName("zstd"));
    return BlockDecoder.columns(
        encoded.header(), encoded.body(), BlockLimits.DEFAULT, Dictionaries.NONE);
  }
}
