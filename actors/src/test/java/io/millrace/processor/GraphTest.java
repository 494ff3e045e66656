// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.model.ResultRecord;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final Supplier<Processor> IDLE = () -> (record, context) -> Effect.none();

  private static GraphBuilder job() {
    return Job.named("words").source();
  }

  private static void assertRefused(ThrowingCallable drawing, String... parts) {
    assertThatThrownBy(drawing)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  private static Edge edge(String from, String to) {
    return new Edge(from, ResultRecord.MAIN, to, Optional.of(ResultRecord::key));
  }

  private static Graph graph(List<String> stages, String sink, Edge... edges) {
    return new Graph(
        stages.stream().map(name -> Stage.of(name, IDLE)).toList(), List.of(edges), sink);
  }

  @Test
  void givenTwoStages_whenDrawn_thenTheSecondHasTheResults() {
    Job job = job().stage("split", IDLE).keyBy(ResultRecord::value).stage("count", IDLE).sink();

    assertThat(job.name()).isEqualTo("words");
    assertThat(job.version()).isEqualTo(1);
    assertThat(job.graph().source().name()).isEqualTo("split");
    assertThat(job.graph().sink()).isEqualTo("count");
    assertThat(job.graph().edges())
        .singleElement()
        .satisfies(e -> assertThat(e.from()).isEqualTo("split"))
        .satisfies(e -> assertThat(e.to()).isEqualTo("count"))
        .satisfies(e -> assertThat(e.tag()).isEqualTo(ResultRecord.MAIN));
  }

  @Test
  void givenOneStage_whenMadeByOf_thenItIsCalledMainAndLeadsNowhere() {
    Job job = Job.of("latest", IDLE);

    assertThat(job.graph().stages()).singleElement().matches(s -> s.name().equals(Stage.MAIN));
    assertThat(job.graph().behind(Stage.MAIN)).isEmpty();
    assertThat(job.graph().sink()).isEqualTo(Stage.MAIN);
  }

  @Test
  void givenFanOutAndMerge_whenDrawn_thenEveryEdgeIsThere() {
    Job job =
        job()
            .stage("clean", IDLE)
            .keyBy(ResultRecord::key)
            .stage("left", IDLE)
            .from("clean", "odd")
            .keyBy(ResultRecord::key)
            .stage("right", IDLE)
            .from("left")
            .from("right")
            .keyBy(ResultRecord::value)
            .stage("all", IDLE)
            .sink();

    assertThat(job.graph().edges())
        .extracting(e -> e.from() + "/" + e.tag() + ">" + e.to())
        .containsExactly("clean/>left", "clean/odd>right", "left/>all", "right/>all");
    assertThat(job.graph().behind("clean")).containsExactlyInAnyOrder("left", "right", "all");
  }

  @Test
  void givenStageReachedByMessagesOnly_whenDrawn_thenOutputsOfItsSenderStay() {
    Job job = job().stage("a", IDLE).bySend().stage("b", IDLE).from("a").sink();

    assertThat(job.graph().sink()).isEqualTo("a");
    assertThat(job.graph().behind("a")).containsExactly("b");
    assertThat(job.graph().from("a")).noneMatch(Edge::carriesOutputs);
  }

  @Test
  void givenSettingsOfStages_whenSeenFromAStage_thenItsOwnWinOverTheJobs() {
    var own = ErrorPolicy.DEFAULT.withRetries(7, Duration.ZERO);
    Job job =
        job()
            .stage("a", IDLE)
            .partitions(2)
            .keyBy(ResultRecord::key)
            .stage("b", IDLE)
            .errors(own)
            .sink()
            .withPartitions(5)
            .withVersion(3);

    Job a = job.at(job.graph().source());
    Job b = job.at(job.graph().stage("b").orElseThrow());

    assertThat(a.partitions()).isEqualTo(2);
    assertThat(a.errors()).isEqualTo(ErrorPolicy.DEFAULT);
    assertThat(b.partitions()).isEqualTo(5);
    assertThat(b.errors()).isEqualTo(own);
    assertThat(b.version()).isEqualTo(3);
  }

  @Test
  void givenTwoStagesOfOneName_whenDrawn_thenRefusedWithIt() {
    assertRefused(
        () -> job().stage("clean", IDLE).keyBy(ResultRecord::key).stage("clean", IDLE).sink(),
        "two stages are called 'clean'");
  }

  @Test
  void givenEdgeToUnknownStage_whenDrawn_thenRefusedWithTheKnownOnes() {
    assertRefused(
        () -> job().stage("a", IDLE).keyBy(ResultRecord::key).to("b").from("a").sink(),
        "edge a -> b",
        "unknown stage 'b'",
        "expected: one of a");
    assertRefused(
        () -> job().stage("a", IDLE).from("x").keyBy(ResultRecord::key).stage("b", IDLE).sink(),
        "edge x -> b",
        "unknown stage 'x'");
  }

  @Test
  void givenCycle_whenDrawn_thenRefusedWithItsPath() {
    assertRefused(
        () ->
            job()
                .stage("a", IDLE)
                .keyBy(ResultRecord::key)
                .stage("b", IDLE)
                .keyBy(ResultRecord::key)
                .stage("c", IDLE)
                .keyBy(ResultRecord::key)
                .to("b")
                .from("c", "done")
                .keyBy(ResultRecord::key)
                .stage("d", IDLE)
                .sink(),
        "cycle: b -> c -> b");
    assertRefused(() -> graph(List.of("a"), "a", edge("a", "a")), "cycle: a -> a");
  }

  @Test
  void givenStageThatNothingReaches_whenMade_thenRefusedWithIt() {
    assertRefused(
        () -> graph(List.of("a", "b", "c"), "a", edge("b", "c")), "'b'", "nothing reaches it");
  }

  @Test
  void givenSinkWhoseOutputsTravelOn_whenDrawn_thenRefused() {
    assertRefused(
        () -> job().stage("a", IDLE).keyBy(ResultRecord::key).stage("b", IDLE).from("a").sink(),
        "sink 'a'",
        "travel on to 'b'");
    assertRefused(() -> graph(List.of("a"), "x"), "sink: unknown stage 'x'");
    assertRefused(() -> job().stage("a", IDLE).keyBy(ResultRecord::key).sink(), "sink");
    assertRefused(() -> job().sink(), "sink: no stage yet");
    assertRefused(() -> job().stage("a", IDLE).from("a").from("a").sink(), "2 edges end here");
  }

  @Test
  void givenEdgeWithoutKey_whenDrawn_thenRefusedWithBothStages() {
    assertRefused(
        () -> job().stage("a", IDLE).stage("b", IDLE), "stage 'b'", "from 'a'", ".keyBy(");
  }

  @Test
  void givenTheSameEdgeTwice_whenDrawn_thenRefused() {
    assertRefused(
        () ->
            job()
                .stage("a", IDLE)
                .from("a")
                .from("a")
                .keyBy(ResultRecord::key)
                .stage("b", IDLE)
                .sink(),
        "two edges a -> b");
  }

  @Test
  void givenWrongOrderOrNames_whenDrawn_thenRefused() {
    assertRefused(() -> Job.named("j").stage("a", IDLE), "before the source");
    assertRefused(() -> job().source(), "second source");
    assertRefused(() -> job().keyBy(ResultRecord::key), "keyBy");
    assertRefused(() -> job().partitions(3), "no stage yet");
    assertRefused(() -> job().stage("Clean", IDLE), "'Clean'", "a-z");
    assertRefused(() -> job().stage("a", IDLE).partitions(0), "partitions: 0");
    assertRefused(() -> job().stage("a", IDLE).partitions(5_000), "stage 'a'", "4096");
  }
}
