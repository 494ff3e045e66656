// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.aggregate.Aggregate;
import io.millrace.aggregate.Aggregates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Thousands of random records, in disorder, against a model that keeps every record in lists. */
class WindowsRandomTest {
  private static final int RECORDS = 3_000;
  private static final int KEYS = 3;
  private static final int SEEDS = 8;

  /** A kind of window with random, small numbers. */
  private record Setting(Windows windows, long size, long slide, long gap, long lateness) {
    boolean isSession() {
      return gap > 0;
    }

    static Setting of(String kind, Random random) {
      long lateness = random.nextBoolean() ? 0 : random.nextInt(60);
      long size = 1L + random.nextInt(40);
      long slide = kind.equals("tumbling") ? size : 1L + random.nextInt((int) size);
      long gap = 1L + random.nextInt(30);
      Windows windows =
          switch (kind) {
            case "tumbling" -> Windows.tumbling(Duration.ofMillis(size));
            case "sliding" -> Windows.sliding(Duration.ofMillis(size), Duration.ofMillis(slide));
            default -> Windows.session(Duration.ofMillis(gap));
          };
      return new Setting(
          windows.lateness(Duration.ofMillis(lateness)).openMax(Windows.OPEN_MAX_MAX),
          size,
          slide,
          kind.equals("session") ? gap : 0,
          lateness);
    }
  }

  static Stream<Arguments> kindsAndSeeds() {
    return Stream.of("tumbling", "sliding", "session")
        .flatMap(kind -> IntStream.range(0, SEEDS).mapToObj(seed -> Arguments.of(kind, seed)));
  }

  /** What is sent: times wander forwards in disorder; the watermark follows, now and then. */
  private record Step(String key, long time, long n, long watermark) {}

  private static List<Step> steps(Random random) {
    var steps = new ArrayList<Step>();
    long now = -1_000;
    long watermark = Long.MIN_VALUE;
    for (int i = 0; i < RECORDS; i++) {
      now += random.nextInt(10) == 0 ? random.nextInt(50) : random.nextInt(3);
      if (random.nextInt(4) == 0) {
        watermark = Math.max(watermark, now - random.nextInt(30));
      }
      long time = now - (random.nextInt(5) == 0 ? random.nextInt(120) : random.nextInt(8));
      steps.add(new Step("k" + random.nextInt(KEYS), time, random.nextInt(1_000), watermark));
    }
    return steps;
  }

