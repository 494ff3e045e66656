// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.block.Block;
import io.millrace.block.SnapshotPart;
import io.millrace.model.DataRecord;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.processor.Effect;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Processor;
import io.millrace.processor.TimePolicy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A partition core whose wishes are written down: replies, sealed blocks, lingers. */
final class CoreRig implements PartitionCore.Effects<String> {
  static final PartitionId PARTITION = new PartitionId(new UUID(7, 8), 3);

  /** Stands for what a block takes: only sums of it are looked at. */
  static final long RAW_BYTES = 1_000;

  /** The same as stored. */
  static final long STORED_BYTES = 400;

  /** A record that fails goes to quarantine at once and holds up nobody. */
  static final ErrorPolicy NO_RETRY =
      ErrorPolicy.DEFAULT.withRetries(0, Duration.ZERO).withLater(ErrorPolicy.Later.CONTINUE);

  /** A reply and who got it. */
  record Sent(String caller, PartitionReply reply) {}

  final ArrayDeque<Sent> replies = new ArrayDeque<>();
  final ArrayDeque<Block> sealed = new ArrayDeque<>();
  final ArrayDeque<Duration> lingers = new ArrayDeque<>();
  final List<Block> committed = new ArrayList<>();
  final ArrayDeque<Duration> retries = new ArrayDeque<>();
  final ArrayDeque<SnapshotCut> cuts = new ArrayDeque<>();

  /** Times at which it wants to be woken for timers, the next one last. */
  final ArrayDeque<Long> wakes = new ArrayDeque<>();

  boolean paused;
  long nowMs;
  final PartitionCore<String> core;

  CoreRig(String settings) {
    this(settings, List.of(), 1);
  }

  /** The partition under a term, after these blocks. */
  CoreRig(String settings, List<Block> log, long epoch) {
    this(settings, log, epoch, StateBudget.unbounded().open());
  }

  /** The same within a budget. */
  CoreRig(String settings, List<Block> log, long epoch, StateShare share) {
    this(
        settings,
        List.of(),
        log,
        epoch,
        NO_RETRY,
        TimePolicy.DEFAULT,
        counting(),
        Routes.NONE,
        1_000,
        share);
  }

  /** The partition under a term, after the parts of a snapshot and these blocks. */
  CoreRig(
      String settings,
      List<SnapshotPart> parts,
      List<Block> log,
      long epoch,
      ErrorPolicy errors,
      Processor processor) {
    this(settings, parts, log, epoch, errors, TimePolicy.DEFAULT, processor, Routes.NONE, 1_000);
  }

  /** The same, of a stage from which records go on. */
  CoreRig(
      String settings,
      List<SnapshotPart> parts,
      List<Block> log,
      long epoch,
      ErrorPolicy errors,
      Processor processor,
      Routes routes) {
    this(settings, parts, log, epoch, errors, TimePolicy.DEFAULT, processor, routes, 1_000);
  }

  /** The same under a time policy, from a time on. */
  CoreRig(
      String settings,
      List<SnapshotPart> parts,
      List<Block> log,
      long epoch,
      ErrorPolicy errors,
      TimePolicy time,
      Processor processor,
      long nowMs) {
    this(settings, parts, log, epoch, errors, time, processor, Routes.NONE, nowMs);
  }

  /** The same, of a stage from which records go on. */
  CoreRig(
      String settings,
      List<SnapshotPart> parts,
      List<Block> log,
      long epoch,
      ErrorPolicy errors,
      TimePolicy time,
      Processor processor,
      Routes routes,
      long nowMs) {
    this(
        settings,
        parts,
        log,
        epoch,
        errors,
        time,
        processor,
        routes,
        nowMs,
        StateBudget.unbounded().open());
  }

  /** All of it. */
  CoreRig(
      String settings,
      List<SnapshotPart> parts,
      List<Block> log,
      long epoch,
      ErrorPolicy errors,
      TimePolicy time,
      Processor processor,
      Routes routes,
      long nowMs,
      StateShare share) {
    this.nowMs = nowMs;
    core =
        new PartitionCore<>(
            PARTITION, processor, errors, time, settings(settings), routes, CallWatch.OFF, share);
    parts.forEach(core.state()::restore);
    for (Block block : log) {
      core.state().replay(block, RAW_BYTES, STORED_BYTES);
    }
    committed.addAll(log);
    core.begin(new Epoch(epoch), 0);
    core.resume(nowMs, this);
  }

