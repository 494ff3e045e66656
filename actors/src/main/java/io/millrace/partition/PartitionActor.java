// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.block.Block;
import io.millrace.block.BlockEncoder;
import io.millrace.block.BlockLimits;
import io.millrace.codec.Codec;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionCommand.Append;
import io.millrace.partition.PartitionCommand.Describe;
import io.millrace.partition.PartitionCommand.Find;
import io.millrace.partition.PartitionCommand.HandOver;
import io.millrace.partition.PartitionCommand.OpenProducer;
import io.millrace.partition.PartitionCommand.Own;
import io.millrace.partition.PartitionCommand.Request;
import io.millrace.partition.PartitionReply.Described;
import io.millrace.partition.PartitionReply.NotTaken;
import io.millrace.processor.Processor;
import io.millrace.store.BlockLog;
import io.millrace.store.Head;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one partition for one term: a thin shell around {@link PartitionCore}. States: recovering,
 * serving, ending (waits shortly for what is on its way), failed (says so to everyone).
 */
public final class PartitionActor {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionActor.class);
  private static final int MOVED_RETRY_MS = 100;
  private static final int STORE_RETRY_MS = 1_000;
  private static final int FAILED_RETRY_MS = 10_000;

  /**
   * What every partition of a node uses.
   *
   * @param codecExecutor encodes and decodes; not the actors' threads
   * @param node this node's address, for people
   */
  public record Services(
      BlockLog log,
      BlockEncoder encoder,
      Codec codec,
      BlockLimits limits,
      Executor codecExecutor,
      Materializer materializer,
      PartitionSettings settings,
      String node) {}

  private record Recovered(Head head) implements Own {}

  private record RecoveryFailed(Throwable cause) implements Own {}

  private record RecoverAgain() implements Own {}

  private record Lingered() implements Own {}

  private record Passed(BlockWriter.Progress progress) implements Own {}

  private record StoreTrouble(String reason) implements Own {}

  private record WriterFailed(Throwable cause) implements Own {}

  private record WaitedEnough() implements Own {}

  private final PartitionId partition;
  private final Supplier<Processor> processor;
  private final Services services;
  private final PartitionSettings settings;
  private final ActorContext<PartitionCommand> context;
  private final TimerScheduler<PartitionCommand> timers;
  private final StashBuffer<PartitionCommand> stash;
  private final Recovery recovery;

  private PartitionActor(
      PartitionId partition,
      Supplier<Processor> processor,
      Services services,
      ActorContext<PartitionCommand> context,
      TimerScheduler<PartitionCommand> timers,
      StashBuffer<PartitionCommand> stash) {
    this.partition = partition;
    this.processor = processor;
    this.services = services;
    this.settings = services.settings();
    this.context = context;
    this.timers = timers;
    this.stash = stash;
    this.recovery =
        new Recovery(
            services.log(),
            services.limits(),
            settings.recoveryPageBytes(),
            services.codecExecutor());
  }

  /** The partition's behavior; it recovers first. */
  public static Behavior<PartitionCommand> create(
      PartitionId partition, Supplier<Processor> processor, Services services) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    Behaviors.withStash(
                        services.settings().stashMax(),
                        stash ->
                            new PartitionActor(
                                    partition, processor, services, context, timers, stash)
                                .recovering())));
  }

  private Behavior<PartitionCommand> recovering() {
    var core = new PartitionCore<ActorRef<PartitionReply>>(partition, processor.get(), settings);
    context.pipeToSelf(
        recovery.recover(partition, core),
        (head, failure) ->
            failure == null ? new Recovered(head) : new RecoveryFailed(StoreCalls.unwrap(failure)));
    return Behaviors.receive(PartitionCommand.class)
        .onMessage(Request.class, this::onEarly)
        .onMessage(Recovered.class, m -> onRecovered(m.head(), core))
        .onMessage(RecoveryFailed.class, m -> onRecoveryFailed(m.cause()))
        .onMessage(RecoverAgain.class, m -> recovering())
        .onMessage(HandOver.class, m -> Behaviors.stopped())
        .build();
  }

  private Behavior<PartitionCommand> onEarly(Request request) {
    if (stash.isFull()) {
      tell(request, "partition is starting", MOVED_RETRY_MS);
    } else {
      stash.stash(request);
    }
    return Behaviors.same();
  }

  private Behavior<PartitionCommand> onRecovered(
      Head head, PartitionCore<ActorRef<PartitionReply>> core) {
    LOG.atInfo()
        .addKeyValue("partition", partition)
        .addKeyValue("epoch", head.epoch().value())
        .addKeyValue("head", head.sequence())
        .log("partition taken over");
    return stash.unstashAll(new Serving(core, head).behavior());
  }

  private Behavior<PartitionCommand> onRecoveryFailed(Throwable cause) {
    if (cause instanceof MillraceException e && e.kind() == Kind.CORRUPT) {
      LOG.atError().setCause(cause).addKeyValue("partition", partition).log("partition is corrupt");
      return failed("partition is corrupt: " + cause.getMessage());
    }
    LOG.atWarn()
        .addKeyValue("partition", partition)
        .addKeyValue("cause", cause.toString())
        .log("partition cannot be taken over yet");
    String reason = "partition cannot be taken over yet: " + cause.getMessage();
    stash.forEach(
        command -> {
          if (command instanceof Request request) {
            tell(request, reason, STORE_RETRY_MS);
          }
        });
    stash.clear();
    timers.startSingleTimer(new RecoverAgain(), Duration.ofMillis(STORE_RETRY_MS));
    return Behaviors.same();
  }

  private Behavior<PartitionCommand> failed(String reason) {
    return stash.unstashAll(
        Behaviors.receive(PartitionCommand.class)
            .onMessage(
                Request.class,
                request -> {
                  tell(request, reason, FAILED_RETRY_MS);
                  return Behaviors.same();
                })
            .onMessage(HandOver.class, m -> Behaviors.stopped())
            .onAnyMessage(m -> Behaviors.same())
            .build());
  }

  private void tell(Request request, String reason, int retryAfterMs) {
    int attempt = request instanceof Append append ? append.attempt() : NotTaken.ANY_ATTEMPT;
    request.replyTo().tell(new NotTaken(partition, attempt, reason, retryAfterMs));
  }

  /** The states in which there is a term: serving and ending. */
  private final class Serving
      implements PartitionCore.Effects<ActorRef<PartitionReply>>, BlockWriter.Listener {
    private final PartitionCore<ActorRef<PartitionReply>> core;
    private final BlockWriter writer;
    private final ActorRef<PartitionCommand> self = context.getSelf();

    private Serving(PartitionCore<ActorRef<PartitionReply>> core, Head head) {
      this.core = core;
      this.writer =
          new BlockWriter(
              head,
              services.log(),
              services.encoder(),
              services.codec(),
              services.codecExecutor(),
              settings,
              services.materializer(),
              this);
    }

    private Behavior<PartitionCommand> behavior() {
      return Behaviors.receive(PartitionCommand.class)
          .onMessage(Append.class, this::onAppend)
          .onMessage(OpenProducer.class, this::onOpenProducer)
          .onMessage(Find.class, this::onFind)
          .onMessage(Describe.class, this::onDescribe)
          .onMessage(Lingered.class, m -> onLingered())
          .onMessage(Passed.class, this::onPassed)
          .onMessage(StoreTrouble.class, this::onStoreTrouble)
          .onMessage(WriterFailed.class, this::onWriterFailed)
          .onMessage(HandOver.class, m -> onHandOver())
          .onSignal(PostStop.class, s -> onStop())
          .build();
    }

    private Behavior<PartitionCommand> ending() {
      return Behaviors.receive(PartitionCommand.class)
          .onMessage(Request.class, this::onLateRequest)
          .onMessage(Passed.class, m -> endIfIdle(onPassed(m)))
          .onMessage(StoreTrouble.class, m -> Behaviors.same())
          .onMessage(Lingered.class, m -> onLingered())
          .onMessage(WriterFailed.class, this::onWriterFailed)
          .onMessage(WaitedEnough.class, m -> Behaviors.stopped())
          .onMessage(HandOver.class, m -> Behaviors.same())
          .onSignal(PostStop.class, s -> onStop())
          .build();
    }

    private Behavior<PartitionCommand> onAppend(Append m) {
      if (!m.partition().equals(partition)) {
        tell(m, "batch for " + m.partition() + " reached " + partition, MOVED_RETRY_MS);
        return Behaviors.same();
      }
      core.append(
          m.producer(),
          m.epoch(),
          m.previous(),
          m.attempt(),
          m.records(),
          m.replyTo(),
          nowMs(),
          this);
      return Behaviors.same();
    }

    private Behavior<PartitionCommand> onOpenProducer(OpenProducer m) {
      core.openProducer(m.producer(), m.epoch(), m.replyTo(), this);
      return Behaviors.same();
    }

    private Behavior<PartitionCommand> onFind(Find m) {
      m.replyTo().tell(core.find(m.key()));
      return Behaviors.same();
    }

    private Behavior<PartitionCommand> onDescribe(Describe m) {
      m.replyTo()
          .tell(
              new Described(
                  partition, services.node(), core.epoch(), core.committedBlock(), core.figures()));
      return Behaviors.same();
    }

    private Behavior<PartitionCommand> onLingered() {
      core.lingered(nowMs(), this);
      return Behaviors.same();
    }

    private Behavior<PartitionCommand> onPassed(Passed m) {
      BlockWriter.Progress p = m.progress();
      core.committed(p.block(), p.rawBytes(), p.storedBytes(), nowMs(), this);
      return Behaviors.same();
    }

    private Behavior<PartitionCommand> onStoreTrouble(StoreTrouble m) {
      core.storeTrouble(m.reason(), STORE_RETRY_MS, this);
      return Behaviors.same();
    }

    private Behavior<PartitionCommand> onWriterFailed(WriterFailed m) {
      boolean corrupt = m.cause() instanceof MillraceException e && e.kind() == Kind.CORRUPT;
      var level = corrupt ? LOG.atError() : LOG.atWarn();
      level.addKeyValue("partition", partition).setCause(m.cause()).log("partition's term ended");
      String reason = "partition moved: " + m.cause().getMessage();
      core.abandon(reason, STORE_RETRY_MS, this);
      return corrupt ? failed(reason) : Behaviors.stopped();
    }

    private Behavior<PartitionCommand> onHandOver() {
      if (core.idle()) {
        return Behaviors.stopped();
      }
      timers.startSingleTimer(new WaitedEnough(), settings.handOverWait());
      return ending();
    }

    private Behavior<PartitionCommand> onLateRequest(Request m) {
      tell(m, "partition is moving", MOVED_RETRY_MS);
      return Behaviors.same();
    }

    private Behavior<PartitionCommand> endIfIdle(Behavior<PartitionCommand> next) {
      return core.idle() ? Behaviors.stopped() : next;
    }

    private Behavior<PartitionCommand> onStop() {
      writer.end();
      core.abandon("partition moved", MOVED_RETRY_MS, this);
      return Behaviors.same();
    }

    private static long nowMs() {
      return System.currentTimeMillis();
    }

    @Override
    public void reply(ActorRef<PartitionReply> caller, PartitionReply reply) {
      caller.tell(reply);
    }

    @Override
    public void seal(Block block) {
      writer.offer(block);
    }

    @Override
    public void startLinger(Duration wait) {
      if (wait.isZero()) {
        self.tell(new Lingered());
      } else {
        timers.startSingleTimer(new Lingered(), wait);
      }
    }

    @Override
    public void onCommitted(BlockWriter.Progress progress) {
      self.tell(new Passed(progress));
    }

    @Override
    public void onRetry(Throwable cause) {
      self.tell(new StoreTrouble("waiting for the store: " + cause.getMessage()));
    }

    @Override
    public void onFailed(Throwable cause) {
      self.tell(new WriterFailed(cause));
    }
  }
}
