// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.testkit;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.model.OutboxRecord;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.ResultRecord;
import io.millrace.model.Timer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One stage of the job in a {@link TestKit}: what its log says, committed. Comes from {@link
 * TestKit#stage}. Not thread-safe.
 */
public final class StageKit {
  private final String name;
  private final Owner owner;
  private final Ledger ledger;
  private final Runnable settle;

  /**
   * @param settle commits what is not committed yet, unless the test holds it
   */
  StageKit(String name, Owner owner, Ledger ledger, Runnable settle) {
    this.name = name;
    this.owner = owner;
    this.ledger = ledger;
    this.settle = settle;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  Owner owner() {
    return owner;
  }

  Ledger ledger() {
    settle.run();
    return ledger.read();
  }

  /** Main results, in order. */
  public List<ResultRecord> results() {
    return results(ResultRecord.MAIN);
  }

  /** Results of this tag, in order; what was refused lies in {@code refused}. */
  public List<ResultRecord> results(String tag) {
    return ledger().results().stream().filter(result -> result.tag().equals(tag)).toList();
  }

  /** State of a key of UTF-8 text. */
  public Optional<ByteString> state(String key) {
    return state(ByteString.copyFromUtf8(key));
  }

  /** State of a key. */
  public Optional<ByteString> state(ByteString key) {
    return Optional.ofNullable(states().get(key));
  }

  /** States of all keys that have one, in the order of the keys' unsigned bytes. */
  public SortedMap<ByteString, ByteString> states() {
    return ledger().states();
  }

  /** What lies in quarantine, by age. */
  public List<QuarantineEntry> quarantine() {
    return ledger().quarantine();
  }

  /** Timers of a key of UTF-8 text, by kind and name. */
  public List<Timer> timers(String key) {
    return timers(ByteString.copyFromUtf8(key));
  }

  /** Timers of a key, by kind and name. */
  public List<Timer> timers(ByteString key) {
    return ledger().timers().entrySet().stream()
        .filter(timer -> timer.getKey().key().equals(key))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** Event-time watermark as of the newest block, empty if no record had an event time. */
  public Optional<Instant> watermark() {
    long ms = ledger().watermarkMs();
    return ms == Block.NO_WATERMARK ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ms));
  }

  /** What it ever sent to other stages, in order; a target is the place of a stage, from 0. */
  public List<OutboxRecord> sent() {
    return ledger().sent();
  }

  /**
   * What it owes to other stages as of now, by target and in order: not committed yet, or not
   * durable there.
   */
  public List<OutboxRecord> outbox() {
    settle.run();
    return owner.owed();
  }
}