  @ParameterizedTest
  @MethodSource("kindsAndSeeds")
  void anyDisorder_equalsTheModelStepByStep(String kind, int seed) {
    var random = new Random(seed);
    Setting setting = Setting.of(kind, random);
    var rig = new WindowRig(setting.windows().aggregate(sums()), true);
    var model = new Model(setting);

    for (Step step : steps(random)) {
      rig.advance(step.watermark());
      model.advance(step.watermark());
      rig.record(step.key(), step.time(), step.n());
      model.record(step);
      assertThat(WindowRig.sorted(rig.results())).as("%s", step).isEqualTo(model.results());
      assertThat(rig.late()).as("%s", step).isEqualTo(model.late());
    }
    rig.advance(Long.MAX_VALUE);
    model.advance(Long.MAX_VALUE);

    assertThat(WindowRig.sorted(rig.results())).isEqualTo(model.results());
    assertThat(rig.states()).isEmpty();
    assertThat(rig.timers()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("kindsAndSeeds")
  void timersThatComeAnyTimeLater_giveTheSameLastResultsAndTheSameLateRecords(
      String kind, int seed) {
    var random = new Random(seed);
    Setting setting = Setting.of(kind, random);
    var prompt = new WindowRig(setting.windows().aggregate(sums()));
    var slow = new WindowRig(setting.windows().aggregate(sums()));

    for (Step step : steps(random)) {
      prompt.advance(step.watermark());
      prompt.record(step.key(), step.time(), step.n());
      slow.moveWatermark(step.watermark());
      for (int i = random.nextInt(3); i > 0; i--) {
        slow.fireNext();
      }
      slow.record(step.key(), step.time(), step.n());
      assertThat(slow.late()).as("%s", step).isEqualTo(prompt.late());
    }
    prompt.advance(Long.MAX_VALUE);
    slow.advance(Long.MAX_VALUE);

    assertThat(last(slow.results())).isEqualTo(last(prompt.results()));
    assertThat(slow.states()).isEmpty();
  }

  private static Aggregate sums() {
    return Aggregates.of(Aggregates.count(), Aggregates.sum("n"));
  }

  /** For each window what its last result says; sessions that were replaced count, too. */
  private static Map<String, String> last(List<String> results) {
    var last = new TreeMap<String, String>();
    for (String result : results) {
      String[] parts = result.split("#\\d+");
      last.put(parts[0], parts[1]);
    }
    return last;
  }

  /** One window with all its records. */
  private static final class Bag {
    private long start;
    private long end;
    private long revision;
    private boolean untold;
    private final List<Long> values = new ArrayList<>();

    private Bag(long start, long end) {
      this.start = start;
      this.end = end;
    }
  }

  /** The rules, said plainly: no timers, no state in bytes. */
  private static final class Model {
    private final Setting setting;
    private final Map<String, List<Bag>> bags = new TreeMap<>();
    private final List<String> results = new ArrayList<>();
    private final List<String> late = new ArrayList<>();
    private long watermark = Long.MIN_VALUE;

    private Model(Setting setting) {
      this.setting = setting;
    }

    private boolean isClosed(long end) {
      return watermark != Long.MIN_VALUE && end + setting.lateness() <= watermark;
    }

    void advance(long to) {
      watermark = to;
      for (var entry : bags.entrySet()) {
        tell(entry.getKey(), entry.getValue());
        entry.getValue().removeIf(bag -> isClosed(bag.end));
      }
    }

    private void tell(String key, List<Bag> all) {
      for (Bag bag : all) {
        if (bag.untold && bag.end <= watermark) {
          bag.untold = false;
          long sum = bag.values.stream().mapToLong(n -> n).sum();
          results.add(
              WindowRig.show(key, bag.start, bag.end, ++bag.revision, bag.values.size(), sum));
        }
      }
    }

    void record(Step step) {
      List<Bag> all = bags.computeIfAbsent(step.key(), k -> new ArrayList<>());
      boolean taken = setting.isSession() ? session(step, all) : sliding(step, all);
      if (!taken) {
        late.add("late " + step.key() + " " + step.time());
      }
      tell(step.key(), all);
    }

    private boolean sliding(Step step, List<Bag> all) {
      boolean taken = false;
      for (long start = step.time() - setting.size() + 1; start <= step.time(); start++) {
        long end = start + setting.size();
        if (Math.floorMod(start, setting.slide()) == 0 && !isClosed(end)) {
          long from = start;
          Bag bag =
              all.stream()
                  .filter(b -> b.start == from)
                  .findAny()
                  .orElseGet(
                      () -> {
                        all.add(new Bag(from, end));
                        return all.get(all.size() - 1);
                      });
          bag.values.add(step.n());
          bag.untold = true;
          taken = true;
        }
      }
      return taken;
    }

    private boolean session(Step step, List<Bag> all) {
      var joined = new Bag(step.time(), step.time() + setting.gap());
      for (Bag bag : List.copyOf(all)) {
        if (bag.start < step.time() + setting.gap() && step.time() < bag.end) {
          all.remove(bag);
          joined.start = Math.min(joined.start, bag.start);
          joined.end = Math.max(joined.end, bag.end);
          joined.revision = Math.max(joined.revision, bag.revision);
          joined.values.addAll(bag.values);
        }
      }
      if (isClosed(joined.end)) {
        return false;
      }
      joined.values.add(step.n());
      joined.untold = true;
      all.add(joined);
      return true;
    }

    List<String> results() {
      var taken = WindowRig.sorted(results);
      results.clear();
      return taken;
    }

    List<String> late() {
      var taken = List.copyOf(late);
      late.clear();
      return taken;
    }
  }
}
