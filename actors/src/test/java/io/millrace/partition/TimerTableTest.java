// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.model.TimerChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Timers by name and by time, against a plain map, with cuts amid the changes. */
class TimerTableTest {
  private static final Comparator<TimerChange> BY_TIME =
      Comparator.comparingLong(TimerChange::timeMs)
          .thenComparing(TimerChange::key, ByteString.unsignedLexicographicalComparator())
          .thenComparing(TimerChange::name);

  /** Some are the beginning of others, some differ in a byte that is negative in Java. */
  private static final List<ByteString> KEYS =
      Stream.of("6b", "6b00", "6b30", "6b7f", "6b80", "6bff", "ff")
          .map(hex -> ByteString.copyFrom(HexFormat.of().parseHex(hex)))
          .toList();

  @Test
  void anyChanges_equalThePlainMap_andCutsAreOfTheirMoment() {
    for (int seed = 0; seed < 100; seed++) {
      var random = new Random(seed);
      var table = new TimerTable();
      var model = new HashMap<TimerTable.Id, TimerChange>();
      TimerTable.@Nullable Cut cut = null;
      var frozen = new ArrayList<TimerChange>();
      var taken = new ArrayList<TimerChange>();
      for (int step = 0; step < 400; step++) {
        change(random, table, model);
        if (cut == null && random.nextInt(30) == 0) {
          cut = table.cut();
          frozen = new ArrayList<>(model.values());
          taken.clear();
        } else if (cut != null && random.nextInt(4) == 0) {
          var some = cut.next(1 + random.nextInt(200));
          taken.addAll(some);
          if (some.isEmpty()) {
            assertThat(taken).as("seed %s step %s", seed, step).hasSameElementsAs(frozen);
            assertThat(taken).hasSameSizeAs(frozen);
            table.endCut();
            cut = null;
          } else if (random.nextInt(20) == 0) {
            table.endCut();
            cut = null;
          }
        }
        for (TimeKind kind : TimeKind.values()) {
          assertThat(first(table, kind)).as("seed %s", seed).isEqualTo(first(model, kind));
        }
        assertThat(table.size()).isEqualTo(model.size());
      }
      model.keySet().forEach(table::clear);
      assertThat(table.bytes()).isZero();
      assertThat(table.isEmpty()).isTrue();
    }
  }

  private static void change(
      Random random, TimerTable table, Map<TimerTable.Id, TimerChange> model) {
    ByteString key = KEYS.get(random.nextInt(KEYS.size()));
    var kind = random.nextBoolean() ? TimeKind.EVENT : TimeKind.PROCESSING;
    var id = new TimerTable.Id(key, kind, "n" + random.nextInt(6));
    if (random.nextInt(3) == 0) {
      assertThat(table.clear(id)).isEqualTo(model.remove(id) != null);
      assertThat(table.find(id)).isEmpty();
    } else {
      var timer = new Timer(kind, id.name(), random.nextInt(20));
      table.set(id, timer.timeMs());
      model.put(id, TimerChange.set(key, timer));
      assertThat(table.find(id)).contains(timer);
    }
  }

  private static @Nullable TimerChange first(TimerTable table, TimeKind kind) {
    TimerTable.Entry first = table.first(kind);
    return first == null
        ? null
        : new TimerChange(first.id().key(), kind, first.id().name(), true, first.timeMs());
  }

  private static @Nullable TimerChange first(Map<TimerTable.Id, TimerChange> model, TimeKind kind) {
    return model.values().stream().filter(t -> t.kind() == kind).min(BY_TIME).orElse(null);
  }
}
