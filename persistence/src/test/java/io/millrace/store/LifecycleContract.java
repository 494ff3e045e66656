// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.model.Epoch;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.model.ProducerEpoch;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link JobRegistry} and {@link Erasure} promise over the life of a job, to its end. */
public interface LifecycleContract {
  /** The stores under test; the same ones at every call. */
  Stores stores();

  private JobEntry registered(int version) {
    var entry =
        new JobEntry("life-" + UUID.randomUUID(), UUID.randomUUID(), version, PartitionMap.even(3));
    return Stages.get(stores().jobs().register(entry));
  }

  private JobEntry set(JobEntry job, JobStatus status) {
    return Stages.get(stores().jobs().setStatus(job.name(), job.id(), status));
  }

  private JobEntry find(JobEntry job) {
    return Stages.get(stores().jobs().find(job.name())).orElseThrow();
  }

  @Test
  default void givenJob_whenItGoesThroughItsPhases_thenEachIsReadBack() {
    var job = registered(1);

    for (var status :
        List.of(
            job.status().draining(),
            job.status().drained(),
            JobStatus.resumed(3, 40),
            JobStatus.resumed(3, 40).pausedFor("why"),
            JobStatus.resumed(3, 40).deleting())) {
      assertThat(set(job, status)).isEqualTo(job.withStatus(status));
      assertThat(find(job)).isEqualTo(job.withStatus(status));
    }
  }

  @Test
  default void givenPhase_whenMovedFromIt_thenMovedAndFromAnotherNot() {
    var job = registered(1);
    var jobs = stores().jobs();
    var drained = job.status().drained();

    var tooEarly = Stages.get(jobs.setStatus(job.name(), job.id(), JobPhase.DRAINING, drained));
    set(job, job.status().draining());
    var moved = Stages.get(jobs.setStatus(job.name(), job.id(), JobPhase.DRAINING, drained));
    var again = Stages.get(jobs.setStatus(job.name(), job.id(), JobPhase.DRAINING, drained));

    assertThat(tooEarly).isEqualTo(job);
    assertThat(moved).isEqualTo(job.withStatus(drained));
    assertThat(again).isEqualTo(moved);
  }

  @Test
  default void givenJobInDeletion_whenResumed_thenRefusedAndItStays() {
    var job = registered(1);
    var deleting = set(job, job.status().deleting());

    var resumed =
        Stages.outcome(stores().jobs().setStatus(job.name(), job.id(), JobStatus.resumed(0, 0)));

    assertThat(resumed.failureKind()).isEqualTo(Kind.CALLER);
    assertThat(find(job)).isEqualTo(deleting);
    assertThat(set(job, job.status().deleting())).isEqualTo(deleting);
  }

