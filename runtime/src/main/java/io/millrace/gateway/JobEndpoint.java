// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.stub.StreamObserver;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.partition.PartitionReply.Described;
import io.millrace.store.JobEntry;
import io.millrace.store.JobStatus;
import io.millrace.store.StageMap;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.Job;
import io.millrace.v1.JobServiceGrpc.JobServiceImplBase;
import io.millrace.v1.ListJobsRequest;
import io.millrace.v1.ListJobsResponse;
import io.millrace.v1.Partition;
import io.millrace.v1.PauseJobRequest;
import io.millrace.v1.PauseJobResponse;
import io.millrace.v1.ResumeJobRequest;
import io.millrace.v1.ResumeJobResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells about jobs and their partitions, pauses and resumes jobs. */
final class JobEndpoint extends JobServiceImplBase {
  private static final int REASON_LENGTH_MAX = 1_000;

  private final GatewayServices services;

  JobEndpoint(GatewayServices services) {
    this.services = services;
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
                      entries.forEach(entry -> response.addJobs(message(entry)));
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
              .thenApply(job -> PauseJobResponse.newBuilder().setJob(message(job)).build());
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
                .thenApply(job -> ResumeJobResponse.newBuilder().setJob(message(job)).build()));
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
    return services
        .jobs()
        .find(Limits.job(name))
        .thenCompose(job -> services.jobs().reread(job).thenApply(now -> now.orElse(job)));
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
    List<CompletableFuture<Partition>> partitions = new ArrayList<>();
    for (StageMap stage : job.stages()) {
      PartitionMap map = stage.partitions();
      for (int place = 0; place < map.count(); place++) {
        int at = place;
        partitions.add(
            services
                .query()
                .describe(new PartitionId(job.id(), map.numbers().get(place)))
                .thenApply(described -> partition(stage, at, described))
                .toCompletableFuture());
      }
    }
    return CompletableFuture.allOf(partitions.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              var response = DescribeJobResponse.newBuilder().setJob(message(job));
              partitions.forEach(partition -> response.addPartitions(partition.join()));
              return response.build();
            });
  }

  private static Job message(JobEntry job) {
    Job.Builder message =
        Job.newBuilder()
            .setName(job.name())
            .setId(job.id().toString())
            .setVersion(job.version())
            .setPartitions(job.numbers().size());
    for (StageMap stage : job.stages()) {
      message
          .addStagesBuilder()
          .setName(stage.name())
          .setPartitions(stage.partitions().count())
          .setSink(stage.name().equals(job.graph().sink()));
    }
    job.status().paused().ifPresent(message::setPaused);
    return message.build();
  }

  private static Partition partition(StageMap stage, int place, Optional<Described> answer) {
    PartitionMap map = stage.partitions();
    Partition.Builder partition =
        Partition.newBuilder()
            .setNumber(map.numbers().get(place))
            .setStage(stage.name())
            .setFirstToken(map.range(place).first())
            .setLastToken(map.range(place).last());
    answer.ifPresent(
        d ->
            partition
                .setOwner(d.owner())
                .setEpoch(d.epoch().value())
                .setHead(d.head())
                .setRecords(d.figures().records())
                .setResults(d.figures().results())
                .setKeys(d.figures().keys())
                .setRawBytes(d.figures().rawBytes())
                .setStoredBytes(d.figures().storedBytes())
                .setFailed(d.figures().failed())
                .setQuarantined(d.figures().quarantined()));
    return partition.build();
  }
}
