// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.model.MillraceException;
import io.millrace.model.PartitionMap;
import io.millrace.model.ProducerEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every {@link ProducerRegistry} and {@link JobRegistry} promise. */
public interface RegistryContract {
  /** The stores under test; the same ones at every call. */
  Stores stores();

  private ProducerEpoch open(UUID job, String producer, boolean fresh) {
    return Stages.get(stores().producers().open(job, producer, fresh));
  }

  private static JobEntry job(String name, int version) {
    return new JobEntry(name, UUID.randomUUID(), version, PartitionMap.even(5));
  }

  @Test
  default void givenProducer_whenResumed_thenNewEpochOfTheSameIncarnation() {
    var job = UUID.randomUUID();

    assertThat(open(job, "p", false)).isEqualTo(new ProducerEpoch(1, 1));
    assertThat(open(job, "p", false)).isEqualTo(new ProducerEpoch(2, 1));
    assertThat(open(job, "other", false)).isEqualTo(new ProducerEpoch(1, 1));
    assertThat(open(UUID.randomUUID(), "p", false)).isEqualTo(new ProducerEpoch(1, 1));
  }

  @Test
  default void givenProducer_whenStartedAfresh_thenNewIncarnation() {
    var job = UUID.randomUUID();
    open(job, "p", true);
    open(job, "p", false);

    assertThat(open(job, "p", true)).isEqualTo(new ProducerEpoch(3, 3));
    assertThat(open(job, "p", false)).isEqualTo(new ProducerEpoch(4, 3));
  }

  @Test
  default void givenAnotherIncarnation_whenTheOldOneGoesOn_thenFencedAndNothingChanges() {
    var job = UUID.randomUUID();
    var first = open(job, "p", true);
    assertThat(Stages.get(stores().producers().open(job, "p", false, first.incarnation())))
        .isEqualTo(new ProducerEpoch(2, 1));
    open(job, "p", true);

    var outcome = Stages.outcome(stores().producers().open(job, "p", false, first.incarnation()));

    assertThat(outcome.kind()).isEqualTo(MillraceException.Kind.FENCED);
    assertThat(Stages.get(stores().producers().open(job, "p", false, 3)))
        .isEqualTo(new ProducerEpoch(4, 3));
  }

  @Test
  default void givenConcurrentOpens_whenAllAnswered_thenEachNumberOnce() {
    var job = UUID.randomUUID();
    var opens = new ArrayList<CompletionStage<ProducerEpoch>>();
    for (int i = 0; i < 20; i++) {
      opens.add(stores().producers().open(job, "contended", i % 4 == 0));
    }

    var numbers = opens.stream().map(Stages::get).map(ProducerEpoch::number).sorted().toList();

    assertThat(numbers).doesNotHaveDuplicates();
    assertThat(open(job, "contended", false).number())
        .isGreaterThan(numbers.get(numbers.size() - 1));
  }

  @Test
  default void givenJob_whenRegisteredTwice_thenTheFirstCounts() {
    var first = job("twice-" + UUID.randomUUID(), 1);

    var registered = Stages.get(stores().jobs().register(first));
    var second = Stages.get(stores().jobs().register(job(first.name(), 2)));

    assertThat(registered).isEqualTo(first);
    assertThat(second).isEqualTo(first);
    assertThat(Stages.get(stores().jobs().find(first.name()))).contains(first);
  }

  @Test
  default void givenRaceForAName_whenRegistered_thenAllAgree() {
    var name = "race-" + UUID.randomUUID();
    var calls =
        LongStream.rangeClosed(1, 10)
            .mapToObj(i -> stores().jobs().register(job(name, (int) i)))
            .toList();

    var entries = calls.stream().map(Stages::get).distinct().toList();

    assertThat(entries).hasSize(1);
  }

