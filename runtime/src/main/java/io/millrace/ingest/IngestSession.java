// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest;

import io.millrace.ingest.SessionOutput.Answered;
import io.millrace.ingest.SessionOutput.Failed;
import io.millrace.ingest.SessionOutput.Finished;
import io.millrace.ingest.SessionOutput.Opened;
import io.millrace.ingest.SessionOutput.Waits;
import io.millrace.model.DataRecord;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.model.ProducerEpoch;
import io.millrace.model.Token;
import io.millrace.partition.PartitionCommand;
import io.millrace.partition.PartitionCommand.Append;
import io.millrace.partition.PartitionCommand.OpenProducer;
import io.millrace.partition.PartitionReply;
import io.millrace.partition.PartitionReply.Committed;
import io.millrace.partition.PartitionReply.Described;
import io.millrace.partition.PartitionReply.Expected;
import io.millrace.partition.PartitionReply.Found;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.partition.PartitionReply.ProducerFenced;
import io.millrace.partition.PartitionReply.ProducerOpened;
import io.millrace.partition.PartitionReply.Waiting;
import io.millrace.store.JobEntry;
import io.millrace.store.ProducerRegistry;
import io.millrace.v1.Answers;
import io.millrace.v1.ProducerWatermark;
import io.millrace.v1.Welcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** What a session can be told. */
  public sealed interface Command {}

  /**
   * Records in sequence. The next group may come when {@code taken} was told {@link Taken}.
   *
   * @param records at least one
   */
  public record Records(List<DataRecord> records, ActorRef<Taken> taken) implements Command {}

  /** There is room for more. */
  public enum Taken {
    INSTANCE
  }

  /** The feeder is there; it is told {@link Taken} at once. */
  public record Begin(ActorRef<Taken> taken) implements Command {}

  /** Where the outputs go; until then they wait. Each is answered with {@link OutputTaken}. */
  public record Listen(ActorRef<SessionOutput> output) implements Command {}

  /** The last output was taken. */
  public enum OutputTaken implements Command {
    INSTANCE
  }

  /** No more records follow: answer all, then finish. */
  public enum NoMore implements Command {
    INSTANCE
  }

  /** The input broke; a MillraceException among the causes is told to the listener. */
  public record InputFailed(Throwable cause) implements Command {}

  /** Nobody listens any more. */
  public enum Abandon implements Command {
    INSTANCE
  }

  private record EpochGiven(ProducerEpoch epoch) implements Command {}

  private record EpochRefused(Throwable cause) implements Command {}

  private record Reply(PartitionReply reply) implements Command {}

  private record PauseOver(PartitionLane lane) implements Command {}

  private enum LingerOver implements Command {
    INSTANCE
  }

  private enum Tick implements Command {
    INSTANCE
  }

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final JobEntry job;
  private final String producer;
  private final IngestSettings settings;
  private final ActorRef<PartitionCommand> region;
  private final ActorRef<PartitionReply> replyTo;
  private final PartitionMap.Router router;
  private final Map<Integer, PartitionLane> lanes = new HashMap<>();
  private final ArrayDeque<SessionOutput> outputs = new ArrayDeque<>();
  private final Welcome.Builder welcome = Welcome.newBuilder();
  private final long startNanos = System.nanoTime();
  private ProducerEpoch epoch = ProducerEpoch.NONE;
  private SequenceCheck sequences = new SequenceCheck(1);
  private Answers.Builder answers = Answers.newBuilder();
  private @Nullable Records early;
  private @Nullable ActorRef<Taken> owedRoom;
  private @Nullable ActorRef<SessionOutput> output;
  private boolean outputTaken;
  private boolean noMore;
  private long lastStallNanos = System.nanoTime() - Duration.ofHours(1).toNanos();

  private IngestSession(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
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
    this.router = job.partitions().router();
    for (int number : job.partitions().numbers()) {
      lanes.put(number, new PartitionLane(new PartitionId(job.id(), number), settings, this::send));
    }
  }

  /**
   * A session; it opens the producer at once.
   *
   * @param fresh whether the producer's sequences start again at 1
   * @param region where requests to partitions go
   */
  public static Behavior<Command> create(
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

  private Behavior<Command> opening() {
    return Behaviors.receive(Command.class)
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

  private Behavior<Command> onListen(Listen m) {
    context.watchWith(m.output(), Abandon.INSTANCE);
    output = m.output();
    outputTaken = true;
    putNext();
    return Behaviors.same();
  }

  private Behavior<Command> onBegin(Begin m) {
    m.taken().tell(Taken.INSTANCE);
    return Behaviors.same();
  }

  private Behavior<Command> onEpochGiven(EpochGiven m) {
    epoch = m.epoch();
    askUnopened();
    return Behaviors.same();
  }

  private void askUnopened() {
    for (PartitionLane lane : lanes.values()) {
      if (!lane.isOpened()) {
        region.tell(new OpenProducer(lane.partition(), producer, epoch, replyTo));
      }
    }
  }

  private Behavior<Command> onEpochRefused(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return fail(
        failure instanceof MillraceException e
            ? e
            : cause instanceof MillraceException e
                ? e
                : MillraceException.of(Kind.UNAVAILABLE, "producer cannot be opened", cause)
                    .with("producer", producer)
                    .with("cause", cause));
  }

  private Behavior<Command> onOpeningReply(PartitionReply reply) {
    if (reply instanceof ProducerFenced fenced) {
      return onFenced(fenced);
    }
    PartitionLane lane = lanes.get(reply.partition().number());
    if (!(reply instanceof ProducerOpened opened) || lane == null || lane.isOpened()) {
      return Behaviors.same();
    }
    lane.open(opened.applied());
    if (opened.committed() > 0) {
      welcome.addCommitted(
          ProducerWatermark.newBuilder()
              .setPartition(lane.partition().number())
              .setSequence(opened.committed()));
    }
    return lanes.values().stream().allMatch(PartitionLane::isOpened) ? begin() : Behaviors.same();
  }

  private Behavior<Command> begin() {
    long highest =
        welcome.getCommittedList().stream()
            .mapToLong(ProducerWatermark::getSequence)
            .max()
            .orElse(0);
    sequences = new SequenceCheck(highest + 1);
    put(
        new Opened(
            welcome.setProducerEpoch(epoch.number()).setHighestCommittedSequence(highest).build()));
    if (early != null) {
      Behavior<Command> next = onRecords(early);
      early = null;
      return next == Behaviors.<Command>same() ? finishIfDone(streaming()) : next;
    }
    return finishIfDone(streaming());
  }

  private Behavior<Command> onEarlyRecords(Records m) {
    early = m;
    return Behaviors.same();
  }

  private Behavior<Command> onOpeningTick() {
    if (System.nanoTime() - startNanos > settings.openTimeout().toNanos()) {
      long missing = lanes.values().stream().filter(lane -> !lane.isOpened()).count();
      return fail(
          MillraceException.of(Kind.UNAVAILABLE, "partitions do not answer")
              .with("job", job.name())
              .with("missing", missing + " of " + lanes.size())
              .with("waited", settings.openTimeout()));
    }
    if (epoch.number() > 0) {
      askUnopened();
    }
    return Behaviors.same();
  }

  private Behavior<Command> streaming() {
    return Behaviors.receive(Command.class)
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

  private Behavior<Command> onRecords(Records m) {
    try {
      sequences.check(m.records());
    } catch (MillraceException e) {
      return fail(e);
    }
    for (DataRecord record : m.records()) {
      int number = router.partitionOf(Token.of(record.key()));
      lane(number).add(record);
    }
    owedRoom = m.taken();
    pump(false);
    return Behaviors.same();
  }

  private PartitionLane lane(int number) {
    PartitionLane lane = lanes.get(number);
    if (lane == null) {
      throw new IllegalStateException("no lane for partition " + number);
    }
    return lane;
  }

  /** Sends what may go, and tells the feeder if there is room for more. */
  private void pump(boolean lingerOver) {
    long now = System.nanoTime();
    long bytes = 0;
    boolean full = outputs.size() + answers.getReceiptsCount() >= settings.outputsMax();
    boolean lingers = false;
    for (PartitionLane lane : lanes.values()) {
      lane.pump(now, lingerOver);
      bytes += lane.bytes();
      full |= lane.bytes() >= settings.partitionBytesMax();
      lingers |= lane.hasPending();
    }
    if (lingers && !timers.isTimerActive(LingerOver.INSTANCE)) {
      timers.startSingleTimer(LingerOver.INSTANCE, settings.linger());
    }
    if (owedRoom != null && !full && bytes < settings.clientBytesMax()) {
      owedRoom.tell(Taken.INSTANCE);
      owedRoom = null;
    }
  }

  private Behavior<Command> onReply(PartitionReply reply) {
    PartitionLane lane = lane(reply.partition().number());
    long now = System.nanoTime();
    if (reply instanceof Committed committed) {
      lane.committed(committed, now, answers);
      putAnswers();
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
    } else if (!(reply instanceof ProducerOpened
        || reply instanceof Found
        || reply instanceof Described)) {
      throw new IllegalStateException("reply: " + reply);
    }
    return Behaviors.same();
  }

  private Behavior<Command> onFenced(ProducerFenced fenced) {
    return fail(
        MillraceException.of(Kind.FENCED, "a newer stream of the producer took over")
            .with("producer", producer)
            .with("epoch", epoch.number())
            .with("newer", fenced.epochNumber()));
  }

  private Behavior<Command> onPauseOver(PauseOver m) {
    m.lane().resume(System.nanoTime());
    return Behaviors.same();
  }

  private Behavior<Command> onLingerOver() {
    pump(true);
    return Behaviors.same();
  }

  private Behavior<Command> onTick() {
    long now = System.nanoTime();
    for (PartitionLane lane : lanes.values()) {
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
      put(new Waits(reason, retryAfterMs));
    }
  }

  /** Puts out the answers so far, or lets them pile up in one message until the last was taken. */
  private void putAnswers() {
    if (outputTaken && answers.getReceiptsCount() > 0) {
      Answers ready = answers.build();
      answers = Answers.newBuilder();
      put(new Answered(ready));
    }
  }

  private void put(SessionOutput next) {
    outputs.add(next);
    putNext();
  }

  private void putNext() {
    if (outputTaken && output != null && !outputs.isEmpty()) {
      outputTaken = false;
      output.tell(outputs.remove());
    }
  }

  private Behavior<Command> onOutputTaken() {
    outputTaken = true;
    putNext();
    putAnswers();
    pump(false);
    return finishIfDone(Behaviors.same());
  }

  private Behavior<Command> onNoMore() {
    noMore = true;
    return finishIfDone(Behaviors.same());
  }

  private Behavior<Command> onInputFailed(Throwable cause) {
    return fail(
        cause instanceof MillraceException e
            ? e
            : MillraceException.of(Kind.UNAVAILABLE, "stream broke", cause)
                .with("producer", producer)
                .with("cause", cause));
  }

  private Behavior<Command> finishIfDone(Behavior<Command> otherwise) {
    boolean done =
        noMore
            && early == null
            && outputs.isEmpty()
            && outputTaken
            && answers.getReceiptsCount() == 0
            && lanes.values().stream().allMatch(lane -> lane.isOpened() && lane.isIdle());
    if (!done) {
      return otherwise;
    }
    return end(new Finished());
  }

  private Behavior<Command> fail(MillraceException cause) {
    return end(new Failed(cause));
  }

  /** Puts out the last word, behind what is still to be taken, then stops. */
  private Behavior<Command> end(SessionOutput last) {
    outputs.add(last);
    putNext();
    return outputs.isEmpty() ? Behaviors.stopped() : ending();
  }

  private Behavior<Command> ending() {
    return Behaviors.receive(Command.class)
        .onMessage(Listen.class, m -> endIfTaken(onListen(m)))
        .onMessage(OutputTaken.class, m -> endIfTaken(onLastTaken()))
        .onMessage(Abandon.class, m -> Behaviors.stopped())
        .onAnyMessage(m -> Behaviors.same())
        .build();
  }

  private Behavior<Command> onLastTaken() {
    outputTaken = true;
    putNext();
    return Behaviors.same();
  }

  private Behavior<Command> endIfTaken(Behavior<Command> otherwise) {
    return outputs.isEmpty() ? Behaviors.stopped() : otherwise;
  }

  private void send(PartitionId partition, long previous, int attempt, List<DataRecord> records) {
    region.tell(new Append(partition, producer, epoch, previous, attempt, records, replyTo));
  }
}
