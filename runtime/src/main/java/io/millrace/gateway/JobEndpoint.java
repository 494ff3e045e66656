// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import io.grpc.stub.StreamObserver;
import io.millrace.model.PartitionId;
import io.millrace.model.PartitionMap;
import io.millrace.partition.PartitionReply.Described;
import io.millrace.store.JobEntry;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.Job;
import io.millrace.v1.JobServiceGrpc.JobServiceImplBase;
import io.millrace.v1.ListJobsRequest;
import io.millrace.v1.ListJobsResponse;
import io.millrace.v1.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells about jobs and their partitions. */
final class JobEndpoint extends JobServiceImplBase {
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
        () -> services.jobs().find(Limits.job(request.getJob())).thenCompose(this::describe));
  }

  private CompletionStage<DescribeJobResponse> describe(JobEntry job) {
    PartitionMap map = job.partitions();
    List<CompletableFuture<Partition>> partitions = new ArrayList<>();
    for (int place = 0; place < map.count(); place++) {
      int at = place;
      partitions.add(
          services
              .query()
              .describe(new PartitionId(job.id(), map.numbers().get(place)))
              .thenApply(described -> partition(map, at, described))
              .toCompletableFuture());
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
    return Job.newBuilder()
        .setName(job.name())
        .setId(job.id().toString())
        .setVersion(job.version())
        .setPartitions(job.partitions().count())
        .build();
  }

  private static Partition partition(PartitionMap map, int place, Optional<Described> answer) {
    Partition.Builder partition =
        Partition.newBuilder()
            .setNumber(map.numbers().get(place))
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
                .setStoredBytes(d.figures().storedBytes()));
    return partition.build();
  }
}