  @Test
  default void givenUnevenMap_whenRegistered_thenReadBackAsItIs() {
    var map = new PartitionMap(3, List.of(0, 5, 0x80000000, -1), List.of(9, 0, 4, 7));
    var entry = new JobEntry("uneven-" + UUID.randomUUID(), UUID.randomUUID(), 7, map);
    Stages.get(stores().jobs().register(entry));

    assertThat(Stages.get(stores().jobs().find(entry.name()))).contains(entry);
  }

  @Test
  default void givenJobOfSeveralStages_whenRegisteredAndPaused_thenItsStagesAreKept() {
    var uneven = new PartitionMap(2, List.of(0, 7, 0x80000000), List.of(9, 5, 8));
    var stages =
        List.of(new StageMap("count", uneven), new StageMap("top", PartitionMap.even(2, 10)));
    var entry =
        new JobEntry(
            "stages-" + UUID.randomUUID(),
            UUID.randomUUID(),
            1,
            PartitionMap.even(5),
            JobStatus.NEW,
            new StageMaps("split", stages, "count"));

    var registered = Stages.get(stores().jobs().register(entry));
    Stages.get(stores().jobs().setStatus(entry.name(), entry.id(), JobStatus.NEW.pausedFor("x")));
    var found = Stages.get(stores().jobs().find(entry.name()));

    assertThat(registered).isEqualTo(entry);
    assertThat(found).contains(entry.withStatus(JobStatus.NEW.pausedFor("x")));
    assertThat(found.orElseThrow().numbers()).containsExactly(0, 1, 2, 3, 4, 5, 8, 9, 10, 11);
  }

  @Test
  default void givenJobs_whenListed_thenAllByName() {
    var prefix = "list-" + UUID.randomUUID() + "-";
    var entries = List.of(job(prefix + "b", 1), job(prefix + "a", 1), job(prefix + "c", 1));
    entries.forEach(entry -> Stages.get(stores().jobs().register(entry)));

    var listed =
        Stages.get(stores().jobs().list()).stream()
            .filter(entry -> entry.name().startsWith(prefix))
            .toList();

    assertThat(listed).containsExactly(entries.get(1), entries.get(0), entries.get(2));
    assertThat(Stages.get(stores().jobs().find(prefix + "d"))).isEmpty();
  }

  @Test
  default void givenJob_whenPausedAndResumed_thenEveryReaderSeesItAndTheRestIsKept() {
    var entry = job("paused-" + UUID.randomUUID(), 3);
    Stages.get(stores().jobs().register(entry));
    var paused = entry.status().pausedFor("too many failures");

    var stopped = Stages.get(stores().jobs().setStatus(entry.name(), entry.id(), paused));
    var found = Stages.get(stores().jobs().find(entry.name()));
    var again = Stages.get(stores().jobs().register(job(entry.name(), 4)));
    var resumed = JobStatus.resumed(7, 100);
    Stages.get(stores().jobs().setStatus(entry.name(), entry.id(), resumed));

    assertThat(stopped).isEqualTo(entry.withStatus(paused));
    assertThat(found).contains(stopped);
    assertThat(again).isEqualTo(stopped);
    assertThat(Stages.get(stores().jobs().list())).contains(entry.withStatus(resumed));
  }

  @Test
  default void givenOtherIncarnationOrNoJob_whenPaused_thenNotFoundAndNothingIsMade() {
    var entry = job("other-" + UUID.randomUUID(), 1);
    Stages.get(stores().jobs().register(entry));
    var paused = JobStatus.NEW.pausedFor("why");
    var jobs = stores().jobs();

    var other = Stages.outcome(jobs.setStatus(entry.name(), UUID.randomUUID(), paused));
    var none = Stages.outcome(jobs.setStatus(entry.name() + "-no", entry.id(), paused));

    assertThat(other.failureKind()).isEqualTo(MillraceException.Kind.NOT_FOUND);
    assertThat(none.failureKind()).isEqualTo(MillraceException.Kind.NOT_FOUND);
    assertThat(Stages.get(jobs.find(entry.name()))).contains(entry);
    assertThat(Stages.get(jobs.find(entry.name() + "-no"))).isEmpty();
  }
}
