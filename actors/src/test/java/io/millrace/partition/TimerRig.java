// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import static io.millrace.partition.CoreRig.bytes;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.SnapshotPart;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.ResultRecord;
import io.millrace.model.TimeKind;
import io.millrace.model.Timer;
import io.millrace.processor.Context;
import io.millrace.processor.Effect;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Processor;
import io.millrace.processor.TimePolicy;
import java.time.Duration;
import java.util.List;

/** A partition core whose processor does with timers what its records say. */
final class TimerRig {
  static final ProducerEpoch FIRST = new ProducerEpoch(1, 1);
  static final long NONE = DataRecord.NO_EVENT_TIME;

  /** Nothing is late by disorder, and a producer is idle after ten seconds. */
  static final TimePolicy STRICT = new TimePolicy(Duration.ZERO, Duration.ofSeconds(10));

  CoreRig core;
  private final String settings;
  private final ErrorPolicy errors;
  private long next = 1;

  /** Timers that fail, by the start of their name. */
  String failing = "none";

  TimerRig() {
    this("", CoreRig.NO_RETRY);
  }

  TimerRig(String settings, ErrorPolicy errors) {
    this.settings = settings;
    this.errors = errors;
    this.core = start(List.of(), List.of(), 1, 1_000);
  }

  private CoreRig start(List<SnapshotPart> parts, List<Block> log, long epoch, long nowMs) {
    return new CoreRig(settings, parts, log, epoch, errors, STRICT, new Orders(), nowMs);
  }

  /** Another owner, from the committed blocks. */
  void handOver(long epoch) {
    core = start(List.of(), List.copyOf(core.committed), epoch, core.nowMs);
  }

  /** Another owner, from a snapshot's parts and the committed blocks behind it. */
  void handOver(long epoch, List<SnapshotPart> parts, long snapshot) {
    core =
        start(
            parts,
            core.committed.stream().filter(b -> b.sequence() > snapshot).toList(),
            epoch,
            core.nowMs);
  }

  /** Sends a record of producer "p", alone in its batch. */
  void send(String key, String order, long eventTimeMs) {
    send("p", next++, key, order, eventTimeMs);
  }

  /** Sends a record of a producer of whose records it is number {@code sequence}. */
  void send(String producer, long sequence, String key, String order, long eventTimeMs) {
    var record = new DataRecord(sequence, bytes(key), bytes(order), eventTimeMs, Fields.EMPTY);
    core.append("c", producer, FIRST, sequence - 1, List.of(record));
  }

  /** Seals and commits all there is. */
  void commitAll() {
    while (!core.lingers.isEmpty() || !core.sealed.isEmpty()) {
      if (!core.lingers.isEmpty()) {
        core.linger();
      }
      core.commit(core.sealed.size());
    }
  }

  /** Wakes for whatever is asked for until a time. */
  void pass(long untilMs) {
    while (!core.wakes.isEmpty() && core.wakes.getLast() <= untilMs) {
      core.wake();
    }
    core.nowMs = Math.max(core.nowMs, untilMs);
  }

  /** What timers and records put out so far, in committed order. */
  List<String> fired() {
    commitAll();
    return core.committed.stream()
        .flatMap(block -> block.results().stream())
        .filter(result -> result.tag().equals("fired"))
        .map(ResultRecord::value)
        .map(ByteString::toStringUtf8)
        .toList();
  }

  /** Orders: "e NAME TIME", "p NAME TIME", "clear KIND NAME"; anything else does nothing. */
  private final class Orders implements Processor {
    @Override
    public Effect process(DataRecord record, Context context) {
      var effect = Effect.builder();
      for (String order : record.value().toStringUtf8().split(";")) {
        String[] words = order.split(" ");
        switch (words[0]) {
          case "e" -> effect.setTimer(TimeKind.EVENT, words[1], Long.parseLong(words[2]));
          case "p" -> effect.setTimer(TimeKind.PROCESSING, words[1], Long.parseLong(words[2]));
          case "clear" -> effect.clearTimer(TimeKind.valueOf(words[1]), words[2]);
          case "fail" -> throw new IllegalStateException("cannot work on it");
          case "tell" ->
              effect.emitTo(
                  "fired",
                  bytes(
                      "told "
                          + context.watermarkMs()
                          + " "
                          + context.timer(TimeKind.EVENT, "a").map(Timer::timeMs).orElse(-1L)));
          default -> {}
        }
      }
      return effect.build();
    }

    @Override
    public Effect onTimer(ByteString key, Timer timer, Context context) {
      if (timer.name().startsWith(failing)) {
        throw new IllegalStateException("timer cannot be worked on");
      }
      String set = context.timer(timer.kind(), timer.name()).isPresent() ? " still set" : "";
      var effect =
          Effect.builder()
              .emitTo(
                  "fired",
                  bytes(key.toStringUtf8() + "/" + timer.name() + "@" + timer.timeMs() + set))
              .setState(bytes(timer.name()));
      if (timer.name().startsWith("again")) {
        effect.setTimer(timer.kind(), timer.name(), timer.timeMs() + 100);
      }
      return effect.build();
    }
  }
}
