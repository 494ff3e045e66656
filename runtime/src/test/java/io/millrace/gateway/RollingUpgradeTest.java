// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static io.millrace.gateway.SubmitCall.record;
import static io.millrace.serde.Serdes.int64;
import static io.millrace.serde.Serdes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.processor.Job;
import io.millrace.processor.Typed;
import io.millrace.serde.StateSerde;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.GetRequest;
import io.millrace.v1.JobNode;
import io.millrace.v1.Partition;
import io.millrace.v1.ProducerMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes with different versions of a job do what docs/operations.md says. */
@Timeout(120)
class RollingUpgradeTest {
  private static final String NAME = "count";
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int KEYS = 30;
  private static final String QUICK =
      """
      millrace.jobs.refresh-interval = 100 ms
      millrace.cluster.keep-started-interval = 500 ms
      millrace.query.ask-timeout = 2 s
      pekko.cluster.sharding.rebalance-interval = 500 ms
      """;

  /** Counts in a number. */
  private static final Job V1 =
      Job.of(
              NAME,
              Typed.keys(utf8())
                  .state(StateSerde.of(int64()))
                  .results(utf8())
                  .process(
                      (record, context) -> {
                        long count = context.state().orElse(0L) + 1;
                        return context.emit("v1:" + count).setState(count);
                      }))
          .withPartitions(8);

  /** Counts in a text, which version 1 could not read. */
  private static final Job V2 =
      Job.of(
              NAME,
              Typed.keys(utf8())
                  .state(StateSerde.version(2, utf8()).reading(1, int64(), String::valueOf))
                  .results(utf8())
                  .process(
                      (record, context) -> {
                        long count = Long.parseLong(context.state().orElse("0")) + 1;
                        return context.emit("v2:" + count).setState(String.valueOf(count));
                      }))
          .withPartitions(8)
          .withVersion(2);

  private final InMemoryStores stores = new InMemoryStores();

  private TestNode start(Job job) {
    return TestNode.start(QUICK, stores, job);
  }

  private TestNode start(Job job, TestNode seed) {
    String join = "millrace.node.cluster.seed-nodes = [\"" + seed.clusterAddress() + "\"]\n";
    return TestNode.start(join + QUICK, stores, job);
  }

  private static DescribeJobResponse describe(TestNode node) {
    return node.jobs().describeJob(DescribeJobRequest.newBuilder().setJob(NAME).build());
  }

  private static void awaitOwner(TestNode asked, String owner) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(describe(asked).getPartitionsList())
                    .extracting(Partition::getOwner)
                    .containsOnly(owner));
  }

  private static String get(TestNode node, int key) {
    return node.results()
        .get(GetRequest.newBuilder().setJob(NAME).setKeyText("k" + key).build())
        .getResult()
        .getValueText();
  }

  private static SubmitCall open(TestNode node, String producer) throws InterruptedException {
    var call =
        new SubmitCall(node.submit()).hello(NAME, producer, ProducerMode.PRODUCER_MODE_FRESH);
    call.welcome();
    return call;
  }

  private static void round(SubmitCall call, int n) throws InterruptedException {
    for (int key = 0; key < KEYS; key++) {
      call.batch(record(n * KEYS + key + 1, "k" + key, "v"));
    }
    Outage.answers(call, KEYS);
  }

  @Test
  void givenStateOfOldCode_whenANodeWithNewCodeJoins_thenItTakesOverAllPartitionsAndTheState()
      throws Exception {
    try (TestNode old = start(V1)) {
      SubmitCall call = open(old, "p");
      round(call, 0);
      round(call, 1);
      assertThat(get(old, 3)).isEqualTo("v1:2");

      try (TestNode young = start(V2, old)) {
        for (int n = 2; n < 6; n++) {
          round(call, n);
        }
        awaitOwner(old, young.clusterAddress());
        round(call, 6);

        for (int key = 0; key < KEYS; key++) {
          assertThat(get(young, key)).isEqualTo("v2:7");
        }
        DescribeJobResponse described = describe(old);
        assertThat(described.getJob().getVersion()).isEqualTo(2);
        assertThat(described.getNodesList())
            .containsExactlyInAnyOrder(node(old, 1, false), node(young, 2, true));
      }
    }
  }

  private static JobNode node(TestNode node, int version, boolean runs) {
    return JobNode.newBuilder()
        .setAddress(node.clusterAddress())
        .setVersion(version)
        .setRuns(runs)
        .build();
  }

  @Test
  void givenOnlyOldCodeIsLeft_whenRecordsCome_thenTheyWaitNamingBothVersionsAndNoneIsLost()
      throws Exception {
    try (TestNode old = start(V1)) {
      round(open(old, "p"), 0);
      SubmitCall late = open(old, "late");
      try (TestNode young = start(V2, old)) {
        awaitOwner(old, young.clusterAddress());
      }

      late.batch(record(1, "k1", "v"));

      await()
          .atMost(SOON)
          .until(
              () ->
                  late.next()
                      .getStalled()
                      .getReason()
                      .contains("count is at version 2, this node brings version 1"));
      assertThat(describe(old).getPartitionsList())
          .extracting(Partition::getOwner)
          .containsOnly("");
      try (TestNode young = start(V2, old)) {
        assertThat(Outage.answers(late, 1).getReceiptsCount()).isEqualTo(1);
        assertThat(get(young, 1)).isEqualTo("v2:2");
      }
    }
  }

  @Test
  void givenNewCodeInForce_whenANodeWithOldCodeStarts_thenItServesClientsButRunsNothing()
      throws Exception {
    try (TestNode young = start(V2);
        TestNode old = start(V1, young)) {
      SubmitCall call = open(old, "p");
      round(call, 0);

      awaitOwner(old, young.clusterAddress());
      assertThat(get(old, 5)).isEqualTo("v2:1");
    }
  }
}
