// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.KeyState;
import io.millrace.model.StateChange;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A cut shows the table as it was, whatever becomes of it meanwhile. */
class KeyTableTest {
  private static final int KEYS = 40;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyChangesDuringACut_leaveTheCutAsItWas(long seed) {
    var random = new Random(seed);
    var table = new KeyTable();
    var model = new HashMap<ByteString, KeyState>();
    for (int round = 1; round <= 5; round++) {
      change(table, model, random, random.nextInt(60), round);
      var expected = Map.copyOf(model);
      var cut = table.cut();
      var seen = new HashMap<ByteString, KeyState>();
      boolean abandoned = random.nextInt(4) == 0;
      for (boolean more = true; more; ) {
        change(table, model, random, random.nextInt(6), round);
        var page = cut.next(1 + random.nextInt(200));
        page.forEach(key -> assertThat(seen.put(key.key(), key)).as("once").isNull());
        more = !page.isEmpty() && !(abandoned && seen.size() > KEYS / 3);
      }
      if (!abandoned) {
        assertThat(seen).isEqualTo(expected);
      }
      table.endCut();
      assertThat(table.size()).isEqualTo(model.size());
    }
  }

  private static void change(
      KeyTable table, Map<ByteString, KeyState> model, Random random, int times, int round) {
    for (int i = 0; i < times; i++) {
      var key = CoreRig.bytes("k" + random.nextInt(KEYS));
      var known = model.getOrDefault(key, new KeyState(key, false, ByteString.EMPTY, 0, 0));
      switch (random.nextInt(3)) {
        case 0 -> {
          var state = CoreRig.bytes("s" + random.nextInt(1000));
          table.apply(StateChange.set(key, state));
          model.put(key, new KeyState(key, true, state, known.block(), known.index()));
        }
        case 1 -> {
          table.apply(StateChange.delete(key));
          if (known.block() == 0) {
            model.remove(key);
          } else {
            model.put(
                key, new KeyState(key, false, ByteString.EMPTY, known.block(), known.index()));
          }
        }
        default -> {
          var entry = table.entry(key);
          entry.expect();
          table.seal(entry, round, i);
          entry.commit(round, i);
          model.put(key, new KeyState(key, known.present(), known.state(), round, i));
        }
      }
    }
  }

  @Test
  void givenResultsBelowTheTruncation_whenTruncated_thenKeysWithoutStateGo() {
    var table = new KeyTable();
    table.restore(new KeyState(CoreRig.bytes("old"), false, ByteString.EMPTY, 3, 0));
    table.restore(new KeyState(CoreRig.bytes("kept"), true, CoreRig.bytes("s"), 3, 1));
    table.restore(new KeyState(CoreRig.bytes("new"), false, ByteString.EMPTY, 4, 0));

    table.truncate(3);

    assertThat(table.size()).isEqualTo(2);
    assertThat(table.find(CoreRig.bytes("old"))).isNull();
    assertThat(table.isThere(3)).isFalse();
    assertThat(table.isThere(4)).isTrue();
  }
}
