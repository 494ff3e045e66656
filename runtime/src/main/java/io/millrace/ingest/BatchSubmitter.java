// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.ingest.IngestCommand.Begin;
import io.millrace.ingest.IngestCommand.Forget;
import io.millrace.ingest.IngestCommand.Listen;
import io.millrace.ingest.IngestCommand.OutputTaken;
import io.millrace.ingest.IngestCommand.Records;
import io.millrace.ingest.IngestCommand.Taken;
import io.millrace.ingest.SessionOutput.Answered;
import io.millrace.ingest.SessionOutput.Failed;
import io.millrace.ingest.SessionOutput.Waits;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PackedRecords;
import io.millrace.v1.Receipt;
import io.millrace.v1.Refusal;
import io.millrace.v1.SubmitBatchResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as a producer: puts batches of callers without a producer of their own into one
 * session per job, and tells each when all of it is durable. A session that fails takes the batches
 * in it along; the next batch opens a new one.
 */
public final class BatchSubmitter extends AbstractBehavior<BatchSubmitter.Command> {
  /** What it can be told. */
  public sealed interface Command {}

  /**
   * A batch.
   *
   * @param records sequences count from 1
   * @param answer completed when all is durable, or with a failure
   * @param deadline how long the caller waits
   */
  public record Submit(
      List<DataRecord> records, CompletableFuture<SubmitBatchResponse> answer, Duration deadline)
      implements Command {
    private long bytes() {
      return records.stream().mapToLong(DataRecord::weight).sum();
    }
  }

  private record Output(SessionOutput output) implements Command {}

  private record Room() implements Command {}

  private record Late(Submit submit) implements Command {}

  private static final class Batch {
    private final Submit submit;
    private final long offset;
    private final Map<Integer, Receipt.Builder> receipts = new HashMap<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private int unanswered;

    private Batch(Submit submit, long offset) {
      this.submit = submit;
      this.offset = offset;
      this.unanswered = submit.records().size();
    }

    private boolean holds(long sequence) {
      return sequence > offset && sequence <= last();
    }

    private long last() {
      return offset + submit.records().size();
    }

    private void answer(Receipt receipt, long sequence) {
      long own = sequence - offset;
      Receipt.Builder mine = receipts.get(receipt.getPartition());
      if (mine == null) {
        mine = receipt.toBuilder().clearSteps().setFirstSequence(own).setDuplicates(0);
        receipts.put(receipt.getPartition(), mine);
      } else {
        mine.addSteps(own - mine.getLastSequence());
      }
      mine.setLastSequence(own).setBlock(receipt.getBlock()).setEpoch(receipt.getEpoch());
      unanswered--;
    }

    private SubmitBatchResponse response() {
      var response = SubmitBatchResponse.newBuilder().setRepeatMayDuplicate(true);
      receipts.values().forEach(response::addReceipts);
      return response.addAllRefusals(refusals).build();
    }
  }

  private final Supplier<Behavior<IngestCommand>> sessions;
  private final long waitingBytesMax;
  private final ActorRef<SessionOutput> outputs;
  private final ActorRef<Taken> taken;
  private final ArrayDeque<Submit> waiting = new ArrayDeque<>();
  private final TreeMap<Long, Batch> batches = new TreeMap<>();
  private @Nullable ActorRef<IngestCommand> session;
  private long waitingBytes;
  private boolean room;
  private long nextSequence = 1;
  private String stalled = "partitions do not answer";

  private BatchSubmitter(
      ActorContext<Command> context,
      Supplier<Behavior<IngestCommand>> sessions,
      long waitingBytesMax) {
    super(context);
    this.sessions = sessions;
    this.waitingBytesMax = waitingBytesMax;
    this.outputs = context.messageAdapter(SessionOutput.class, Output::new);
    this.taken = context.messageAdapter(Taken.class, t -> new Room());
  }

