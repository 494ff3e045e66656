// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.simulation;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.store.BlockLog.CasResult;
import io.millrace.store.Head;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** A way to get the protocol wrong, put in where its parts touch. The simulation must find each. */
enum Mutant {
  /** The protocol as it is. */
  NONE,

  /** The head's compare-and-set looks at the epoch alone: one that comes late takes it back. */
  EPOCH_ALONE {
    @Override
    boolean mayMove(Head now, Head expected) {
      return now.epoch().equals(expected.epoch());
    }
  },

  /** It looks at the number alone: whoever was replaced commits all the same. */
  SEQUENCE_ALONE {
    @Override
    boolean mayMove(Head now, Head expected) {
      return now.sequence() == expected.sequence();
    }
  },

  /** All claims have the same token: two who heard nothing both believe they won. */
  NO_TOKEN {
    @Override
    UUID token(UUID fresh) {
      return new UUID(1, 1);
    }
  },

  /** Callers are told when the compare-and-set is sent, not when it is answered. */
  ACKNOWLEDGE_BEFORE_COMMIT {
    @Override
    CompletionStage<CasResult> settle(
        SimStore store, Head next, CompletionStage<CasResult> answer) {
      return CompletableFuture.completedStage(new CasResult(true, next));
    }
  },

  /** Records that were taken in before are acknowledged at once, committed or not. */
  ACKNOWLEDGE_APPLIED {
    @Override
    boolean answersApplied() {
      return true;
    }
  },

  /** After an unknown outcome the owner goes on under its old term, with other content. */
  REUSE_OF_NUMBERS {
    @Override
    CompletionStage<Head> claim(
        SimStore store, PartitionId partition, Supplier<CompletionStage<Head>> real) {
      return store.keepTerm(partition, real);
    }
  },

  /** The head is read before the claim: what was committed in between is overwritten. */
  READ_BEFORE_CLAIM {
    @Override
    CompletionStage<Head> claim(
        SimStore store, PartitionId partition, Supplier<CompletionStage<Head>> real) {
      return store
          .readSerial(partition)
          .thenCompose(
              before ->
                  real.get()
                      .thenApply(
                          after ->
                              new Head(
                                  partition,
                                  after.epoch(),
                                  after.owner(),
                                  before.sequence(),
                                  before.chain(),
                                  before.epochStarts(),
                                  before.start())));
    }
  },

  /** A time-out is settled by a serial read: what it does not show is taken not to happen. */
  SETTLED_BY_A_READ {
    @Override
    CompletionStage<CasResult> settle(
        SimStore store, Head next, CompletionStage<CasResult> answer) {
      return answer
          .handle(
              (result, failure) ->
                  failure == null
                      ? CompletableFuture.completedStage(result)
                      : store.readSerial(next.partition()).thenCompose(head -> byRead(head, next)))
          .thenCompose(Function.identity());
    }

    private CompletionStage<CasResult> byRead(Head head, Head next) {
      return head.sequence() >= next.sequence()
          ? CompletableFuture.completedStage(new CasResult(true, next))
          : CompletableFuture.failedStage(
              MillraceException.of(Kind.FENCED, "did not happen, says the read"));
    }

    @Override
    CompletionStage<Head> claim(
        SimStore store, PartitionId partition, Supplier<CompletionStage<Head>> real) {
      return store.keepTerm(partition, real);
    }
  },

  /** An owner that is told of a newer one goes on as if it had committed. */
  FENCED_GOES_ON {
    @Override
    CompletionStage<CasResult> settle(
        SimStore store, Head next, CompletionStage<CasResult> answer) {
      return answer.thenApply(
          result -> result.head().sameTerm(next) ? result : new CasResult(true, next));
    }
  },

  /** Watermarks know no incarnation: records of a FRESH producer are taken for old ones. */
  NO_INCARNATION {
    @Override
    ProducerEpoch opened(ProducerEpoch epoch) {
      return new ProducerEpoch(epoch.number(), 1);
    }
  },

  /** A batch is taken without looking at what came before it. */
  NO_PREVIOUS {
    @Override
    long previous(long previous) {
      return 0;
    }
  },

  /** A producer goes on with whatever incarnation there is, be it another's. */
  RESUME_OF_ANYTHING {
    @Override
    long incarnation(long expected) {
      return 0;
    }
  },

  /** Expired producers are forgotten without a trace. */
  TOMBSTONES_FORGOTTEN {
    @Override
    boolean forgetsExpired() {
      return true;
    }
  },

  /** The head names a snapshot before its parts are durable. */
  POINTER_BEFORE_PARTS {
    @Override
    CompletionStage<Void> chunkWritten(int chunk, CompletionStage<Void> written) {
      return chunk == 0 ? written : CompletableFuture.completedStage(null);
    }
  },

  /** Orphans are swept by a head that may be old. */
  SWEPT_BY_AN_OLD_HEAD {
    @Override
    boolean sweepsByOldHead() {
      return true;
    }
  },

  /** An owner answers openings without looking whether it still is the owner. */
  OPENED_BY_ANYBODY {
    @Override
    boolean opensUnchecked() {
      return true;
    }
  };

  boolean mayMove(Head now, Head expected) {
    return now.sameTerm(expected) && now.sequence() == expected.sequence();
  }

  /** The row after a move that sets everything but epoch and owner. */
  final Head moved(Head now, Head next) {
    return new Head(
        now.partition(),
        now.epoch(),
        now.owner(),
        next.sequence(),
        next.chain(),
        next.epochStarts(),
        next.start());
  }

  UUID token(UUID fresh) {
    return fresh;
  }

  CompletionStage<Head> claim(
      SimStore store, PartitionId partition, Supplier<CompletionStage<Head>> real) {
    return real.get();
  }

  CompletionStage<CasResult> settle(SimStore store, Head next, CompletionStage<CasResult> answer) {
    return answer;
  }

  ProducerEpoch opened(ProducerEpoch epoch) {
    return epoch;
  }

  long previous(long previous) {
    return previous;
  }

  long incarnation(long expected) {
    return expected;
  }

  CompletionStage<Void> chunkWritten(int chunk, CompletionStage<Void> written) {
    return written;
  }

  boolean answersApplied() {
    return false;
  }

  boolean forgetsExpired() {
    return false;
  }

  boolean sweepsByOldHead() {
    return false;
  }

  boolean opensUnchecked() {
    return false;
  }
}