  @Test
  default void givenVersions_whenRaised_thenTheHighestStaysInForce() {
    var job = registered(2);
    var jobs = stores().jobs();

    var raised = Stages.get(jobs.raiseVersion(job.name(), job.id(), 5));
    var lower = Stages.get(jobs.raiseVersion(job.name(), job.id(), 3));
    var other = Stages.outcome(jobs.raiseVersion(job.name(), UUID.randomUUID(), 9));

    assertThat(raised).isEqualTo(job.withVersion(5));
    assertThat(lower).isEqualTo(raised);
    assertThat(other.failureKind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(find(job)).isEqualTo(raised);
  }

  @Test
  default void givenJob_whenRemoved_thenOnlyInDeletionAndTheNameIsFreeForAnother() {
    var job = registered(1);
    var jobs = stores().jobs();

    var tooEarly = Stages.outcome(jobs.remove(job.name(), job.id()));
    set(job, job.status().deleting());
    Stages.get(jobs.remove(job.name(), UUID.randomUUID()));
    var stillThere = find(job);
    Stages.get(jobs.remove(job.name(), job.id()));
    Stages.get(jobs.remove(job.name(), job.id()));
    var gone = Stages.get(jobs.find(job.name()));
    var next = new JobEntry(job.name(), UUID.randomUUID(), 1, PartitionMap.even(2));
    var anew = Stages.get(jobs.register(next));
    Stages.get(jobs.remove(job.name(), job.id()));

    assertThat(tooEarly.failureKind()).isEqualTo(Kind.CALLER);
    assertThat(stillThere.id()).isEqualTo(job.id());
    assertThat(gone).isEmpty();
    assertThat(anew).isEqualTo(next);
    assertThat(find(job)).isEqualTo(next);
  }

  @Test
  default void
      givenPartitionWithBlocksAndSnapshots_whenErased_thenNothingIsLeftAndItsOwnerIsFenced() {
    var log = stores().blocks();
    var snapshots = stores().snapshots();
    var partition = new PartitionId(UUID.randomUUID(), 2);
    var owner = Stages.get(log.claim(partition));
    var head = LogSteps.append(log, owner, 130, 10);
    Stages.get(log.write(LogSteps.block(head, 131, 10)));
    var named = UUID.randomUUID();
    var unnamed = UUID.randomUUID();
    for (var snapshot : List.of(named, unnamed)) {
      Stages.get(snapshots.announce(partition, snapshot, owner.epoch()));
      for (int chunk = 0; chunk < 40; chunk++) {
        Stages.get(snapshots.write(partition, snapshot, chunk, ByteString.copyFromUtf8("s")));
      }
    }
    Stages.get(log.write(LogSteps.block(head, 131, 10)));
    var withSnapshot =
        head.extend(
            131, LogSteps.chain(131), head.start().withSnapshot(new SnapshotRef(130, named)));
    Stages.get(log.compareAndSet(head, withSnapshot));

    var first = Stages.get(stores().erasure().erase(partition));
    var next = withSnapshot.extend(132, LogSteps.chain(132));
    var late = Stages.get(log.compareAndSet(withSnapshot, next));
    var second = Stages.get(stores().erasure().erase(partition));

    assertThat(first).isTrue();
    assertThat(late.applied()).isFalse();
    assertThat(second).isFalse();
    assertThat(Stages.get(log.head(partition)).epoch()).isEqualTo(Epoch.NONE);
    assertThat(Stages.outcome(log.read(withSnapshot, 0, 1)).isFailure()).isTrue();
    assertThat(Stages.outcome(log.read(withSnapshot, 129, 1)).isFailure()).isTrue();
    for (var snapshot : List.of(named, unnamed)) {
      assertThat(Stages.outcome(snapshots.read(partition, snapshot, 0)).failureKind())
          .isEqualTo(Kind.CORRUPT);
      assertThat(Stages.outcome(snapshots.read(partition, snapshot, 39)).failureKind())
          .isEqualTo(Kind.CORRUPT);
    }
  }

  @Test
  default void givenOtherPartitions_whenOneIsErased_thenTheyStay() {
    var log = stores().blocks();
    var job = UUID.randomUUID();
    var heads =
        IntStream.range(0, 3)
            .mapToObj(n -> Stages.get(log.claim(new PartitionId(job, n))))
            .map(owner -> LogSteps.append(log, owner, 2, 10))
            .toList();

    Stages.get(stores().erasure().erase(heads.get(1).partition()));

    assertThat(Stages.get(log.read(heads.get(0), 0, 1 << 20))).hasSize(2);
    assertThat(Stages.get(log.read(heads.get(2), 0, 1 << 20))).hasSize(2);
    assertThat(Stages.get(log.head(heads.get(1).partition())).sequence()).isZero();
  }

  @Test
  default void givenProducers_whenAJobsAreErased_thenTheyBeginAnewAndOthersStay() {
    var producers = stores().producers();
    var job = UUID.randomUUID();
    var other = UUID.randomUUID();
    for (int i = 0; i < 25; i++) {
      Stages.get(producers.open(job, "p" + i, true));
    }
    Stages.get(producers.open(other, "p1", true));

    assertThat(Stages.get(stores().erasure().eraseProducers(job))).isEqualTo(25);
    assertThat(Stages.get(stores().erasure().eraseProducers(job))).isZero();

    assertThat(Stages.get(producers.open(job, "p7", false))).isEqualTo(new ProducerEpoch(1, 1));
    assertThat(Stages.get(producers.open(other, "p1", false))).isEqualTo(new ProducerEpoch(2, 1));
  }
}
