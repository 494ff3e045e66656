// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.routing.Admission.Admitted;
import io.millrace.routing.Admission.Refused;
import io.millrace.store.JobEntry;
import io.millrace.store.Stages;
import io.millrace.store.memory.InMemoryStores;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which node may run what, over one registry. */
class JobDirectoryTest {
  private static final Job JOB =
      Job.of("words", () -> (record, context) -> Effect.builder().build());

  private final InMemoryStores stores = new InMemoryStores();
  private final JobDirectory old = new JobDirectory(stores.jobs());
  private final JobDirectory other = new JobDirectory(stores.jobs());

  private static void assertRefused(Admission admission, String... words) {
    assertThat(admission)
        .isInstanceOfSatisfying(Refused.class, r -> assertThat(r.reason()).contains(words));
  }

  private Admission admit(JobDirectory directory, JobEntry job) {
    return Stages.get(directory.admit(new PartitionId(job.id(), 0)));
  }

  private static void assertAdmitted(Admission admission, Job job) {
    assertThat(admission)
        .isInstanceOfSatisfying(
            Admitted.class, admitted -> assertThat(admitted.run().job()).isEqualTo(jobAt(job)));
  }

  /** The job as its only stage runs it. */
  private static Job jobAt(Job job) {
    return job.at(job.graph().source());
  }

  @Test
  void givenHigherVersion_whenAdded_thenInForceAndTheOldNodeIsRefusedAtOnce() {
    JobEntry first = Stages.get(old.add(JOB));
    assertAdmitted(admit(old, first), JOB);

    JobEntry raised = Stages.get(other.add(JOB.withVersion(2)));

    assertThat(raised).isEqualTo(first.withVersion(2));
    assertThat(old.runnable(first.id())).contains(JOB);
    assertRefused(admit(old, first), "words is at version 2", "brings version 1");
    assertThat(old.runnable(first.id())).isEmpty();
    assertThat(old.partitions()).isEmpty();
    assertAdmitted(admit(other, first), JOB.withVersion(2));
  }

  @Test
  void givenHigherVersion_whenOldNodeRefreshes_thenItStopsRunningTheJob() {
    JobEntry job = Stages.get(old.add(JOB));
    Stages.get(other.add(JOB.withVersion(3)));

    Stages.get(old.refresh());

    assertThat(old.runnable(job.id())).isEmpty();
    assertThat(old.known(job.id())).contains(job.withVersion(3));
  }

  @Test
  void givenVersionInForce_whenOlderCodeIsAdded_thenItStaysAndIsNotRun() {
    JobEntry job = Stages.get(other.add(JOB.withVersion(2)));

    JobEntry met = Stages.get(old.add(JOB));

    assertThat(met).isEqualTo(job);
    assertThat(old.runnable(job.id())).isEmpty();
    assertRefused(admit(old, job), "start nodes with version 2");
  }

  @Test
  void givenUnknownIdentity_whenAsked_thenRefusedUnlessAnotherNodeRegisteredIt() {
    Stages.get(old.add(JOB));
    JobEntry job = Stages.get(other.findNow("words"));
    var late = new JobDirectory(stores.jobs());

    assertRefused(admit(late, job), "does not bring the code of job words");
    assertRefused(
        Stages.get(late.admit(new PartitionId(UUID.randomUUID(), 0))), "no job has the identity");
  }

  @Test
  void givenJobInDeletion_whenAskedAndStarted_thenRefusedUntilItIsGone() {
    JobEntry job = Stages.get(old.add(JOB));
    JobEntry deleting = Stages.get(other.setStatus(job, job.status().deleting()));

    assertRefused(admit(old, job), "is being deleted");
    assertThat(Stages.get(new JobDirectory(stores.jobs()).add(JOB))).isEqualTo(deleting);
    Stages.get(other.remove(deleting));
    Stages.get(old.refresh());
    assertRefused(admit(old, job), "no job has the identity");
    assertThat(old.known()).isEmpty();
    assertThatThrownBy(() -> Stages.get(old.find("words")))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
    JobEntry anew = Stages.get(old.start("words"));
    assertThat(anew.id()).isNotEqualTo(job.id());
    assertAdmitted(admit(old, anew), JOB);
  }
}
