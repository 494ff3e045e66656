// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.millrace.model.Fields;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WireFieldsTest {
  private static byte[] write(Fields fields) {
    var out = new Output(64, 1 << 20);
    WireFields.write(out, fields);
    return out.toBytes();
  }

  @Test
  void givenFields_whenWrittenAndRead_thenTheSameAndNothingIsLeft() {
    Fields every =
        Fields.of("long", -3L, "double", 0.1, "time", Instant.EPOCH).toBuilder()
            .put("text", "✓")
            .put("true", true)
            .build();

    for (Fields fields : new Fields[] {Fields.EMPTY, Fields.of("a", ""), every}) {
      var in = new Input(write(fields));
      assertThat(WireFields.read(in)).isEqualTo(fields);
      assertThat(in.position()).isEqualTo(in.limit());
    }
  }

  @Test
  void givenUnknownType_whenRead_thenRefusedAndNamed() {
    byte[] bytes = write(Fields.of("a", true));
    bytes[3] = 6;

    assertThatThrownBy(() -> WireFields.read(new Input(bytes)))
        .isInstanceOf(KryoException.class)
        .hasMessage("field type: 6 (expected: 1 to 5)");
  }

  @Test
  void givenNamesThatDoNotAscend_whenRead_thenRefused() {
    byte[] bytes = write(Fields.of("a", true, "b", true));
    bytes[2] = 'b';

    assertThatThrownBy(() -> WireFields.read(new Input(bytes)))
        .isInstanceOf(KryoException.class)
        .hasMessage("field name: number 1 (expected: names that ascend)");
  }

  @Test
  void givenMoreFieldsThanBytes_whenRead_thenRefusedBeforeAllocating() {
    var out = new Output(64, 64);
    Wire.writeInt(out, 1_000_000);
    out.writeBytes(new byte[10]);

    assertThatThrownBy(() -> WireFields.read(new Input(out.toBytes())))
        .isInstanceOf(KryoException.class)
        .hasMessageContaining("count: 1000000");
  }
}
