// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.model.PartitionId;
import io.millrace.model.ResultRecord;
import io.millrace.processor.Effect;
import io.millrace.processor.GraphBuilder;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.store.JobEntry;
import io.millrace.store.memory.InMemoryStores;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class JobStagesTest {
  private static final Supplier<Processor> IDLE = () -> (record, context) -> Effect.none();

  private final JobDirectory directory = new JobDirectory(new InMemoryStores().jobs());

  private static GraphBuilder split() {
    return Job.named("words").source().stage("split", IDLE).partitions(2);
  }

  private static Job words() {
    return split().keyBy(ResultRecord::value).stage("count", IDLE).partitions(3).sink();
  }

  private JobEntry add(Job job) {
    return directory.add(job).toCompletableFuture().join();
  }

  @Test
  void givenTwoStages_whenRegistered_thenNumbersAreUniqueInTheJob() {
    JobEntry entry = add(words());

    assertThat(entry.partitions().numbers()).containsExactly(0, 1);
    assertThat(entry.stage("count").partitions().numbers()).containsExactly(2, 3, 4);
    assertThat(entry.stage("")).isEqualTo(entry.stage("count"));
    assertThat(entry.stageOf(1)).contains(entry.stage("split"));
    assertThat(entry.stageOf(5)).isEmpty();
    assertThat(directory.partitions()).hasSize(5);
  }

  @Test
  void givenUnknownStage_whenAsked_thenRefusedWithTheKnownOnes() {
    JobEntry entry = add(words());

    assertThatThrownBy(() -> entry.stage("sum"))
        .isInstanceOf(MillraceException.class)
        .hasMessageContainingAll("no such stage", "sum", "split", "count");
  }

  @Test
  void givenPartition_whenAskedWhatItRuns_thenItsStage() {
    UUID id = add(words()).id();

    assertThat(directory.runnable(new PartitionId(id, 0)).orElseThrow().job().partitions())
        .isEqualTo(2);
    assertThat(directory.runnable(new PartitionId(id, 4)).orElseThrow().job().partitions())
        .isEqualTo(3);
    assertThat(directory.runnable(new PartitionId(id, 5))).isEmpty();
    assertThat(directory.runnable(new PartitionId(new UUID(1, 1), 0))).isEmpty();
  }

  @Test
  void givenRegisteredGraph_whenItsStagesChange_thenRefusedWithBoth() {
    add(words());
    Job oneMore =
        split()
            .keyBy(ResultRecord::value)
            .stage("count", IDLE)
            .keyBy(ResultRecord::key)
            .stage("top", IDLE)
            .sink();

    assertThatThrownBy(() -> add(oneMore))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
        .hasMessageContainingAll("other stages", "words", "split, count, top", "split, count]");
    assertThatThrownBy(() -> add(Job.of("words", IDLE))).hasMessageContaining("other stages");
    assertThat(add(words().withPartitions(9)).stages()).hasSize(2);
  }

  @Test
  void givenMorePartitionsThanAJobMayHave_whenRegistered_thenRefused() {
    Job job =
        split().partitions(4_000).keyBy(ResultRecord::value).stage("b", IDLE).partitions(97).sink();

    assertThatThrownBy(() -> add(job)).hasMessageContainingAll("too many partitions", "4097");
  }
}
