// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.ingest.IngestCommand.Abandon;
import io.millrace.ingest.IngestCommand.Begin;
import io.millrace.ingest.IngestCommand.Forget;
import io.millrace.ingest.IngestCommand.InputFailed;
import io.millrace.ingest.IngestCommand.Listen;
import io.millrace.ingest.IngestCommand.NoMore;
import io.millrace.ingest.IngestCommand.OutputTaken;
import io.millrace.ingest.IngestCommand.Records;
import io.millrace.ingest.IngestCommand.Taken;
import io.millrace.model.DataRecord;
import io.millrace.model.PartitionId;
import io.millrace.model.ProducerEpoch;
import io.millrace.partition.PartitionCommand;
import io.millrace.partition.PartitionCommand.Append;
import io.millrace.partition.PartitionCommand.OpenProducer;
import io.millrace.partition.PartitionReply;
import io.millrace.store.JobEntry;
import io.millrace.store.ProducerRegistry;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/** One opening of one producer: a thin shell around {@link IngestCore}. */
public final class IngestSession {
  private record EpochGiven(ProducerEpoch epoch) implements IngestCommand.Own {}

  private record EpochRefused(Throwable cause) implements IngestCommand.Own {}

  private record Reply(PartitionReply reply) implements IngestCommand.Own {}

  private record PauseOver(PartitionId partition) implements IngestCommand.Own {}

  private enum CreditFreed implements IngestCommand.Own {
    INSTANCE
  }

  private enum LingerOver implements IngestCommand.Own {
    INSTANCE
  }

  private enum Tick implements IngestCommand.Own {
    INSTANCE
  }

  private final ActorContext<IngestCommand> context;
  private final TimerScheduler<IngestCommand> timers;
  private final String producer;
  private final ActorRef<PartitionCommand> region;
  private final ActorRef<PartitionReply> replyTo;
  private final NodeCredit.Share credit;
  private final IngestCore core;
  private @Nullable ActorRef<SessionOutput> listener;
  private @Nullable ActorRef<Taken> feeder;
  private boolean over;

  private IngestSession(
      ActorContext<IngestCommand> context,
      TimerScheduler<IngestCommand> timers,
      JobEntry job,
      String producer,
      IngestSettings settings,
      NodeCredit nodeCredit,
      ActorRef<PartitionCommand> region) {
    this.context = context;
    this.timers = timers;
    this.producer = producer;
    this.region = region;
    this.replyTo = context.messageAdapter(PartitionReply.class, Reply::new);
    ActorRef<IngestCommand> self = context.getSelf();
    this.credit = nodeCredit.share(settings.batchBytes(), () -> self.tell(CreditFreed.INSTANCE));
    this.core = new IngestCore(job, producer, settings, credit, new Shell(), System.nanoTime());
  }

  /**
   * A session; it opens the producer at once.
   *
   * @param fresh whether the producer's sequences start again at 1
   * @param incarnation if not: the one that it goes on with, 0 for whichever it is
   * @param credit shared by all sessions of the node
   * @param region where requests to partitions go
   */
  public static Behavior<IngestCommand> create(
      JobEntry job,
      String producer,
      boolean fresh,
      long incarnation,
      IngestSettings settings,
      ProducerRegistry producers,
      NodeCredit credit,
      ActorRef<PartitionCommand> region) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  context.pipeToSelf(
                      producers.open(job.id(), producer, fresh, incarnation),
                      (epoch, failure) ->
                          failure == null ? new EpochGiven(epoch) : new EpochRefused(failure));
                  timers.startTimerWithFixedDelay(Tick.INSTANCE, IngestCore.TICK);
                  return new IngestSession(context, timers, job, producer, settings, credit, region)
                      .behavior();
                }));
  }

  private Behavior<IngestCommand> behavior() {
    return Behaviors.receive(IngestCommand.class)
        .onMessage(Records.class, this::onRecords)
        .onMessage(Reply.class, m -> then(() -> core.reply(m.reply(), now())))
        .onMessage(OutputTaken.class, m -> then(() -> core.outputTaken(now())))
        .onMessage(LingerOver.class, m -> then(() -> core.lingered(now())))
        .onMessage(PauseOver.class, m -> then(() -> core.pauseOver(m.partition(), now())))
        .onMessage(Tick.class, m -> then(() -> core.tick(now())))
        .onMessage(CreditFreed.class, m -> then(() -> core.creditFreed(now())))
        .onMessage(EpochGiven.class, m -> then(() -> core.epochGiven(m.epoch())))
        .onMessage(EpochRefused.class, m -> then(() -> core.epochRefused(m.cause())))
        .onMessage(Listen.class, this::onListen)
        .onMessage(Begin.class, this::onBegin)
        .onMessage(NoMore.class, m -> then(core::noMore))
        .onMessage(Forget.class, m -> then(() -> core.forget(m.first(), m.last(), now())))
        .onMessage(InputFailed.class, m -> then(() -> core.inputFailed(m.cause())))
        .onMessage(Abandon.class, m -> Behaviors.stopped())
        .onSignal(PostStop.class, s -> then(credit::close))
        .build();
  }

  private Behavior<IngestCommand> onRecords(Records m) {
    feeder = m.taken();
    return then(() -> core.records(m.records(), now()));
  }

  private Behavior<IngestCommand> onListen(Listen m) {
    context.watchWith(m.output(), Abandon.INSTANCE);
    listener = m.output();
    return then(() -> core.listening(now()));
  }

  private Behavior<IngestCommand> onBegin(Begin m) {
    feeder = m.taken();
    return then(core::feeding);
  }

  private Behavior<IngestCommand> then(Runnable step) {
    step.run();
    return over ? Behaviors.stopped() : Behaviors.same();
  }

  private static long now() {
    return System.nanoTime();
  }

  /** Does what the core wants done. */
  private final class Shell implements IngestCore.Effects {
    @Override
    public void openProducer(PartitionId partition, ProducerEpoch epoch) {
      region.tell(new OpenProducer(partition, producer, epoch, replyTo));
    }

    @Override
    public void append(
        PartitionId partition,
        ProducerEpoch epoch,
        long previous,
        int attempt,
        List<DataRecord> records) {
      region.tell(new Append(partition, producer, epoch, previous, attempt, records, replyTo));
    }

    @Override
    public void startLinger(Duration wait) {
      timers.startSingleTimer(LingerOver.INSTANCE, wait);
    }

    @Override
    public void startPause(PartitionId partition, Duration wait) {
      var over = new PauseOver(partition);
      timers.startSingleTimer(over, over, wait);
    }

    @Override
    public void room() {
      if (feeder != null) {
        feeder.tell(Taken.INSTANCE);
      }
    }

    @Override
    public void output(SessionOutput output) {
      if (listener != null) {
        listener.tell(output);
      }
    }

    @Override
    public void stop() {
      over = true;
    }
  }
}
