// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.ingest.IngestCommand.Abandon;
import io.millrace.ingest.IngestCommand.Begin;
import io.millrace.ingest.IngestCommand.InputFailed;
import io.millrace.ingest.IngestCommand.Listen;
import io.millrace.ingest.IngestCommand.NoMore;
import io.millrace.ingest.IngestCommand.OutputTaken;
import io.millrace.ingest.IngestCommand.Records;
import io.millrace.ingest.IngestCommand.Taken;
import io.millrace.ingest.SessionOutput.Failed;
import io.millrace.ingest.SessionOutput.Finished;
import io.millrace.ingest.SessionOutput.Opened;
import io.millrace.ingest.SessionOutput.Waits;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionCommand;
import io.millrace.partition.PartitionCommand.Append;
import io.millrace.partition.PartitionCommand.OpenProducer;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Described;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerExpired;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.QuarantineDone;
import io.millrace.partition.PartitionReply.Quarantined;
import io.millrace.partition.PartitionReply.Waiting;
import io.millrace.store.JobEntry;
import io.millrace.store.ProducerRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * One opening of one producer: takes records under credit, one group at a time, and puts out
 * answers, one at a time. States: opening (the producer's epoch from the store, its watermarks from
 * every partition), streaming.
 *
 * <p>Memory: at most {@code client-bytes-max} of unanswered records plus one group, and {@code
 * outputs-max} answers that nobody has taken yet plus those of the records in flight.
 */
public final class IngestSession {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int STALL_MS = 1_000;

  private record EpochGiven(ProducerEpoch epoch) implements IngestCommand.Own {}

  private record EpochRefused(Throwable cause) implements IngestCommand.Own {}

  private record Reply(PartitionReply reply) implements IngestCommand.Own {}

  private record PauseOver(PartitionLane lane) implements IngestCommand.Own {}

  private enum LingerOver implements IngestCommand.Own {
    INSTANCE
  }

  private enum Tick implements IngestCommand.Own {
    INSTANCE
  }

  private final ActorContext<IngestCommand> context;
  private final TimerScheduler<IngestCommand> timers;
  private final JobEntry job;
  private final String producer;
  private final IngestSettings settings;
  private final ActorRef<PartitionCommand> region;
  private final ActorRef<PartitionReply> replyTo;
  private final Lanes lanes;
  private final SessionOutbox outbox = new SessionOutbox();
  private final OpeningSummary summary = new OpeningSummary();
  private final long startNanos = System.nanoTime();
  private ProducerEpoch epoch = ProducerEpoch.NONE;
  private SequenceCheck sequences = new SequenceCheck(1);
  private @Nullable Records early;
  private @Nullable ActorRef<Taken> owedRoom;
  private boolean noMore;
  private long lastStallNanos = System.nanoTime() - Duration.ofHours(1).toNanos();

  private IngestSession(
      ActorContext<IngestCommand> context,
      TimerScheduler<IngestCommand> timers,
      JobEntry job,
      String producer,
      IngestSettings settings,
      ActorRef<PartitionCommand> region) {
    this.context = context;
    this.timers = timers;
    this.job = job;
    this.producer = producer;
    this.settings = settings;
    this.region = region;
    this.replyTo = context.messageAdapter(PartitionReply.class, Reply::new);
    this.lanes = new Lanes(job, settings, this::send);
  }

