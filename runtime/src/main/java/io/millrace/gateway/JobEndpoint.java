// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.stub.StreamObserver;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.store.JobEntry;
import io.millrace.store.JobPhase;
import io.millrace.store.JobStatus;
import io.millrace.store.StageMap;
import io.millrace.v1.DeleteJobRequest;
import io.millrace.v1.DeleteJobResponse;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.DrainJobRequest;
import io.millrace.v1.DrainJobResponse;
import io.millrace.v1.JobServiceGrpc.JobServiceImplBase;
import io.millrace.v1.ListJobsRequest;
import io.millrace.v1.ListJobsResponse;
import io.millrace.v1.Partition;
import io.millrace.v1.PauseJobRequest;
import io.millrace.v1.PauseJobResponse;
import io.millrace.v1.ResumeJobRequest;
import io.millrace.v1.ResumeJobResponse;
import io.millrace.v1.StartJobRequest;
import io.millrace.v1.StartJobResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells about jobs and their partitions, and leads jobs through their life. */
final class JobEndpoint extends JobServiceImplBase {
  private static final int REASON_LENGTH_MAX = 1_000;

  private final GatewayServices services;
  private final JobRemoval removal;

  JobEndpoint(GatewayServices services) {
    this.services = services;
    this.removal = new JobRemoval(services.jobs(), services.stores().erasure());
  }

  @Override
  public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () ->
            services
                .jobs()
                .list()
                .thenApply(
                    entries -> {
                      var response = ListJobsResponse.newBuilder();
                      entries.forEach(entry -> response.addJobs(JobMessages.job(entry)));
                      return response.build();
                    }));
  }

  @Override
  public void describeJob(
      DescribeJobRequest request, StreamObserver<DescribeJobResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () -> registered(request.getJob()).thenCompose(this::describe));
  }

  @Override
  public void pauseJob(PauseJobRequest request, StreamObserver<PauseJobResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () -> {
          String reason = reason(request.getReason());
          return registered(request.getJob())
              .thenCompose(job -> services.jobs().setStatus(job, job.status().pausedFor(reason)))
              .thenApply(job -> PauseJobResponse.newBuilder().setJob(JobMessages.job(job)).build());
        });
  }

  @Override
  public void resumeJob(ResumeJobRequest request, StreamObserver<ResumeJobResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () ->
            registered(request.getJob())
                .thenCompose(this::resume)
                .thenApply(
                    job -> ResumeJobResponse.newBuilder().setJob(JobMessages.job(job)).build()));
  }

  @Override
  public void drainJob(DrainJobRequest request, StreamObserver<DrainJobResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () ->
            registered(request.getJob())
                .thenCompose(this::drain)
                .thenCompose(services.drains()::check)
                .thenApply(
                    progress ->
                        DrainJobResponse.newBuilder()
                            .setJob(JobMessages.job(progress.job()))
                            .setPartitionsLeft(progress.left())
                            .build()));
  }

  /** A job that drains or is drained stays as it is. */
  private CompletionStage<JobEntry> drain(JobEntry job) {
    JobPhase phase = job.status().phase();
    return phase == JobPhase.DRAINING || phase == JobPhase.DRAINED
        ? CompletableFuture.completedStage(job)
        : services.jobs().setStatus(job, job.status().draining());
  }

  @Override
  public void startJob(StartJobRequest request, StreamObserver<StartJobResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () -> {
          String name = Limits.job(request.getJob());
          return services
              .stores()
              .jobs()
              .find(name)
              .thenCompose(
                  found -> found.map(this::resume).orElseGet(() -> services.jobs().start(name)))
              .thenApply(job -> StartJobResponse.newBuilder().setJob(JobMessages.job(job)).build());
        });
  }

  @Override
  public void deleteJob(DeleteJobRequest request, StreamObserver<DeleteJobResponse> observer) {
    Unary.answer(
        observer,
        services.executor(),
        () ->
            registered(request.getJob())
                .thenCompose(
                    job -> {
                      String id = job.id().toString();
                      if (!request.getId().isEmpty() && !request.getId().equals(id)) {
                        throw MillraceException.of(Kind.NOT_FOUND, "job has another identity")
                            .with("job", job.name())
                            .with("id", id)
                            .with("expected", request.getId());
                      }
                      return removal.step(job, request.getForce());
                    })
                .thenApply(
                    progress ->
                        DeleteJobResponse.newBuilder()
                            .setId(progress.job().id().toString())
                            .setPartitionsLeft(progress.left())
                            .setDeleted(progress.done())
                            .build()));
  }

  /** What has failed by now is forgiven. A job that is not paused stays as it is. */
  private CompletionStage<JobEntry> resume(JobEntry job) {
    if (job.status().paused().isEmpty()) {
      return CompletableFuture.completedStage(job);
    }
    return services
        .query()
        .totals(job)
        .thenCompose(
            totals ->
                services
                    .jobs()
                    .setStatus(job, JobStatus.resumed(totals.failed(), totals.records())));
  }

  /** The job as it is registered now: what this node knows may be seconds old. */
  private CompletionStage<JobEntry> registered(String name) {
    return services.jobs().findNow(Limits.job(name));
  }

  private static String reason(String reason) {
    if (reason.length() > REASON_LENGTH_MAX) {
      throw MillraceException.of(Kind.CALLER, "reason too long")
          .with("field", "reason")
          .with("value", reason.length() + " characters")
          .with("expected", "0 to " + REASON_LENGTH_MAX);
    }
    return reason.isEmpty() ? "by hand" : reason;
  }

  private CompletionStage<DescribeJobResponse> describe(JobEntry job) {
    var response =
        DescribeJobResponse.newBuilder()
            .setJob(JobMessages.job(job))
            .addAllNodes(JobMessages.nodes(services.system(), job));
    if (job.status().phase() == JobPhase.DELETING) {
      return CompletableFuture.completedStage(response.build());
    }
    List<CompletableFuture<Partition>> partitions = new ArrayList<>();
    for (StageMap stage : job.stages()) {
      PartitionMap map = stage.partitions();
      for (int place = 0; place < map.count(); place++) {
        int at = place;
        partitions.add(
            services
                .query()
                .describe(new PartitionId(job.id(), map.numbers().get(place)))
                .thenApply(described -> JobMessages.partition(stage, at, described))
                .toCompletableFuture());
      }
    }
    return CompletableFuture.allOf(partitions.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              partitions.forEach(partition -> response.addPartitions(partition.join()));
              return response.build();
            });
  }
}
