// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static io.millrace.gateway.SubmitCall.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.millrace.model.PartitionId;
import io.millrace.store.JobEntry;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.v1.DeleteJobRequest;
import io.millrace.v1.DeleteJobResponse;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.DrainJobRequest;
import io.millrace.v1.Job;
import io.millrace.v1.JobPhase;
import io.millrace.v1.Partition;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.ResumeJobRequest;
import io.millrace.v1.StartJobRequest;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job from its start to its end, over a real node. */
@Timeout(60)
class JobLifeTest {
  private static final String NAME = TestNode.LATEST.name();
  private static final String QUICK = "millrace.jobs.refresh-interval = 50 ms";

  private final Stores stores = new InMemoryStores();
  private final TestNode node = TestNode.start(QUICK, stores);

  @AfterEach
  void stop() {
    node.close();
  }

  private JobEntry entry() throws ExecutionException, InterruptedException {
    return stores.jobs().find(NAME).toCompletableFuture().get().orElseThrow();
  }

  private DescribeJobResponse describe() {
    return node.jobs().describeJob(DescribeJobRequest.newBuilder().setJob(NAME).build());
  }

  private void drain() {
    node.jobs().drainJob(DrainJobRequest.newBuilder().setJob(NAME).build());
  }

  private Job resume() {
    return node.jobs().resumeJob(ResumeJobRequest.newBuilder().setJob(NAME).build()).getJob();
  }

  private void awaitDrained() {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> describe().getJob().getPhase() == JobPhase.JOB_PHASE_DRAINED);
  }

  private DeleteJobResponse delete(boolean force) {
    return node.jobs()
        .deleteJob(DeleteJobRequest.newBuilder().setJob(NAME).setForce(force).build());
  }

  private SubmitCall submit(String producer, int records) throws InterruptedException {
    var call =
        new SubmitCall(node.submit()).hello(NAME, producer, ProducerMode.PRODUCER_MODE_FRESH);
    call.welcome();
    for (int n = 1; n <= records; n++) {
      call.batch(record(n, "k" + n, "v" + n));
    }
    return call;
  }

  private long records() {
    return describe().getPartitionsList().stream().mapToLong(Partition::getRecords).sum();
  }

  @Test
  void givenAcknowledgedRecords_whenDrained_thenAllCommittedAndNewOnesWaitUntilResumed()
      throws Exception {
    var before = submit("p", 20);
    Outage.answers(before, 20);

    drain();
    awaitDrained();
    var late = submit("late", 1);

    assertThat(late.next().getStalled().getReason()).isEqualTo("job is drained");
    assertThat(describe().getJob().getPaused()).isEqualTo("it is drained");
    assertThat(records()).isEqualTo(20);
    assertThat(resume().getPhase()).isEqualTo(JobPhase.JOB_PHASE_RUNNING);
    assertThat(Outage.answers(late, 1).getReceiptsCount()).isEqualTo(1);
    assertThat(records()).isEqualTo(21);
  }

  @Test
  void givenStoreThatHoldsACommitBack_whenDrained_thenDrainingUntilItIsThrough() throws Exception {
    node.close();
    var valve = new ValveStores();
    try (var held = TestNode.start(QUICK, valve)) {
      var call = new SubmitCall(held.submit()).hello(NAME, "p", ProducerMode.PRODUCER_MODE_FRESH);
      call.welcome();
      valve.stall();
      call.batch(record(1, "k", "v"));
      await().atMost(Duration.ofSeconds(20)).until(() -> valve.bodyBytes() > 0);

      var request = DrainJobRequest.newBuilder().setJob(NAME).build();
      var meanwhile = held.jobs().drainJob(request);
      valve.open();

      assertThat(meanwhile.getJob().getPhase()).isEqualTo(JobPhase.JOB_PHASE_DRAINING);
      assertThat(meanwhile.getPartitionsLeft()).isEqualTo(1);
      assertThat(Outage.answers(call, 1).getReceiptsCount()).isEqualTo(1);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> held.jobs().drainJob(request).getJob().getPhase(),
              JobPhase.JOB_PHASE_DRAINED::equals);
    }
  }

  @Test
  void givenRunningJob_whenDeleted_thenRefusedUnlessForced() throws Exception {
    submit("p", 3);

    assertThatThrownBy(() -> delete(false))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
              assertThat(e.getStatus().getDescription())
                  .contains("job is not drained", "millrace jobs drain --job latest", "--force");
            });
    assertThat(describe().getJob().getPhase()).isEqualTo(JobPhase.JOB_PHASE_RUNNING);
    assertThat(delete(true).getDeleted()).isTrue();
  }

  @Test
  void givenDrainedJob_whenDeletedAndStarted_thenNothingIsLeftAndAnEmptyOneRuns() throws Exception {
    var call = submit("p", 10);
    Outage.answers(call, 10);
    drain();
    awaitDrained();
    JobEntry old = entry();

    DeleteJobResponse response = delete(false);

    assertThat(response.getDeleted()).isTrue();
    assertThat(response.getId()).isEqualTo(old.id().toString());
    assertThat(stores.jobs().find(NAME).toCompletableFuture().get()).isEmpty();
    for (int number : old.partitions().numbers()) {
      var head = stores.blocks().head(new PartitionId(old.id(), number));
      assertThat(head.toCompletableFuture().get().sequence()).isZero();
    }
    assertThatThrownBy(this::describe)
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
    Job anew = node.jobs().startJob(StartJobRequest.newBuilder().setJob(NAME).build()).getJob();
    assertThat(anew.getId()).isNotEqualTo(old.id().toString());
    assertThat(anew.getPhase()).isEqualTo(JobPhase.JOB_PHASE_RUNNING);
    assertThat(records()).isZero();
    Outage.answers(submit("p", 2), 2);
    assertThat(records()).isEqualTo(2);
  }

  @Test
  void givenDeletionThatWasCutOff_whenCalledAgain_thenItEndsAndNothingElseCouldHappenMeanwhile()
      throws Exception {
    Outage.answers(submit("p", 10), 10);
    SubmitCall late = submit("late", 0);
    JobEntry job = entry();
    stores.jobs().setStatus(NAME, job.id(), job.status().deleting()).toCompletableFuture().get();
    stores.erasure().erase(new PartitionId(job.id(), 0)).toCompletableFuture().get();

    assertThat(describe().getJob().getPhase()).isEqualTo(JobPhase.JOB_PHASE_DELETING);
    assertThatThrownBy(this::resume)
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("job is being deleted");
    late.batch(record(1, "k", "v"));
    assertThat(late.next().getStalled().getReason()).contains("being deleted");

    assertThat(delete(false).getDeleted()).isTrue();
    assertThat(stores.jobs().find(NAME).toCompletableFuture().get()).isEmpty();
  }

  @Test
  void givenOtherIdentity_whenDeleted_thenNotFoundAndTheJobStays() {
    var request =
        DeleteJobRequest.newBuilder()
            .setJob(NAME)
            .setId("00000000-0000-0000-0000-000000000001")
            .setForce(true)
            .build();

    assertThatThrownBy(() -> node.jobs().deleteJob(request))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("job has another identity");
    assertThat(describe().getJob().getPhase()).isEqualTo(JobPhase.JOB_PHASE_RUNNING);
  }

  @Test
  void givenUnknownName_whenStarted_thenNotFoundSayingWhereToAsk() {
    var request = StartJobRequest.newBuilder().setJob("nobody").build();

    assertThatThrownBy(() -> node.jobs().startJob(request))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("this node brings no code for it");
  }
}
