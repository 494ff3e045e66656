// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static io.millrace.gateway.SubmitCall.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.processor.ErrorPolicy;
import io.millrace.store.JobEntry;
import io.millrace.store.Stores;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.v1.Answers;
import io.millrace.v1.DescribeJobRequest;
import io.millrace.v1.DescribeJobResponse;
import io.millrace.v1.Partition;
import io.millrace.v1.PauseJobRequest;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Record;
import io.millrace.v1.RedriveRequest;
import io.millrace.v1.ResumeJobRequest;
import io.millrace.v1.ScanRequest;
import io.millrace.v1.SubmitResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job over its error budget, paused and resumed, over a real node. */
@Timeout(120)
class ErrorBudgetTest {
  private static final int RECORDS = 10_000;
  private static final int BATCH = 100;
  private static final int EVERY = 20;
  private static final String QUICK =
      "millrace.jobs { refresh-interval = 50 ms, budget-check-interval = 10 ms }";

  private final PoisonJob poison = new PoisonJob();
  private final Stores stores = new InMemoryStores();
  private TestNode node =
      TestNode.start(QUICK, stores, poison.job(ErrorPolicy.DEFAULT.withBudget(100, 1)));

  @AfterEach
  void stop() {
    node.close();
  }

  private DescribeJobResponse describe() {
    return node.jobs().describeJob(DescribeJobRequest.newBuilder().setJob(PoisonJob.NAME).build());
  }

  private long sum(ToLongFunction<Partition> figure) {
    return describe().getPartitionsList().stream().mapToLong(figure).sum();
  }

  private void resume() {
    node.jobs().resumeJob(ResumeJobRequest.newBuilder().setJob(PoisonJob.NAME).build());
  }

  /** One record in {@link #EVERY} is poison; each has a key of its own. */
  private static Record[] batch(int from) {
    var records = new Record[BATCH];
    for (int i = 0; i < BATCH; i++) {
      int n = from + i;
      records[i] = record(n, "k" + n, (n % EVERY == 0 ? "poison" : "v") + n);
    }
    return records;
  }

  @Test
  void givenTooMuchPoison_whenSubmitted_thenPausedLongBeforeTheEndAndNothingIsLostAfterResume()
      throws Exception {
    var call =
        new SubmitCall(node.submit()).hello(PoisonJob.NAME, "p", ProducerMode.PRODUCER_MODE_FRESH);
    call.welcome();
    var pauses = new HashMap<Long, String>();

    for (int from = 1; from <= RECORDS; from += BATCH) {
      call.batch(batch(from));
      int covered = 0;
      while (covered < BATCH) {
        SubmitResponse response = call.next();
        if (response.hasStalled() && describe().getJob().hasPaused()) {
          assertThat(response.getStalled().getReason()).startsWith("job is paused: ");
          pauses.putIfAbsent(sum(Partition::getRecords), describe().getJob().getPaused());
          resume();
        }
        Answers answers = response.getAnswers();
        covered += answers.getReceiptsList().stream().mapToInt(r -> r.getStepsCount() + 1).sum();
      }
    }
    call.halfClose();
    call.end();

    assertThat(pauses).isNotEmpty();
    assertThat(pauses.keySet().stream().min(Long::compare).orElseThrow())
        .isBetween(2_000L, RECORDS / 2L);
    assertThat(pauses.values())
        .allSatisfy(
            reason ->
                assertThat(reason)
                    .containsPattern("^1\\d\\d of \\d{4} records failed, [45]\\.\\d %")
                    .contains("100 records and 1.0 %", "millrace jobs resume --job poison"));
    assertThat(sum(Partition::getRecords)).isEqualTo(RECORDS);
    assertThat(sum(Partition::getFailed)).isEqualTo(RECORDS / EVERY);
    poison.mend();
    node.quarantine()
        .redrive(RedriveRequest.newBuilder().setJob(PoisonJob.NAME).setAll(true).build());
    assertThat(results()).hasSize(RECORDS).allSatisfy((key, n) -> assertThat(n).isEqualTo(1));
  }

  private Map<String, Integer> results() {
    var counts = new HashMap<String, Integer>();
    node.results()
        .scan(ScanRequest.newBuilder().setJob(PoisonJob.NAME).setAsText(true).build())
        .forEachRemaining(
            page ->
                page.getResultsList().forEach(r -> counts.merge(r.getKeyText(), 1, Integer::sum)));
    return counts;
  }

  @Test
  void givenJobPausedByHand_whenRecordsCome_thenStalledAndAnsweredAfterResume() throws Exception {
    node.jobs()
        .pauseJob(
            PauseJobRequest.newBuilder().setJob(PoisonJob.NAME).setReason("inventory").build());
    var call =
        new SubmitCall(node.submit()).hello(PoisonJob.NAME, "p", ProducerMode.PRODUCER_MODE_FRESH);
    call.welcome();

    call.batch(record(1, "k", "v"));

    assertThat(call.next().getStalled().getReason()).isEqualTo("job is paused: inventory");
    assertThat(sum(Partition::getRecords)).isZero();
    resume();
    assertThat(Outage.answers(call, 1).getReceiptsCount()).isEqualTo(1);
    assertThat(describe().getJob().hasPaused()).isFalse();
  }

  @Test
  void givenJobPausedElsewhere_whenRefreshed_thenThisNodeKnowsAndARestartDoesToo()
      throws Exception {
    JobEntry entry = stores.jobs().find(PoisonJob.NAME).toCompletableFuture().get().orElseThrow();

    stores.jobs().setStatus(entry.name(), entry.id(), entry.status().pausedFor("other node"));

    var call =
        new SubmitCall(node.submit()).hello(PoisonJob.NAME, "p", ProducerMode.PRODUCER_MODE_FRESH);
    call.welcome();
    var sequence = new AtomicLong();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              call.batch(record(sequence.incrementAndGet(), "k", "v"));
              SubmitResponse response = call.next();
              return response.getStalled().getReason().equals("job is paused: other node");
            });
    node.close();
    node = TestNode.start(QUICK, stores, poison.job(ErrorPolicy.DEFAULT));
    assertThat(describe().getJob().getPaused()).isEqualTo("other node");
  }
}
