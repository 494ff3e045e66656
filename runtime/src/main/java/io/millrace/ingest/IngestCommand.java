// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.model.PackedRecords;
import org.apache.pekko.actor.typed.ActorRef;

/** What an {@link IngestSession} can be told. */
public sealed interface IngestCommand {
  /**
   * Records in sequence. The next group may come when {@code taken} was told {@link Taken}.
   *
   * @param records at least one
   */
  record Records(PackedRecords records, ActorRef<Taken> taken) implements IngestCommand {}

  /** There is room for more. */
  enum Taken {
    INSTANCE
  }

  /** The feeder is there; it is told {@link Taken} at once. */
  record Begin(ActorRef<Taken> taken) implements IngestCommand {}

  /** Where the outputs go; until then they wait. Each is answered with {@link OutputTaken}. */
  record Listen(ActorRef<SessionOutput> output) implements IngestCommand {}

  /** The last output was taken. */
  enum OutputTaken implements IngestCommand {
    INSTANCE
  }

  /**
   * Nobody waits for the answers of records between two sequences, both included: those that were
   * not sent to their partition yet, because it has not opened the producer, never will be.
   */
  record Forget(long first, long last) implements IngestCommand {}

  /** No more records follow: answer all, then finish. */
  enum NoMore implements IngestCommand {
    INSTANCE
  }

  /** The input broke; a MillraceException among the causes is told to the listener. */
  record InputFailed(Throwable cause) implements IngestCommand {}

  /** Nobody listens any more. */
  enum Abandon implements IngestCommand {
    INSTANCE
  }

  /** What a session tells itself. */
  non-sealed interface Own extends IngestCommand {}
}
