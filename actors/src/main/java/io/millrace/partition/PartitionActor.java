// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.partition;

import io.millrace.model.OutboxRecord;
import io.millrace.model.PartitionId;
import io.millrace.partition.PartitionCommand.ActOnQuarantine;
import io.millrace.partition.PartitionCommand.Append;
import io.millrace.partition.PartitionCommand.Ask;
import io.millrace.partition.PartitionCommand.AwaitCommit;
import io.millrace.partition.PartitionCommand.Describe;
import io.millrace.partition.PartitionCommand.Find;
import io.millrace.partition.PartitionCommand.HandOver;
import io.millrace.partition.PartitionCommand.ListQuarantine;
import io.millrace.partition.PartitionCommand.OpenProducer;
import io.millrace.partition.PartitionCommand.Own;
import io.millrace.partition.PartitionCommand.Request;
import io.millrace.partition.Recovery.Recovered;
import io.millrace.processor.Job;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Owns one partition for one term: a thin shell around {@link Term}. States: recovering, serving,
 * ending (waits shortly for what is on its way), failed (says so to everyone), fenced (the same,
 * for a while, then stops).
 */
public final class PartitionActor {
  private static final int MOVED_RETRY_MS = 100;
  private static final int STORE_RETRY_MS = 1_000;
  private static final int FAILED_RETRY_MS = 10_000;
  private static final int PAUSED_RETRY_MS = 1_000;

  /** Until then another partition may have left the node. */
  private static final Duration ROOM_WAIT = Duration.ofMinutes(1);

  /**
   * What every partition of a node uses.
   *
   * @param term what its terms use
   * @param slots bounds recoveries
   * @param watch sees to the deadlines of processors
   * @param states bounds what their keys take
   * @param paused which jobs take no records at present
   * @param onFailed told the job when a commit, or what was recovered, holds failed records that it
   *     was not told of; must not block
   * @param node this node's address, for people
   */
  public record Services(
      Term.Services term,
      RecoverySlots slots,
      ProcessorWatch watch,
      StateBudget states,
      Pause paused,
      Consumer<UUID> onFailed,
      String node) {}

  private record Came(Recovered<ActorRef<PartitionReply>> recovered) implements Own {}

  private record RecoveryFailed(Throwable cause) implements Own {}

  private record RecoverAgain() implements Own {}

  private record Task(Runnable body) implements Own {}

  private record WaitedEnough() implements Own {}

  /** A partition of another stage answers what was sent to it. */
  private record FromTarget(PartitionReply reply) implements Own {}

  private final PartitionId partition;
  private final StageRun run;
  private final Outbound outbound;
  private final Services services;
  private final PartitionSettings settings;
  private final ActorContext<PartitionCommand> context;
  private final TimerScheduler<PartitionCommand> timers;
  private final StashBuffer<PartitionCommand> stash;
  private final Recovery<ActorRef<PartitionReply>> recovery;
  private final StateShare share;
  private final ActorRef<PartitionReply> answers;
  private long begunNanos;

  private PartitionActor(
      PartitionId partition,
      StageRun run,
      Outbound outbound,
      Services services,
      ActorContext<PartitionCommand> context,
      TimerScheduler<PartitionCommand> timers,
      StashBuffer<PartitionCommand> stash) {
    this.partition = partition;
    this.run = run;
    this.outbound = outbound;
    this.services = services;
    this.settings = services.term().settings();
    this.context = context;
    this.timers = timers;
    this.stash = stash;
    this.recovery =
        new Recovery<>(
            services.term().log(),
            services.term().snapshots(),
            services.term().dictionaries(),
            services.term().limits(),
            settings.recoveryPageBytes(),
            services.term().codecExecutor());
    this.answers = context.messageAdapter(PartitionReply.class, FromTarget::new);
    this.share = services.states().open();
  }