  /** Goes to the next wake-up for timers that was asked for, and wakes. */
  void wake() {
    nowMs = Math.max(nowMs, wakes.removeLast());
    core.timersDue(nowMs, this);
  }

  /** A new partition whose processor is watched. */
  CoreRig(ErrorPolicy errors, Processor processor, CallWatch watch) {
    core =
        new PartitionCore<>(
            PARTITION,
            processor,
            errors,
            TimePolicy.DEFAULT,
            settings(""),
            Routes.NONE,
            watch,
            StateBudget.unbounded().open());
    core.begin(new Epoch(1), 0);
  }

  /** Where the newest main result of a key lies. */
  Found find(String key) {
    return (Found) core.find(bytes(key), 0);
  }

  /** The reference settings with these over them. */
  static PartitionSettings settings(String hocon) {
    return PartitionSettings.from(
        ConfigFactory.parseString("millrace.partition {" + hocon + "}")
            .withFallback(ConfigFactory.defaultReference()));
  }

  /**
   * Counts the records of each key in its state and puts the count out; values are orders: "bad" is
   * refused, "boom" throws, "forget" deletes the state, "side" goes to the side output, "wide" puts
   * out 4000 bytes.
   */
  static Processor counting() {
    return (record, context) -> {
      int count = context.state().map(s -> Integer.parseInt(s.toStringUtf8())).orElse(0) + 1;
      ByteString text = bytes(Integer.toString(count));
      String order = record.value().toStringUtf8();
      return switch (order) {
        case "bad" -> Effect.refuse("value is bad");
        case "boom" -> throw new IllegalStateException("cannot work on boom");
        case "forget" -> Effect.builder().deleteState().build();
        case "side" -> Effect.builder().emitTo("side", text).setState(text).build();
        case "wide" -> Effect.builder().emit(ByteString.copyFrom(new byte[4_000])).build();
        default -> Effect.builder().emit(text).setState(text).build();
      };
    };
  }

  static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  static DataRecord record(long sequence, String key, String value) {
    return new DataRecord(
        sequence, bytes(key), bytes(value), DataRecord.NO_EVENT_TIME, Fields.EMPTY);
  }

  void append(String caller, ProducerEpoch epoch, long previous, DataRecord... records) {
    append(caller, "p", epoch, previous, List.of(records));
  }

  void append(
      String caller,
      String producer,
      ProducerEpoch epoch,
      long previous,
      List<DataRecord> records) {
    core.append(producer, epoch, previous, 5, records, caller, nowMs, this);
  }

  /** The linger time is over. */
  void linger() {
    lingers.clear();
    core.lingered(nowMs, this);
  }

  /** The head passes so many of the sealed blocks at once. */
  void commit(int blocks) {
    for (int i = 0; i < blocks; i++) {
      Block block = sealed.removeFirst();
      committed.add(block);
      core.committed(block.sequence(), RAW_BYTES, STORED_BYTES, nowMs, this);
    }
  }

  /** Takes the oldest reply, which must be the only one and of this type. */
  <T extends PartitionReply> T only(String caller, Class<T> type) {
    if (replies.size() != 1
        || !replies.getFirst().caller().equals(caller)
        || !type.isInstance(replies.getFirst().reply())) {
      throw new AssertionError("replies: " + replies + " (expected: one " + type + ")");
    }
    return type.cast(replies.removeFirst().reply());
  }

  @Override
  public void reply(String caller, PartitionReply reply) {
    replies.add(new Sent(caller, reply));
  }

  @Override
  public void seal(Block block) {
    sealed.add(block);
  }

  @Override
  public void startLinger(Duration wait) {
    lingers.add(wait);
  }

  @Override
  public void startRetry(Duration wait) {
    retries.add(wait);
  }

  @Override
  public void startTimers(Duration wait) {
    wakes.add(nowMs + wait.toMillis());
  }

  @Override
  public boolean isPaused() {
    return paused;
  }

  @Override
  public void snapshot(SnapshotCut cut) {
    cuts.add(cut);
  }
}
