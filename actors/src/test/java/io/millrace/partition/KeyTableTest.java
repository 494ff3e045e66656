// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.KeyState;
import io.millrace.model.StateChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A cut shows the table as it was, whatever becomes of it meanwhile, and nobody can tell whether a
 * key lies in memory or on disk. Two of three seeds have room for a few keys in memory only.
 */
class KeyTableTest {
  private static final int KEYS = 40;
  private static final KeyState NONE =
      new KeyState(CoreRig.bytes("?"), false, ByteString.EMPTY, 0, 0);

  static LongStream seeds() {
    return LongStream.range(0, 600);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyChangesDuringACut_leaveTheCutAsItWas(long seed) {
    var run = new Run(seed);
    for (int round = 0; round < 6; round++) {
      run.change(run.random.nextInt(120));
      run.settle();
      run.checkCut();
      if (run.random.nextInt(3) == 0) {
        run.truncate();
      }
      run.checkKeys();
    }
    run.checkEnd();
  }

  /** A block on its way, with the keys whose results it holds. */
  private record OnItsWay(long block, List<KeyTable.Entry> entries) {}

  private static final class Run {
    private final Random random;
    private final MemoryColdStore store = new MemoryColdStore();
    private final StateBudget budget;
    private final KeyTable table;
    private final Map<ByteString, KeyState> model = new HashMap<>();
    private final List<KeyTable.Entry> open = new ArrayList<>();
    private final List<ByteString> openKeys = new ArrayList<>();
    private final ArrayDeque<OnItsWay> onTheWay = new ArrayDeque<>();
    private final boolean small;
    private long block;
    private long truncated;

    private Run(long seed) {
      random = new Random(seed);
      small = seed % 3 != 0;
      long keysInMemory = small ? 1 + random.nextInt(KEYS / 2) : 1_000_000;
      budget = new StateBudget(keysInMemory * 210L, 1 << 20, () -> store);
      table = new KeyTable(budget.open());
    }

    private void change(int times) {
      for (int i = 0; i < times; i++) {
        ByteString key = CoreRig.bytes("k" + random.nextInt(KEYS));
        KeyState known = model.getOrDefault(key, NONE);
        switch (random.nextInt(6)) {
          case 0 -> {
            ByteString state = CoreRig.bytes("s".repeat(random.nextInt(20)));
            table.apply(StateChange.set(key, state));
            model.put(key, new KeyState(key, true, state, known.block(), known.index()));
          }
          case 1 -> {
            table.apply(StateChange.delete(key));
            keep(new KeyState(key, false, ByteString.EMPTY, known.block(), known.index()));
          }
          case 2, 3 -> {
            KeyTable.Entry entry = table.entry(key);
            entry.expect();
            open.add(entry);
            openKeys.add(key);
          }
          case 4 -> check(key, known);
          default -> {
            if (random.nextBoolean()) {
              seal();
            } else {
              commit();
            }
          }
        }
        table.makeRoom();
        if (!table.isPressed()) {
          assertThat(budget.memoryUsed()).isLessThanOrEqualTo(budget.memoryMax());
        } else {
          assertThat(pinned()).as("whom it waits for").isPositive();
        }
      }
    }

    /** How often blocks refer to keys. */
    private int pinned() {
      return open.size() + onTheWay.stream().mapToInt(b -> b.entries().size()).sum();
    }

    private void keep(KeyState state) {
      boolean pending = openKeys.contains(state.key());
      if (!state.present() && state.block() <= truncated && !pending) {
        model.remove(state.key());
      } else {
        model.put(state.key(), state);
      }
    }

    private void seal() {
      block++;
      for (int i = 0; i < open.size(); i++) {
        table.seal(open.get(i), block, i);
        KeyState known = model.getOrDefault(openKeys.get(i), NONE);
        model.put(
            openKeys.get(i),
            new KeyState(openKeys.get(i), known.present(), known.state(), block, i));
      }
      onTheWay.add(new OnItsWay(block, List.copyOf(open)));
      open.clear();
      openKeys.clear();
    }

    private void commit() {
      OnItsWay first = onTheWay.poll();
      if (first != null) {
        for (int i = 0; i < first.entries().size(); i++) {
          first.entries().get(i).commit(first.block(), i);
        }
        table.passed();
      }
    }

    /** A cut is made when nothing is open. */
    private void settle() {
      if (!open.isEmpty()) {
        seal();
      }
    }

    private void checkCut() {
      var expected = Map.copyOf(model);
      KeyCut cut = table.cut();
      var seen = new HashMap<ByteString, KeyState>();
      boolean abandoned = random.nextInt(4) == 0;
      for (boolean more = true; more; ) {
        change(random.nextInt(8));
        List<KeyState> page = cut.next(1 + random.nextInt(200));
        page.forEach(key -> assertThat(seen.put(key.key(), key)).as("once").isNull());
        more = !page.isEmpty() && !(abandoned && seen.size() > KEYS / 3);
      }
      if (!abandoned) {
        assertThat(seen).isEqualTo(expected);
      }
      table.endCut();
    }

    private void truncate() {
      while (!onTheWay.isEmpty()) {
        commit();
      }
      truncated = Math.max(truncated, block - random.nextInt(4));
      table.truncate(truncated);
      List.copyOf(model.values()).forEach(this::keep);
      if (small) {
        // Those on disk go as a cut comes along them.
        KeyCut cut = table.cut();
        while (!cut.next(1_000).isEmpty()) {
          change(0);
        }
        table.endCut();
      }
    }

    private void check(ByteString key, KeyState known) {
      KeyTable.Entry entry = table.find(key);
      if (entry == null) {
        assertThat(known).isEqualTo(NONE);
        return;
      }
      assertThat(entry.image().state()).isEqualTo(known.state());
      assertThat(entry.image().present()).isEqualTo(known.present());
      assertThat(entry.image().block()).isEqualTo(known.block());
      assertThat(entry.image().index()).isEqualTo(known.index());
    }

    private void checkKeys() {
      var pending = new ArrayList<>(openKeys);
      pending.removeAll(model.keySet());
      assertThat(table.size()).isEqualTo(model.size() + pending.stream().distinct().count());
      model.forEach(this::check);
    }

    private void checkEnd() {
      if (!small) {
        assertThat(store.puts()).isZero();
      }
      table.share().close();
      assertThat(budget.memoryUsed()).isZero();
      assertThat(budget.diskUsed()).isZero();
      assertThat(store.open()).isZero();
    }
  }

  @Test
  void givenResultsBelowTheTruncation_whenTruncated_thenKeysWithoutStateGo() {
    var table = new KeyTable(StateBudget.unbounded().open());
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
