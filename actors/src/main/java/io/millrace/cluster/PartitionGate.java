// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.cluster;

import io.millrace.model.PartitionId;
import io.millrace.partition.Outbound;
import io.millrace.partition.PartitionActor;
import io.millrace.partition.PartitionCommand;
import io.millrace.partition.PartitionCommand.HandOver;
import io.millrace.partition.PartitionCommand.Own;
import io.millrace.partition.PartitionCommand.Request;
import io.millrace.routing.Admission;
import io.millrace.routing.Admission.Admitted;
import io.millrace.routing.Admission.Refused;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * What a partition is before it runs on a node: asks whether the node may run its job, then becomes
 * the partition, or refuses for a moment and stops. So code of an old version never meets state
 * that newer code wrote, and a deleted job's partition does not come back. States: asking,
 * refusing.
 */
final class PartitionGate {
  private static final int REFUSED_RETRY_MS = 1_000;
  private static final int STARTING_RETRY_MS = 100;

  private record Answered(Admission admission) implements Own {}

  private record NoAnswer(String cause) implements Own {}

  private record RefusedLongEnough() implements Own {}

  private final PartitionId partition;
  private final Outbound outbound;
  private final PartitionActor.Services services;
  private final Consumer<ActorRef<PartitionCommand>> onAdmitted;
  private final ActorContext<PartitionCommand> context;
  private final TimerScheduler<PartitionCommand> timers;
  private final StashBuffer<PartitionCommand> stash;

  private PartitionGate(
      PartitionId partition,
      Outbound outbound,
      PartitionActor.Services services,
      Consumer<ActorRef<PartitionCommand>> onAdmitted,
      ActorContext<PartitionCommand> context,
      TimerScheduler<PartitionCommand> timers,
      StashBuffer<PartitionCommand> stash) {
    this.partition = partition;
    this.outbound = outbound;
    this.services = services;
    this.onAdmitted = onAdmitted;
    this.context = context;
    this.timers = timers;
    this.stash = stash;
  }

  /**
   * The partition's behavior, from its beginning.
   *
   * @param admit asks whether this node may run it
   * @param onAdmitted told the partition's actor when it begins to run
   */
  static Behavior<PartitionCommand> create(
      PartitionId partition,
      Function<PartitionId, CompletionStage<Admission>> admit,
      Outbound outbound,
      PartitionActor.Services services,
      Consumer<ActorRef<PartitionCommand>> onAdmitted) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    Behaviors.withStash(
                        services.term().settings().stashMax(),
                        stash -> {
                          context.pipeToSelf(
                              services.slots().run(() -> admit.apply(partition)),
                              (admission, failure) ->
                                  failure == null
                                      ? new Answered(admission)
                                      : new NoAnswer(String.valueOf(failure)));
                          return new PartitionGate(
                                  partition, outbound, services, onAdmitted, context, timers, stash)
                              .asking();
                        })));
  }

  private Behavior<PartitionCommand> asking() {
    return Behaviors.receive(PartitionCommand.class)
        .onMessage(Request.class, this::onEarly)
        .onMessage(Answered.class, m -> onAnswered(m.admission()))
        .onMessage(
            NoAnswer.class, m -> refusing("the registry of jobs does not answer: " + m.cause()))
        .onMessage(HandOver.class, m -> Behaviors.stopped())
        .build();
  }

  private Behavior<PartitionCommand> onEarly(Request request) {
    if (stash.isFull()) {
      refuse(request, "partition is starting", STARTING_RETRY_MS);
    } else {
      stash.stash(request);
    }
    return Behaviors.same();
  }

  private Behavior<PartitionCommand> onAnswered(Admission admission) {
    if (admission instanceof Admitted admitted) {
      onAdmitted.accept(context.getSelf());
      return stash.unstashAll(PartitionActor.create(partition, admitted.run(), outbound, services));
    }
    if (admission instanceof Refused refused) {
      return refusing(refused.reason());
    }
    throw new IllegalStateException("admission: " + admission);
  }

  /** The cluster moves its shard meanwhile if another node may run it. */
  private Behavior<PartitionCommand> refusing(String reason) {
    timers.startSingleTimer(new RefusedLongEnough(), Duration.ofMillis(REFUSED_RETRY_MS));
    return stash.unstashAll(
        Behaviors.receive(PartitionCommand.class)
            .onMessage(
                Request.class,
                request -> {
                  refuse(request, reason, REFUSED_RETRY_MS);
                  return Behaviors.same();
                })
            .onMessage(RefusedLongEnough.class, m -> Behaviors.stopped())
            .onMessage(HandOver.class, m -> Behaviors.stopped())
            .build());
  }

  private void refuse(Request request, String reason, int retryAfterMs) {
    request.refuse(partition, reason, retryAfterMs);
  }
}
