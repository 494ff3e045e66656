// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockDecoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerMark;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.store.Head;
import io.millrace.store.StoredBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;

/**
 * What happened, seen by one who sees everything and believes nobody: every move of a head is
 * checked against the promises in the very step in which it happens.
 */
final class History {
  private record Placed(PartitionId partition, long block) {}

  /** One partition's committed past. */
  private static final class Past {
    private final List<StoredBlock> blocks = new ArrayList<>();
    private final Map<ByteString, String> states = new HashMap<>();
    private final Map<String, ProducerMark> marks = new HashMap<>();
    private final Map<String, ProducerMark> expired = new HashMap<>();
    private final Map<String, Integer> generation = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private ByteString chain = ByteString.EMPTY;
    private long watermarkMs = Block.NO_WATERMARK;
  }

  private final Map<PartitionId, Past> pasts = new HashMap<>();
  private final Map<String, Placed> placed = new HashMap<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> unfired = new TreeSet<>();
  private final Map<String, List<String>> sent = new HashMap<>();

  private Past past(PartitionId partition) {
    return pasts.computeIfAbsent(partition, id -> new Past());
  }

  private static String lane(String producer, int generation, PartitionId partition) {
    return producer + "/" + generation + "@" + partition.number();
  }

  /** A producer has made a record: the next one of its generation for this partition. */
  void made(String producer, int generation, String id, PartitionId partition) {
    sent.computeIfAbsent(lane(producer, generation, partition), lane -> new ArrayList<>()).add(id);
  }

  /** A producer was told that the record is durable. */
  void acknowledged(String id, int partition, long block) {
    Placed place = placed.get(id);
    if (place == null || place.partition().number() != partition || place.block() > block) {
      throw new Violation(
          "acknowledged but not committed: " + id + " in block " + block + ", is at " + place);
    }
    acknowledged.add(id);
  }

  boolean isCommitted(String id) {
    return placed.containsKey(id);
  }

  int acknowledgedCount() {
    return acknowledged.size();
  }

  /** Whatever moved a head: it never goes back. */
  void headMoved(Head before, Head after) {
    if (after.sequence() < before.sequence()
        || after.epoch().value() < before.epoch().value()
        || after.start().truncated() < before.start().truncated()
        || after.start().newest().sequence() < before.start().newest().sequence()) {
      throw new Violation("head went back: from " + before + " to " + after);
    }
    if (after.sequence() != past(after.partition()).blocks.size()
        || !after.chain().equals(past(after.partition()).chain)) {
      throw new Violation("head is not the end of what was committed: " + after);
    }
  }

  /**
   * A commit is carried out.
   *
   * @param rows gives a block's row, which must be durable
   */
  void committed(Head before, Head after, LongFunction<StoredBlock> rows) {
    Past past = past(after.partition());
    if (after.sequence() <= before.sequence()) {
      throw new Violation("a commit moved the head back: from " + before + " to " + after);
    }
    for (long number = before.sequence() + 1; number <= after.sequence(); number++) {
      StoredBlock row = rows.apply(number);
      BlockHeader header = BlockHeader.decode(row.header());
      if (header.sequence() != past.blocks.size() + 1
          || !header.previousChain().equals(past.chain)) {
        throw new Violation("gap or fork in the chain at block " + number + ": " + header);
      }
      past.chain = header.chain();
      past.blocks.add(row);
      fold(past, BlockDecoder.decode(row.header(), row.body(), BlockLimits.DEFAULT));
    }
    if (!past.chain.equals(after.chain())) {
      throw new Violation("the head's chain is not that of its blocks: " + after);
    }
  }

  private void fold(Past past, Block block) {
    for (ResultRecord result : block.results()) {
      String[] parts = result.value().toStringUtf8().split("\\|", -1);
      String before = past.states.getOrDefault(result.key(), "");
      if (!result.isMain() || !parts[1].equals(before)) {
        throw new Violation(
            "state is not the fold of the log: block "
                + block.sequence()
                + " key "
                + result.key().toStringUtf8()
                + " expected "
                + before
                + " actual "
                + List.of(parts));
      }
      past.states.put(result.key(), SimJob.next(before, parts[0]));
      if (parts[0].startsWith(SimJob.TIMER)) {
        fired(block, parts[0].substring(SimJob.TIMER.length()));
      } else {
        take(past, block, parts[0]);
      }
    }
    if (block.watermarkMs() < past.watermarkMs) {
      throw new Violation(
          "event-time watermark went back: from " + past.watermarkMs + " in block " + block);
    }
    past.watermarkMs = block.watermarkMs();
    for (StateChange change : block.changes()) {
      if (!change.state().toStringUtf8().equals(past.states.getOrDefault(change.key(), ""))) {
        throw new Violation("state change is not the fold of the log: " + change);
      }
    }
    block.marks().forEach(mark -> checkMark(past, mark));
    block.expired().forEach(mark -> past.expired.put(mark.producer(), mark));
  }

  private void fired(Block block, String id) {
    Placed set = placed.get(id);
    if (set == null || !set.partition().equals(block.partition()) || !unfired.remove(id)) {
      throw new Violation(
          "fired twice, or never set: " + id + " in block " + block.sequence() + ", set at " + set);
    }
  }

  /** Timers that were set by committed records and have not fired in a committed block. */
  Set<String> unfired() {
    return unfired;
  }

  private void take(Past past, Block block, String id) {
    var place = new Placed(block.partition(), block.sequence());
    Placed older = placed.putIfAbsent(id, place);
    if (older != null) {
      throw new Violation("took effect twice: " + id + " at " + older + " and " + place);
    }
    if (SimJob.setsTimer(id)) {
      unfired.add(id);
    }
    String[] name = id.split("/");
    int generation = Integer.parseInt(name[1]);
    int newest = past.generation.merge(name[0], generation, Math::max);
    String lane = lane(name[0], generation, block.partition());
    int at = past.taken.merge(lane, 1, Integer::sum) - 1;
    List<String> expected = sent.getOrDefault(lane, List.of());
    if (generation != newest || at >= expected.size() || !expected.get(at).equals(id)) {
      throw new Violation(
          "out of order, skipped, or never sent: "
              + id
              + " in block "
              + block.sequence()
              + ", expected number "
              + at
              + " of "
              + expected
              + ", newest generation "
              + newest);
    }
  }

  private static void checkMark(Past past, ProducerMark mark) {
    ProducerMark last = past.marks.put(mark.producer(), mark);
    if (last != null) {
      boolean sameIncarnation = last.epoch().incarnation() == mark.epoch().incarnation();
      if (mark.epoch().number() < last.epoch().number()
          || mark.epoch().incarnation() < last.epoch().incarnation()
          || (sameIncarnation && mark.sequence() < last.sequence())) {
        throw new Violation("watermark went back: from " + last + " to " + mark);
      }
    }
    ProducerMark expired = past.expired.get(mark.producer());
    if (expired != null && mark.epoch().incarnation() <= expired.epoch().incarnation()) {
      throw new Violation("an expired producer came back unnoticed: " + mark);
    }
  }

  /** At the end: whatever was committed and is not truncated can be read, as it was. */
  void checkReadable(Head head, List<StoredBlock> blocks) {
    Past past = past(head.partition());
    int from = (int) head.start().truncated();
    if (!past.blocks.subList(from, past.blocks.size()).equals(blocks)) {
      throw new Violation("the log does not read back as it was committed: " + head);
    }
  }
}
