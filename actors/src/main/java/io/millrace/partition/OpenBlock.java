// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import com.google.protobuf.ByteString;
import io.millrace.model.OutboxRecord;
import io.millrace.model.QuarantineChange;
import io.millrace.model.QuarantineEntry;
import io.millrace.model.Question;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.model.TimerChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The block being filled, with those who wait for it. Not thread-safe: confined to one actor.
 *
 * @param <C> how a caller is reached
 */
final class OpenBlock<C> {
  private final ArrayList<ResultRecord> results = new ArrayList<>();
  private final List<KeyTable.@Nullable Entry> places = new ArrayList<>();
  private final Map<ByteString, StateChange> changes = new LinkedHashMap<>();
  private final List<QuarantineChange> quarantine = new ArrayList<>();
  private final Map<TimerTable.Id, TimerChange> timers = new LinkedHashMap<>();
  private final List<OutboxRecord> outbox = new ArrayList<>();
  private final List<Waiter<C>> waiters = new ArrayList<>();
  private final List<Answer<C>> answers = new ArrayList<>();
  private int records;
  private long bytes;

  /**
   * A batch to be answered when the block commits.
   *
   * @param last its highest sequence
   * @param duplicates how many of its records were known before
   */
  record Waiter<C>(C caller, long last, int duplicates, List<PartitionReply.Refused> refusals) {}

  /**
   * Something to be said when the block commits.
   *
   * @param reply what
   */
  record Answer<C>(C caller, PartitionReply reply) {}

  /** Whether there is nothing to commit. */
  boolean isEmpty() {
    return records == 0
        && results.isEmpty()
        && changes.isEmpty()
        && quarantine.isEmpty()
        && timers.isEmpty()
        && outbox.isEmpty();
  }

  int records() {
    return records;
  }

  /** About how many bytes the block takes before compression. */
  long bytes() {
    return bytes;
  }

  /** Counts a record that was taken in. */
  void countRecord() {
    records++;
    bytes += 8;
  }

  /** Adds a main result of the key with this entry. */
  void addMain(ResultRecord result, KeyTable.Entry key) {
    add(result);
    places.set(places.size() - 1, key);
    key.expect();
  }

  /** Adds a result of a side output. */
  void add(ResultRecord result) {
    results.add(result);
    places.add(null);
    bytes += 16 + result.key().size() + result.value().size();
    bytes += 4L * result.fields().size() + result.fields().weight();
  }

  void add(StateChange change) {
    changes.put(change.key(), change);
    bytes += 8 + change.key().size() + change.state().size();
  }

  void add(QuarantineChange change) {
    quarantine.add(change);
    bytes += 8 + change.entry().map(QuarantineEntry::weight).orElse(0L);
  }

  void add(TimerTable.Id id, TimerChange change) {
    timers.put(id, change);
    bytes += 16 + change.key().size() + change.name().length();
  }

  void add(OutboxRecord owed) {
    outbox.add(owed);
    bytes += 8 + owed.record().weight();
  }

  void add(Waiter<C> waiter) {
    waiters.add(waiter);
  }

  void add(Answer<C> answer) {
    answers.add(answer);
  }

  List<ResultRecord> results() {
    return results;
  }

  List<StateChange> changes() {
    return List.copyOf(changes.values());
  }

  /** Whether it may hold anything that an answer to these questions speaks of. */
  boolean isAbout(List<Question> questions) {
    if (!timers.isEmpty()) {
      return true;
    }
    for (Question question : questions) {
      if (changes.containsKey(question.key())) {
        return true;
      }
    }
    return false;
  }

  List<QuarantineChange> quarantine() {
    return quarantine;
  }

  List<TimerChange> timers() {
    return List.copyOf(timers.values());
  }

  List<OutboxRecord> outbox() {
    return outbox;
  }

  List<Waiter<C>> waiters() {
    return waiters;
  }

  List<Answer<C>> answers() {
    return answers;
  }

  /**
   * The block is sealed under this number: the keys' newest results lie in it. The results
   * themselves are let go.
   */
  void seal(KeyTable keys, long block) {
    results.clear();
    results.trimToSize();
    for (int i = 0; i < places.size(); i++) {
      KeyTable.Entry key = places.get(i);
      if (key != null) {
        keys.seal(key, block, i);
      }
    }
  }

  /** The block is committed under this number. */
  void commit(long block) {
    for (int i = 0; i < places.size(); i++) {
      KeyTable.Entry key = places.get(i);
      if (key != null) {
        key.commit(block, i);
      }
    }
  }

  /** Whether the caller waits for that sequence already. */
  boolean isWaiting(C caller, long last) {
    for (Waiter<C> waiter : waiters) {
      if (waiter.last() == last && waiter.caller().equals(caller)) {
        return true;
      }
    }
    return false;
  }

  void addCallers(Set<C> callers) {
    waiters.forEach(waiter -> callers.add(waiter.caller()));
    answers.forEach(answer -> callers.add(answer.caller()));
  }

  void forgetCallers() {
    waiters.clear();
    answers.clear();
  }
}