  /**
   * The submitter of one job.
   *
   * @param sessions makes a session with a new producer
   * @param waitingBytesMax bytes of batches that may wait for room; more are refused BUSY
   */
  public static Behavior<Command> create(
      Supplier<Behavior<IngestCommand>> sessions, long waitingBytesMax) {
    return Behaviors.setup(context -> new BatchSubmitter(context, sessions, waitingBytesMax));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Submit.class, this::onSubmit)
        .onMessage(Room.class, m -> onRoom())
        .onMessage(Output.class, m -> onOutput(m.output()))
        .onMessage(Late.class, this::onLate)
        .build();
  }

  private Behavior<Command> onSubmit(Submit submit) {
    if (waitingBytes >= waitingBytesMax) {
      submit
          .answer()
          .completeExceptionally(
              MillraceException.of(Kind.BUSY, "too many batches wait")
                  .with("bytes", waitingBytes)
                  .with("limit", waitingBytesMax));
      return this;
    }
    waiting.add(submit);
    waitingBytes += submit.bytes();
    getContext().scheduleOnce(submit.deadline(), getContext().getSelf(), new Late(submit));
    if (session == null) {
      session = getContext().spawnAnonymous(sessions.get());
      session.tell(new Listen(outputs));
      session.tell(new Begin(taken));
      nextSequence = 1;
    }
    pump();
    return this;
  }

  private Behavior<Command> onRoom() {
    room = true;
    pump();
    return this;
  }

  private void pump() {
    if (session == null || !room || waiting.isEmpty()) {
      return;
    }
    Submit submit = waiting.remove();
    waitingBytes -= submit.bytes();
    long offset = nextSequence - 1;
    var records = new PackedRecords.Builder(0, submit.records().size());
    for (DataRecord r : submit.records()) {
      records.add(
          new DataRecord(r.sequence() + offset, r.key(), r.value(), r.eventTimeMs(), r.fields()));
    }
    batches.put(nextSequence, new Batch(submit, offset));
    nextSequence += records.size();
    room = false;
    session.tell(new Records(records.build(), taken));
  }

  private Behavior<Command> onOutput(SessionOutput output) {
    if (session != null) {
      session.tell(OutputTaken.INSTANCE);
    }
    if (output instanceof Answered answered) {
      answered.answers().getRefusalsList().forEach(this::onRefusal);
      answered.answers().getReceiptsList().forEach(this::onReceipt);
    } else if (output instanceof Waits waits) {
      stalled = waits.reason();
    } else if (output instanceof Failed failed) {
      onFailed(failed.cause());
    }
    return this;
  }

  private void onRefusal(Refusal refusal) {
    var entry = batches.floorEntry(refusal.getSequence());
    if (entry != null && entry.getValue().holds(refusal.getSequence())) {
      Batch batch = entry.getValue();
      batch.refusals.add(
          refusal.toBuilder().setSequence(refusal.getSequence() - batch.offset).build());
    }
  }

  private void onReceipt(Receipt receipt) {
    long sequence = receipt.getFirstSequence();
    onAnswer(receipt, sequence);
    for (long step : receipt.getStepsList()) {
      sequence += step;
      onAnswer(receipt, sequence);
    }
  }

  private void onAnswer(Receipt receipt, long sequence) {
    var entry = batches.floorEntry(sequence);
    if (entry == null || !entry.getValue().holds(sequence)) {
      return;
    }
    Batch batch = entry.getValue();
    batch.answer(receipt, sequence);
    if (batch.unanswered == 0) {
      batches.remove(entry.getKey());
      batch.submit.answer().complete(batch.response());
    }
  }

  /**
   * The caller has waited long enough; records that were sent may still commit. The others must not
   * take room from the partitions that go on.
   */
  private Behavior<Command> onLate(Late late) {
    Submit submit = late.submit();
    if (submit.answer().isDone()) {
      return this;
    }
    for (Batch batch : List.copyOf(batches.values())) {
      if (batch.submit.equals(submit) && session != null) {
        batches.remove(batch.offset + 1);
        session.tell(new Forget(batch.offset + 1, batch.last()));
      }
    }
    if (waiting.remove(submit)) {
      waitingBytes -= submit.bytes();
    }
    submit
        .answer()
        .completeExceptionally(
            MillraceException.of(Kind.UNAVAILABLE, "batch is not durable yet")
                .with("waited", submit.deadline())
                .with("reason", stalled));
    return this;
  }

  private void onFailed(MillraceException cause) {
    batches.values().forEach(batch -> batch.submit.answer().completeExceptionally(cause));
    batches.clear();
    waiting.forEach(submit -> submit.answer().completeExceptionally(cause));
    waiting.clear();
    waitingBytes = 0;
    session = null;
    room = false;
  }
}