  /** The behavior of a partition of a job's stage; it recovers first. */
  public static Behavior<PartitionCommand> create(
      PartitionId partition, StageRun run, Outbound outbound, Services services) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    Behaviors.withStash(
                        services.term().settings().stashMax(),
                        stash ->
                            new PartitionActor(
                                    partition, run, outbound, services, context, timers, stash)
                                .recovering())));
  }

  private Behavior<PartitionCommand> recovering() {
    begunNanos = System.nanoTime();
    context.pipeToSelf(
        services.slots().run(() -> recovery.recover(partition, this::emptyCore)),
        (recovered, failure) ->
            failure == null ? new Came(recovered) : new RecoveryFailed(StoreCalls.unwrap(failure)));
    return Behaviors.receive(PartitionCommand.class)
        .onMessage(Request.class, this::onEarly)
        .onMessage(Came.class, m -> onRecovered(m.recovered()))
        .onMessage(RecoveryFailed.class, m -> onRecoveryFailed(m.cause()))
        .onMessage(RecoverAgain.class, m -> recovering())
        .onMessage(HandOver.class, m -> Behaviors.stopped())
        .onMessage(FromTarget.class, m -> Behaviors.same())
        .onSignal(PostStop.class, s -> leave())
        .build();
  }

  private PartitionCore<ActorRef<PartitionReply>> emptyCore() {
    Job job = run.job();
    CallWatch watch = services.watch().of(job.name(), partition, job.errors().deadline());
    return new PartitionCore<>(
        partition,
        run.processor(),
        job.errors(),
        job.time(),
        settings.lingering(job.linger()).retainingProducers(job.storage().producerRetention()),
        run.routes(),
        watch,
        share);
  }

  private Behavior<PartitionCommand> leave() {
    share.close();
    return Behaviors.same();
  }

  private Behavior<PartitionCommand> onEarly(Request request) {
    if (stash.isFull()) {
      tell(request, "partition is starting", MOVED_RETRY_MS);
    } else {
      stash.stash(request);
    }
    return Behaviors.same();
  }

  private Behavior<PartitionCommand> onRecovered(Recovered<ActorRef<PartitionReply>> recovered) {
    TermLog.began(partition, recovered, Duration.ofNanos(System.nanoTime() - begunNanos));
    return stash.unstashAll(new Serving(recovered).behavior());
  }

  private Behavior<PartitionCommand> onRecoveryFailed(Throwable cause) {
    if (TermEnd.isStop(cause)) {
      TermLog.corrupt(partition, cause);
      return failed("partition is corrupt: " + cause.getMessage(), FAILED_RETRY_MS);
    }
    if (TermEnd.needsRoom(cause)) {
      TermLog.noRoom(partition, cause);
      timers.startSingleTimer(new WaitedEnough(), ROOM_WAIT);
      return failed("partition cannot start here: " + cause.getMessage(), FAILED_RETRY_MS);
    }
    TermLog.notYet(partition, cause);
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

  private Behavior<PartitionCommand> failed(String reason, int retryAfterMs) {
    share.close();
    return stash.unstashAll(
        Behaviors.receive(PartitionCommand.class)
            .onMessage(
                Request.class,
                request -> {
                  tell(request, reason, retryAfterMs);
                  return Behaviors.same();
                })
            .onMessage(HandOver.class, m -> Behaviors.stopped())
            .onMessage(WaitedEnough.class, m -> Behaviors.stopped())
            .onAnyMessage(m -> Behaviors.same())
            .build());
  }

  private void tell(Request request, String reason, int retryAfterMs) {
    request.refuse(partition, reason, retryAfterMs);
  }

  /** The states in which there is a term: serving and ending. */
  private final class Serving implements Term.Shell<ActorRef<PartitionReply>> {
    private final Term<ActorRef<PartitionReply>> term;
    private final StageLink link;
    private @Nullable Throwable ended;
    private long failedTold;

    private Serving(Recovered<ActorRef<PartitionReply>> recovered) {
      ActorRef<PartitionCommand> self = context.getSelf();
      this.term =
          new Term<>(
              recovered,
              run.job().storage(),
              services.term(),
              task -> self.tell(new Task(task)),
              this);
      share.onAsked(() -> self.tell(new Task(this::makeRoom)));
      term.sweep();
      link = new StageLink(partition, term, outbound, answers);
      tellFailed();
    }

    private void makeRoom() {
      TermEnd.unlessUnreadable(partition, () -> term.core().state().keys.makeRoom())
          .ifPresent(term::onFailed);
    }

    private Behavior<PartitionCommand> behavior() {
      return Behaviors.receive(PartitionCommand.class)
          .onMessage(Append.class, this::onAppend)
          .onMessage(Request.class, this::onRequest)
          .onMessage(Task.class, this::onTask)
          .onMessage(FromTarget.class, this::onFromTarget)
          .onMessage(HandOver.class, m -> onHandOver())
          .onSignal(PostStop.class, s -> onStop())
          .build();
    }

    private Behavior<PartitionCommand> ending() {
      return Behaviors.receive(PartitionCommand.class)
          .onMessage(Request.class, this::onLateRequest)
          .onMessage(Task.class, this::onLastTask)
          .onMessage(FromTarget.class, m -> Behaviors.same())
          .onMessage(WaitedEnough.class, m -> Behaviors.stopped())
          .onMessage(HandOver.class, m -> Behaviors.same())
          .onSignal(PostStop.class, s -> onStop())
          .build();
    }

    private Behavior<PartitionCommand> onAppend(Append m) {
      boolean fromStage = m.producer().startsWith(PartitionId.PRODUCER_PREFIX);
      Optional<String> paused = services.paused().reason(partition.job(), fromStage);
      if (!m.partition().equals(partition)) {
        PartitionActor.this.tell(
            m, "batch for " + m.partition() + " reached " + partition, MOVED_RETRY_MS);
      } else if (paused.isPresent()) {
        PartitionActor.this.tell(m, paused.get(), PAUSED_RETRY_MS);
      } else {
        term.append(m, m.replyTo());
      }
      return next(false);
    }

    private Behavior<PartitionCommand> onRequest(Request request) {
      if (request instanceof OpenProducer m) {
        term.openProducer(m.producer(), m.epoch(), m.replyTo());
      } else if (request instanceof Find m) {
        term.find(m, m.replyTo());
      } else if (request instanceof AwaitCommit m) {
        term.core().awaitCommit(m.reader(), m.after(), m.replyTo(), term);
      } else if (request instanceof Describe m) {
        m.replyTo().tell(term.described(services.node(), isPaused()));
      } else if (request instanceof ListQuarantine m) {
        term.listQuarantine(m, m.replyTo());
      } else if (request instanceof Ask m) {
        term.ask(m, m.replyTo());
      } else if (request instanceof ActOnQuarantine m) {
        term.actOnQuarantine(m, m.replyTo());
      } else {
        throw new IllegalStateException("request: " + request);
      }
      return next(false);
    }

    private Behavior<PartitionCommand> onTask(Task m) {
      m.body().run();
      return next(false);
    }

    private Behavior<PartitionCommand> onFromTarget(FromTarget m) {
      link.answered(m.reply());
      return next(false);
    }

    /** What is still open goes as soon as there is room on the way. */
    private Behavior<PartitionCommand> onLastTask(Task m) {
      m.body().run();
      if (ended == null) {
        term.flush();
      }
      return next(true);
    }

    private Behavior<PartitionCommand> next(boolean isEnding) {
      if (ended != null) {
        return onEnded(ended);
      }
      tellFailed();
      return isEnding && term.core().idle() ? Behaviors.stopped() : Behaviors.same();
    }

    private void tellFailed() {
      long failed = term.core().figures().failed();
      if (failed > failedTold) {
        failedTold = failed;
        services.onFailed().accept(partition.job());
      }
    }

    private Behavior<PartitionCommand> onEnded(Throwable cause) {
      TermLog.ended(partition, cause);
      boolean stays = TermEnd.needsOtherCode(cause);
      if (!stays) {
        // Coming back at once would start a duel with whoever took over. If the log is damaged, the
        // recovery of the next term says so and stays.
        timers.startSingleTimer(new WaitedEnough(), settings.fencedWait());
      }
      return failed(TermEnd.reason(cause), stays ? FAILED_RETRY_MS : STORE_RETRY_MS);
    }

    private Behavior<PartitionCommand> onHandOver() {
      if (term.core().idle()) {
        return Behaviors.stopped();
      }
      term.flush();
      timers.startSingleTimer(new WaitedEnough(), settings.handOverWait());
      return ending();
    }

    private Behavior<PartitionCommand> onLateRequest(Request m) {
      PartitionActor.this.tell(m, "partition is moving", MOVED_RETRY_MS);
      return Behaviors.same();
    }

    private Behavior<PartitionCommand> onStop() {
      term.end("partition moved", MOVED_RETRY_MS);
      return leave();
    }

    @Override
    public void tell(ActorRef<PartitionReply> caller, PartitionReply reply) {
      caller.tell(reply);
    }

    @Override
    public boolean isPaused() {
      return services.paused().reason(partition.job(), false).isPresent();
    }

    @Override
    public void ended(Throwable cause) {
      ended = cause;
    }

    @Override
    public void owes(List<OutboxRecord> committed) {
      link.owes(committed);
    }
  }
}
