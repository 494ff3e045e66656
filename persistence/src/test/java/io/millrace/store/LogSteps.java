// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.PartitionId;
import java.util.Random;
import java.util.UUID;

/** What an owner does to its log, as single calls for tests, and blocks that can be told apart. */
final class LogSteps {
  private LogSteps() {}

  static PartitionId partition() {
    return new PartitionId(UUID.randomUUID(), 3);
  }

  static StoredBlock block(Head owner, long sequence, int bytes) {
    var body = new byte[bytes];
    new Random(sequence * 31 + owner.epoch().value()).nextBytes(body);
    return new StoredBlock(
        owner.partition(),
        sequence,
        owner.epoch(),
        ByteString.copyFromUtf8("header " + sequence),
        ByteString.copyFrom(body));
  }

  static ByteString chain(long sequence) {
    return ByteString.copyFromUtf8("chain " + sequence);
  }

  /** Writes and commits {@code count} more blocks in one step. */
  static Head append(BlockLog log, Head head, int count, int bytes) {
    for (long sequence = head.sequence() + 1; sequence <= head.sequence() + count; sequence++) {
      Stages.get(log.write(block(head, sequence, bytes)));
    }
    var next = head.extend(head.sequence() + count, chain(head.sequence() + count));
    commit(log, head, next);
    return next;
  }

  /** Commits one more block with a snapshot or two, and gives up blocks up to a number. */
  static Head truncate(BlockLog log, Head head, long truncated) {
    var start = head.start();
    if (!start.newest().exists()) {
      start = start.withSnapshot(new SnapshotRef(head.sequence() - 1, UUID.randomUUID()));
    }
    var newest = new SnapshotRef(head.sequence(), UUID.randomUUID());
    start = start.withSnapshot(newest).truncate(truncated);
    Stages.get(log.write(block(head, head.sequence() + 1, 10)));
    var next = head.extend(head.sequence() + 1, chain(head.sequence() + 1), start);
    commit(log, head, next);
    return next;
  }

  private static void commit(BlockLog log, Head from, Head to) {
    assertThat(Stages.get(log.compareAndSet(from, to))).isEqualTo(new BlockLog.CasResult(true, to));
  }
}