  /**
   * A session; it opens the producer at once.
   *
   * @param fresh whether the producer's sequences start again at 1
   * @param region where requests to partitions go
   */
  public static Behavior<IngestCommand> create(
      JobEntry job,
      String producer,
      boolean fresh,
      IngestSettings settings,
      ProducerRegistry producers,
      ActorRef<PartitionCommand> region) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context.pipeToSelf(
                      producers.open(job.id(), producer, fresh),
                      (epoch, failure) ->
                          failure == null ? new EpochGiven(epoch) : new EpochRefused(failure));
                  timers.startTimerWithFixedDelay(Tick.INSTANCE, TICK);
                  return new IngestSession(context, timers, job, producer, settings, region)
                      .opening();
                }));
  }

  private Behavior<IngestCommand> opening() {
    return Behaviors.receive(IngestCommand.class)
        .onMessage(EpochGiven.class, this::onEpochGiven)
        .onMessage(EpochRefused.class, m -> onEpochRefused(m.cause()))
        .onMessage(Reply.class, m -> onOpeningReply(m.reply()))
        .onMessage(Listen.class, this::onListen)
        .onMessage(Begin.class, this::onBegin)
        .onMessage(Records.class, this::onEarlyRecords)
        .onMessage(NoMore.class, m -> onNoMore())
        .onMessage(InputFailed.class, m -> onInputFailed(m.cause()))
        .onMessage(Tick.class, m -> onOpeningTick())
        .onMessage(OutputTaken.class, m -> onOutputTaken())
        .onMessage(Abandon.class, m -> Behaviors.stopped())
        .build();
  }

  private Behavior<IngestCommand> onListen(Listen m) {
    context.watchWith(m.output(), Abandon.INSTANCE);
    outbox.listen(m.output());
    return Behaviors.same();
  }

  private Behavior<IngestCommand> onBegin(Begin m) {
    m.taken().tell(Taken.INSTANCE);
    return Behaviors.same();
  }

  private Behavior<IngestCommand> onEpochGiven(EpochGiven m) {
    epoch = m.epoch();
    askUnopened();
    return Behaviors.same();
  }

  private void askUnopened() {
    for (PartitionLane lane : lanes.all()) {
      if (!lane.isOpened()) {
        region.tell(new OpenProducer(lane.partition(), producer, epoch, replyTo));
      }
    }
  }

  private Behavior<IngestCommand> onEpochRefused(Throwable failure) {
    return fail(asMillrace("producer cannot be opened", failure));
  }

  private MillraceException asMillrace(String text, Throwable failure) {
    Throwable inner = failure.getCause();
    Throwable cause = failure instanceof CompletionException && inner != null ? inner : failure;
    return cause instanceof MillraceException e
        ? e
        : MillraceException.of(Kind.UNAVAILABLE, text, cause)
            .with("producer", producer)
            .with("cause", cause);
  }

  private Behavior<IngestCommand> onOpeningReply(PartitionReply reply) {
    if (reply instanceof ProducerFenced fenced) {
      return onFenced(fenced);
    }
    if (reply instanceof ProducerExpired) {
      return onExpired();
    }
    PartitionLane lane = lanes.of(reply.partition());
    if (!(reply instanceof ProducerOpened opened) || lane.isOpened()) {
      return Behaviors.same();
    }
    lane.open(opened.applied());
    summary.add(lane.partition().number(), opened.committed());
    return lanes.unopened() == 0 ? begin() : Behaviors.same();
  }

  private Behavior<IngestCommand> begin() {
    sequences = new SequenceCheck(summary.highest() + 1);
    outbox.put(new Opened(summary.welcome(epoch.number())));
    if (early != null) {
      Behavior<IngestCommand> next = onRecords(early);
      early = null;
      return next == Behaviors.<IngestCommand>same() ? finishIfDone(streaming()) : next;
    }
    return finishIfDone(streaming());
  }

  private Behavior<IngestCommand> onEarlyRecords(Records m) {
    early = m;
    return Behaviors.same();
  }

  private Behavior<IngestCommand> onOpeningTick() {
    if (System.nanoTime() - startNanos > settings.openTimeout().toNanos()) {
      return fail(
          MillraceException.of(Kind.UNAVAILABLE, "partitions do not answer")
              .with("job", job.name())
              .with("missing", lanes.unopened() + " of " + lanes.all().size())
              .with("waited", settings.openTimeout()));
    }
    if (epoch.number() > 0) {
      askUnopened();
    }
    return Behaviors.same();
  }

  private Behavior<IngestCommand> streaming() {
    return Behaviors.receive(IngestCommand.class)
        .onMessage(Listen.class, this::onListen)
        .onMessage(Begin.class, this::onBegin)
        .onMessage(Records.class, this::onRecords)
        .onMessage(Reply.class, m -> onReply(m.reply()))
        .onMessage(PauseOver.class, this::onPauseOver)
        .onMessage(LingerOver.class, m -> onLingerOver())
        .onMessage(OutputTaken.class, m -> onOutputTaken())
        .onMessage(NoMore.class, m -> onNoMore())
        .onMessage(InputFailed.class, m -> onInputFailed(m.cause()))
        .onMessage(Tick.class, m -> onTick())
        .onMessage(Abandon.class, m -> Behaviors.stopped())
        .build();
  }

  private Behavior<IngestCommand> onRecords(Records m) {
    try {
      sequences.check(m.records());
    } catch (MillraceException e) {
      return fail(e);
    }
    lanes.add(m.records());
    owedRoom = m.taken();
    pump(false);
    return Behaviors.same();
  }

  /** Sends what may go, and tells the feeder if there is room for more. */
  private void pump(boolean lingerOver) {
    Lanes.Load load = lanes.pump(System.nanoTime(), lingerOver);
    if (load.lingers() && !timers.isTimerActive(LingerOver.INSTANCE)) {
      timers.startSingleTimer(LingerOver.INSTANCE, settings.linger());
    }
    if (owedRoom != null && !load.full() && outbox.size() < settings.outputsMax()) {
      owedRoom.tell(Taken.INSTANCE);
      owedRoom = null;
    }
  }

  private Behavior<IngestCommand> onReply(PartitionReply reply) {
    PartitionLane lane = lanes.of(reply.partition());
    long now = System.nanoTime();
    if (reply instanceof Committed committed) {
      lane.committed(committed, now, outbox.answers());
      outbox.putAnswers();
      pump(false);
      return finishIfDone(Behaviors.same());
    } else if (reply instanceof Expected expected) {
      lane.expected(expected.attempt(), now);
    } else if (reply instanceof NotTaken refused) {
      if (lane.notTaken(refused.attempt())) {
        timers.startSingleTimer(
            new PauseOver(lane),
            new PauseOver(lane),
            Duration.ofMillis(Math.max(1, refused.retryAfterMs())));
        stall(refused.reason(), refused.retryAfterMs());
      }
    } else if (reply instanceof Waiting waiting) {
      lane.waiting(now);
      stall(waiting.reason(), waiting.retryAfterMs());
    } else if (reply instanceof ProducerFenced fenced) {
      return onFenced(fenced);
    } else if (reply instanceof ProducerExpired) {
      return onExpired();
    } else if (!(reply instanceof ProducerOpened
        || reply instanceof Found
        || reply instanceof Described
        || reply instanceof Quarantined
        || reply instanceof QuarantineDone)) {
      throw new IllegalStateException("reply: " + reply);
    }
    return Behaviors.same();
  }

  private Behavior<IngestCommand> onFenced(ProducerFenced fenced) {
    return fail(
        MillraceException.of(Kind.FENCED, "a newer stream of the producer took over")
            .with("producer", producer)
            .with("epoch", epoch.number())
            .with("newer", fenced.epochNumber()));
  }

  private Behavior<IngestCommand> onExpired() {
    return fail(
        MillraceException.of(Kind.CALLER, "producer expired: open it fresh")
            .with("producer", producer)
            .with("epoch", epoch.number()));
  }

  private Behavior<IngestCommand> onPauseOver(PauseOver m) {
    m.lane().resume(System.nanoTime());
    return Behaviors.same();
  }

  private Behavior<IngestCommand> onLingerOver() {
    pump(true);
    return Behaviors.same();
  }

  private Behavior<IngestCommand> onTick() {
    long now = System.nanoTime();
    for (PartitionLane lane : lanes.all()) {
      if (lane.sendAgainIfSilent(now)) {
        stall("partition " + lane.partition().number() + " does not answer", STALL_MS);
      }
    }
    return Behaviors.same();
  }

  /** Passes on that records wait; not more often than once a second, and short waits not at all. */
  private void stall(String reason, int retryAfterMs) {
    long now = System.nanoTime();
    if (retryAfterMs >= STALL_MS && now - lastStallNanos > TICK.toNanos()) {
      lastStallNanos = now;
      outbox.put(new Waits(reason, retryAfterMs));
    }
  }

  private Behavior<IngestCommand> onOutputTaken() {
    outbox.taken();
    pump(false);
    return finishIfDone(Behaviors.same());
  }

  private Behavior<IngestCommand> onNoMore() {
    noMore = true;
    return finishIfDone(Behaviors.same());
  }

  private Behavior<IngestCommand> onInputFailed(Throwable cause) {
    return fail(asMillrace("stream broke", cause));
  }

  private Behavior<IngestCommand> finishIfDone(Behavior<IngestCommand> otherwise) {
    boolean done =
        noMore && early == null && outbox.isAllTaken() && lanes.unopened() == 0 && lanes.isIdle();
    if (!done) {
      return otherwise;
    }
    return end(new Finished());
  }

  private Behavior<IngestCommand> fail(MillraceException cause) {
    return end(new Failed(cause));
  }

  /** Puts out the last word, behind what is still to be taken, then stops. */
  private Behavior<IngestCommand> end(SessionOutput last) {
    outbox.put(last);
    return outbox.isAllTold() ? Behaviors.stopped() : ending();
  }

  private Behavior<IngestCommand> ending() {
    return Behaviors.receive(IngestCommand.class)
        .onMessage(Listen.class, m -> endIfTaken(onListen(m)))
        .onMessage(OutputTaken.class, m -> onLastTaken())
        .onMessage(Abandon.class, m -> Behaviors.stopped())
        .onAnyMessage(m -> Behaviors.same())
        .build();
  }

  private Behavior<IngestCommand> onLastTaken() {
    outbox.taken();
    return endIfTaken(Behaviors.same());
  }

  private Behavior<IngestCommand> endIfTaken(Behavior<IngestCommand> otherwise) {
    return outbox.isAllTold() ? Behaviors.stopped() : otherwise;
  }

  private void send(PartitionId partition, long previous, int attempt, List<DataRecord> records) {
    region.tell(new Append(partition, producer, epoch, previous, attempt, records, replyTo));
  }
}
