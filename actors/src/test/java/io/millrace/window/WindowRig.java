// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.ResultRecord;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.Effect.Output;
import io.millrace.processor.Effect.TimerSetting;
import io.millrace.processor.Processor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Drives a processor as a partition would, with plain calls: records in order, a watermark that the
 * test moves, timers that are due fired by time, then by key.
 */
final class WindowRig {
  private final Supplier<Processor> supplier;
  private final boolean crashing;
  private final Map<String, ByteString> states = new HashMap<>();
  private final Map<String, Long> timers = new HashMap<>();
  private final List<String> results = new ArrayList<>();
  private final List<String> late = new ArrayList<>();
  private Processor processor;
  private long watermarkMs = Context.NO_WATERMARK;
  private long sequence;

  /**
   * @param crashing whether each step is done twice, as if the first had crashed before its commit,
   *     and by a processor that has seen nothing before
   */
  WindowRig(Supplier<Processor> supplier, boolean crashing) {
    this.supplier = supplier;
    this.crashing = crashing;
    this.processor = supplier.get();
  }

  WindowRig(Supplier<Processor> supplier) {
    this(supplier, false);
  }

  /** A record with field n; its value is its event time. */
  Effect record(String key, long timeMs, long n) {
    return record(key, timeMs, Fields.of("n", n));
  }

  Effect record(String key, long timeMs, Fields fields) {
    var record =
        new DataRecord(
            ++sequence,
            ByteString.copyFromUtf8(key),
            ByteString.copyFromUtf8(Long.toString(timeMs)),
            timeMs,
            fields);
    return step(key, p -> p.process(record, new Snapshot(key)));
  }

  /** Moves the watermark and fires what is due. */
  WindowRig advance(long toMs) {
    moveWatermark(toMs);
    fireDue();
    return this;
  }

  void moveWatermark(long toMs) {
    assertThat(toMs).as("watermark").isGreaterThanOrEqualTo(watermarkMs);
    watermarkMs = toMs;
  }

  void fireDue() {
    while (fireNext()) {
      assertThat(timers).as("timers").hasSizeLessThan(1_000_000);
    }
  }

  boolean fireNext() {
    Optional<Map.Entry<String, Long>> next =
        timers.entrySet().stream()
            .filter(entry -> entry.getValue() <= watermarkMs)
            .min(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry::getKey));
    next.ifPresent(entry -> fire(entry.getKey(), entry.getValue()));
    return next.isPresent();
  }

  /** Fires a timer, as its redrive does, whether it is set or not. */
  Effect fire(String key, long timeMs) {
    timers.remove(key, timeMs);
    var timer = new Timer(TimeKind.EVENT, "window", timeMs);
    return step(key, p -> p.onTimer(ByteString.copyFromUtf8(key), timer, new Snapshot(key)));
  }

  private Effect step(String key, Function<Processor, Effect> call) {
    if (crashing) {
      Effect lost = call.apply(processor);
      processor = supplier.get();
      Effect again = call.apply(processor);
      assertThat(again).isEqualTo(lost);
    }
    Effect effect = call.apply(processor);
    apply(key, effect);
    return effect;
  }

  private void apply(String key, Effect effect) {
    for (Output output : effect.outputs()) {
      if (output.tag().equals(ResultRecord.MAIN)) {
        results.add(show(key, output.fields()));
      } else {
        late.add(output.tag() + " " + key + " " + output.value().toStringUtf8());
      }
    }
    switch (effect.stateAction()) {
      case KEEP -> {}
      case SET -> states.put(key, effect.state());
      case DELETE -> states.remove(key);
    }
    for (TimerSetting timer : effect.timers()) {
      assertThat(timer.kind()).isEqualTo(TimeKind.EVENT);
      assertThat(timer.name()).isEqualTo("window");
      if (timer.present()) {
        timers.put(key, timer.timeMs());
      } else {
        timers.remove(key);
      }
    }
  }

  /** {@code key [0,10)#1 count=2 sum=3}. */
  private static String show(String key, Fields fields) {
    return show(
        key,
        fields.timeMs(Windows.START).orElseThrow(),
        fields.timeMs(Windows.END).orElseThrow(),
        fields.longValue(Windows.REVISION).orElseThrow(),
        fields.longValue("count").orElseThrow(),
        fields.longValue("sum.n").orElse(0));
  }

  static String show(String key, long start, long end, long revision, long count, long sum) {
    return key + " [" + start + "," + end + ")#" + revision + " count=" + count + " sum=" + sum;
  }

  /** The results since the last call. */
  List<String> results() {
    var taken = List.copyOf(results);
    results.clear();
    return taken;
  }

  /** Side outputs since the last call. */
  List<String> late() {
    var taken = List.copyOf(late);
    late.clear();
    return taken;
  }

  Map<String, ByteString> states() {
    return states;
  }

  Map<String, Long> timers() {
    return timers;
  }

  void setState(String key, ByteString state) {
    states.put(key, state);
  }

  /** Results in an order that does not depend on when timers fire. */
  static List<String> sorted(List<String> results) {
    return results.stream().sorted(Comparator.naturalOrder()).toList();
  }

  private final class Snapshot implements Context {
    private final String key;

    private Snapshot(String key) {
      this.key = key;
    }

    @Override
    public Optional<ByteString> state() {
      return Optional.ofNullable(states.get(key));
    }

    @Override
    public long watermarkMs() {
      return watermarkMs;
    }

    @Override
    public long processingTimeMs() {
      throw new AssertionError("windows know no clock");
    }

    @Override
    public Optional<Timer> timer(TimeKind kind, String name) {
      return Optional.ofNullable(timers.get(key)).map(time -> new Timer(kind, name, time));
    }
  }
}
