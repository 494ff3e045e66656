// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import com.google.protobuf.ByteString;
import io.millrace.block.Block;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockHeader;
import io.millrace.block.BlockLimits;
import io.millrace.codec.Codecs;
import io.millrace.model.Epoch;
import io.millrace.model.Fields;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.ProducerMark;
import io.millrace.model.ResultRecord;
import io.millrace.model.StateChange;
import io.millrace.store.StoredBlock;
import io.millrace.v1.Position;
import io.millrace.v1.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes histories by hand: a partition without faults, whose blocks tests then spoil. */
final class Story {
  static final Workload WORKLOAD = new Workload(5, 12);
  static final PartitionMap PARTITIONS = PartitionMap.even(1);

  private static final UUID JOB = new UUID(1, 2);

  private final Map<ByteString, Fold> folds = new HashMap<>();
  private final Map<String, Long> marks = new HashMap<>();
  private final List<Block> blocks = new ArrayList<>();

  /** Blocks of the partition so far. */
  List<Block> blocks() {
    return blocks;
  }

  /** What is committed, as a right gateway would read it. */
  List<Result> results() {
    var results = new ArrayList<Result>();
    for (Block block : blocks) {
      for (int index = 0; index < block.results().size(); index++) {
        var result = block.results().get(index);
        results.add(
            Result.newBuilder()
                .setPosition(Position.newBuilder().setBlock(block.sequence()).setIndex(index))
                .setKey(result.key())
                .setValue(result.value())
                .build());
      }
    }
    return results;
  }

  static PartitionId partition() {
    return new PartitionId(JOB, 0);
  }

  /** A producer that sent {@code count} records, each acknowledged before the next was sent. */
  static ProducerHistory producer(String name, int count) {
    var history = new ProducerHistory(name);
    for (int sequence = 1; sequence <= count; sequence++) {
      history.submitted(sequence, 10L * sequence);
      history.acknowledged(sequence, 10L * sequence + 5L);
    }
    return history;
  }

  /** Commits a block with these records, each {@code producer:sequence}, as a right owner would. */
  Story commit(String... ids) {
    var results = new ArrayList<ResultRecord>();
    var changes = new LinkedHashMap<ByteString, StateChange>();
    for (String id : ids) {
      String producer = id.substring(0, id.indexOf(':'));
      long sequence = Long.parseLong(id.substring(id.indexOf(':') + 1));
      var key = WORKLOAD.key(producer, sequence);
      var fold = folds.getOrDefault(key, Fold.EMPTY).add(WORKLOAD.value(producer, sequence));
      folds.put(key, fold);
      marks.merge(producer, sequence, Math::max);
      results.add(new ResultRecord("", key, fold.encode(), 0, Fields.EMPTY));
      changes.put(key, StateChange.set(key, fold.encode()));
    }
    var watermarks =
        marks.entrySet().stream()
            .map(mark -> new ProducerMark(mark.getKey(), epoch(), mark.getValue()))
            .toList();
    blocks.add(block(results, List.copyOf(changes.values()), watermarks));
    return this;
  }

  private static ProducerEpoch epoch() {
    return new ProducerEpoch(1, 1);
  }

  private Block block(
      List<ResultRecord> results, List<StateChange> changes, List<ProducerMark> watermarks) {
    return new Block(
        partition(),
        blocks.size() + 1,
        new Epoch(1),
        0,
        results.size(),
        results,
        changes,
        watermarks);
  }

  /** The same block with other content. */
  static Block with(
      Block block,
      List<ResultRecord> results,
      List<StateChange> changes,
      List<ProducerMark> watermarks) {
    return new Block(
        block.partition(),
        block.sequence(),
        block.epoch(),
        block.committedAtMs(),
        results.size(),
        results,
        changes,
        watermarks);
  }

  /** What the checker finds in these blocks. */
  static Verdict check(List<Block> blocks, ProducerHistory... producers) {
    var checker = new Checker(WORKLOAD, PARTITIONS, List.of(producers));
    blocks.forEach(checker::take);
    return checker.finish();
  }

  /** The blocks as a store keeps them. */
  static List<StoredBlock> stored(List<Block> blocks) {
    var encoder = new BlockEncoder(BlockLimits.DEFAULT);
    var stored = new ArrayList<StoredBlock>();
    var chain = ByteString.EMPTY;
    for (Block block : blocks) {
      var body = encoder.encode(block, Codecs.byName("zstd"));
      var header = BlockHeader.of(block, body, chain);
      chain = header.chain();
      stored.add(
          new StoredBlock(
              block.partition(), block.sequence(), block.epoch(), header.encode(), body.bytes()));
    }
    return stored;
  }
}
