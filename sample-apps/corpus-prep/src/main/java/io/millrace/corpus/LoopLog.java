// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.corpus;

import com.google.protobuf.ByteString;
import io.millrace.client.MillraceClient;
import io.millrace.client.ProducerListener;
import io.millrace.client.ProducerSession;
import io.millrace.corpus.document.DocumentId;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.Position;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Result;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one partition put out to come back: read in order and submitted under a producer of its own,
 * the n-th message as record n. Whoever reads the log again submits the same under the same
 * numbers, so each takes effect once. Thread-safe.
 */
final class LoopLog implements AutoCloseable {
  /** How long answers may take before the job is said to be out of reach. */
  private static final Duration ANSWERS_MAX = Duration.ofMinutes(2);

  private final MillraceClient client;
  private final String stage;
  private final int partition;
  private long messages;
  private Position at;
  private long saved;
  private @Nullable ProducerSession session;

  /**
   * @param note what {@link #checkpoint} gave when everything before it was durable
   */
  LoopLog(MillraceClient client, String stage, int partition, @Nullable ByteString note) {
    this.client = client;
    this.stage = stage;
    this.partition = partition;
    this.at = Position.newBuilder().setPartition(partition).build();
    if (note != null) {
      ByteBuffer in = note.asReadOnlyByteBuffer();
      messages = in.getLong();
      at = at.toBuilder().setBlock(in.getLong()).setIndex(in.getInt()).build();
    }
    saved = messages;
  }

  int partition() {
    return partition;
  }

  /** Name of the log's producer. */
  private static String name(String stage, int partition) {
    return "loop/" + stage + "/" + partition;
  }

  private String name() {
    return name(stage, partition);
  }

  /** The key of a log's checkpoint among the notes. */
  static ByteString key(String stage, int partition) {
    return ByteString.copyFromUtf8(name(stage, partition));
  }

  ByteString key() {
    return key(stage, partition);
  }

  /** Behind what was read. */
  synchronized Position position() {
    return at;
  }

  /** How many messages were read since the log began. */
  synchronized long messages() {
    return messages;
  }

  /** How many messages were read since the last checkpoint. */
  synchronized long unsaved() {
    return messages - saved;
  }

  /**
   * Submits the result's message. Waits if much is without answer.
   *
   * @return the round if it is the echo of a fence, otherwise empty
   * @throws MillraceException FENCED if somebody else submits what this log puts out
   */
  synchronized ByteString take(Result result) {
    Looped looped = Looped.decode(result.getValue());
    if (!looped.isEcho()) {
      ProducerSession open = session;
      if (open == null) {
        open = open();
        session = open;
      }
      long sequence = submit(looped, open);
      messages++;
      if (sequence != messages) {
        throw new IllegalStateException(
            name() + ": sequence " + sequence + " (expected: " + messages + ")");
      }
    }
    at = result.getPosition();
    return looped.isEcho() ? looped.value() : ByteString.EMPTY;
  }

  private long submit(Looped looped, ProducerSession to) {
    if (!Wanted.isWanted(looped.value())) {
      return to.submit(looped.key(), looped.value(), DataRecord.NO_EVENT_TIME, Fields.EMPTY);
    }
    FirstText first = Patience.ask(() -> FirstText.of(client, DocumentId.of(looped.key())));
    Fields fields = first.record(Wanted.decode(looped.value()));
    return to.submit(looped.key(), first.text(), DataRecord.NO_EVENT_TIME, fields);
  }

  private ProducerSession open() {
    return client.openProducer(
        CorpusPrep.JOB,
        name(),
        ProducerMode.PRODUCER_MODE_RESUME,
        messages + 1,
        ProducerListener.NONE);
  }

  /** Sends what was submitted. */
  void flush() {
    ProducerSession open = session();
    if (open != null) {
      open.flush();
    }
  }

  private synchronized @Nullable ProducerSession session() {
    return session;
  }

  /** Waits until all that was submitted is durable. */
  void awaitAnswers() {
    ProducerSession open = session();
    if (open != null && !open.awaitAnswers(ANSWERS_MAX)) {
      throw MillraceException.of(Kind.UNAVAILABLE, "messages between documents are not answered")
          .with("job", CorpusPrep.JOB)
          .with("producer", name())
          .with("waited", ANSWERS_MAX)
          .with("expected", "a job that is not paused, on nodes that are up");
    }
  }

  /** Where to go on, once all that was read is durable; waits for that. */
  synchronized ByteString checkpoint() {
    awaitAnswers();
    saved = messages;
    return ByteString.copyFrom(
        ByteBuffer.allocate(20)
            .putLong(messages)
            .putLong(at.getBlock())
            .putInt(at.getIndex())
            .flip());
  }

  @Override
  public void close() {
    ProducerSession open = session();
    if (open != null) {
      open.close();
    }
  }
}
