// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.block.Block;
import io.millrace.model.DataRecord;
import io.millrace.model.OutboxEnd;
import io.millrace.model.OutboxMark;
import io.millrace.model.OutboxRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a partition owes to partitions of other stages. A record enters with the block that it is
 * part of, may be sent once that block is committed, and leaves when its target says that it is
 * durable there. That the target has it is noted in the next block, so that a later owner need not
 * send it again; sending again does no harm. Not thread-safe: confined to one actor.
 */
final class Outbox {
  private final Map<Integer, Debt> debts = new TreeMap<>();
  private final List<Debt> marked = new ArrayList<>();
  private long next = 1;
  private long bytes;

  /** What one target is owed. */
  private static final class Debt {
    private final int target;
    private final ArrayDeque<OutboxRecord> owed = new ArrayDeque<>();
    private long last;
    private long delivered;
    private boolean isMarked;

    private Debt(int target) {
      this.target = target;
    }
  }

  /** Adds a record to the block that is being filled. */
  void add(Routes.Draft draft, OpenBlock<?> open) {
    Debt debt = debts.computeIfAbsent(draft.target(), Debt::new);
    var record =
        new OutboxRecord(
            draft.target(),
            debt.last,
            new DataRecord(next, draft.key(), draft.value(), draft.eventTimeMs(), draft.fields()));
    owe(debt, record);
    open.add(record);
  }

  private void owe(Debt debt, OutboxRecord record) {
    long sequence = record.record().sequence();
    debt.owed.add(record);
    debt.last = Math.max(debt.last, sequence);
    bytes += record.record().weight();
    next = Math.max(next, sequence + 1);
  }

  /**
   * A target has everything up to a sequence in committed blocks.
   *
   * @param sequence an outbox sequence; what it has already said changes nothing
   */
  void delivered(int target, long sequence) {
    Debt debt = debts.get(target);
    if (debt == null) {
      return;
    }
    long before = debt.delivered;
    trim(debt, sequence);
    if (debt.delivered > before && !debt.isMarked) {
      debt.isMarked = true;
      marked.add(debt);
    }
  }

  private void trim(Debt debt, long sequence) {
    debt.delivered = Math.max(debt.delivered, Math.min(sequence, debt.last));
    while (!debt.owed.isEmpty() && debt.owed.getFirst().record().sequence() <= debt.delivered) {
      bytes -= debt.owed.removeFirst().record().weight();
    }
  }

  /** What changed of that since the last call: it goes into the block that is sealed now. */
  List<OutboxMark> takeMarks() {
    if (marked.isEmpty()) {
      return List.of();
    }
    var marks = new ArrayList<OutboxMark>(marked.size());
    for (Debt debt : marked) {
      debt.isMarked = false;
      marks.add(new OutboxMark(debt.target, debt.delivered));
    }
    marked.clear();
    return marks;
  }

  /** Takes back what a committed block says, in order. */
  void replay(Block block) {
    block.outbox().forEach(this::restore);
    for (OutboxMark mark : block.delivered()) {
      trim(debts.computeIfAbsent(mark.target(), Debt::new), mark.delivered());
    }
  }

  /** Takes back a record that is owed; they come by target in order. */
  void restore(OutboxRecord record) {
    owe(debts.computeIfAbsent(record.target(), Debt::new), record);
  }

  /** Takes back how far a target's sequences went. */
  void restore(OutboxEnd end) {
    Debt debt = debts.computeIfAbsent(end.target(), Debt::new);
    debt.last = Math.max(debt.last, end.last());
  }

  /** Takes back the next sequence. */
  void restoreNext(long sequence) {
    next = Math.max(next, sequence);
  }

  /** The next outbox sequence, from 1. */
  long next() {
    return next;
  }

  /** About how many bytes are owed. */
  long bytes() {
    return bytes;
  }

  /** All that is owed, by target and sequence. */
  List<OutboxRecord> owed() {
    var all = new ArrayList<OutboxRecord>();
    debts.values().forEach(debt -> all.addAll(debt.owed));
    return all;
  }

  /** The last sequence of each target that was ever owed something. */
  List<OutboxEnd> ends() {
    return debts.values().stream().map(debt -> new OutboxEnd(debt.target, debt.last)).toList();
  }
}
