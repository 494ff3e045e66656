// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.millrace.model.PartitionMap;
import io.millrace.model.Token;
import io.millrace.processor.Effect;
import io.millrace.processor.ErrorPolicy;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.processor.Typed;
import io.millrace.serde.Serdes;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.v1.GetQuarantinedRequest;
import io.millrace.v1.ListQuarantineRequest;
import io.millrace.v1.QuarantineActionResponse;
import io.millrace.v1.QuarantinedRecord;
import io.millrace.v1.Record;
import io.millrace.v1.RedriveRequest;
import io.millrace.v1.SubmitBatchRequest;
import io.millrace.v1.SubmitBatchResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Processors that do not come to an end, on a whole node. */
@Timeout(180)
class HangingProcessorTest {
  private static final String NAME = "hanging";
  private static final int PARTITIONS = 2;
  private static final String SETTINGS =
      "millrace { watch { interval-max = 20 ms, stuck-after = 100 ms }, query.ask-timeout = 30 s }";

  /** Two keys of different partitions. */
  private final List<String> keys = keys();

  private final CountDownLatch mended = new CountDownLatch(1);
  private volatile boolean letGo;
  private TestNode node = start(() -> blocking());

  private TestNode start(Supplier<Processor> processor) {
    ErrorPolicy errors = ErrorPolicy.DEFAULT.withDeadline(Duration.ofSeconds(2));
    return TestNode.start(
        SETTINGS,
        new InMemoryStores(),
        Job.of(NAME, processor).withPartitions(PARTITIONS).withErrors(errors));
  }

  @AfterEach
  void stop() {
    letGo = true;
    node.close();
  }

  private static List<String> keys() {
    PartitionMap.Router router = PartitionMap.even(PARTITIONS).router();
    String first = "k0";
    int of = router.partitionOf(Token.of(ByteString.copyFromUtf8(first)));
    String second =
        IntStream.range(1, 100)
            .mapToObj(i -> "k" + i)
            .filter(key -> router.partitionOf(Token.of(ByteString.copyFromUtf8(key))) != of)
            .findFirst()
            .orElseThrow();
    return List.of(first, second);
  }

  /** Waits for ever on "hang", until it is mended; says whether its thread is interrupted. */
  private Processor blocking() {
    return (record, context) -> {
      boolean interrupted = Thread.currentThread().isInterrupted();
      if (record.value().toStringUtf8().equals("hang")) {
        waitForMending();
      }
      return Effect.builder().emit(ByteString.copyFromUtf8("interrupted " + interrupted)).build();
    };
  }

  private void waitForMending() {
    try {
      mended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private SubmitBatchResponse submit(Duration deadline, String... keysAndValues) {
    var request = SubmitBatchRequest.newBuilder().setJob(NAME);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      request.addRecords(
          Record.newBuilder().setKeyText(keysAndValues[i]).setValueText(keysAndValues[i + 1]));
    }
    return node.submitBlocking()
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .submitBatch(request.build());
  }

  private SubmitBatchResponse submit(String... keysAndValues) {
    return submit(Duration.ofSeconds(60), keysAndValues);
  }

  private List<QuarantinedRecord> list() {
    return node.quarantine()
        .listQuarantine(ListQuarantineRequest.newBuilder().setJob(NAME).setLimit(100).build())
        .getRecordsList();
  }

  private QuarantinedRecord show(QuarantinedRecord listed) {
    return node.quarantine()
        .getQuarantined(
            GetQuarantinedRequest.newBuilder().setJob(NAME).setId(listed.getId()).build());
  }

  private QuarantineActionResponse redrive() {
    return node.quarantine().redrive(RedriveRequest.newBuilder().setJob(NAME).setAll(true).build());
  }

  private String get(String key) {
    return node.get(NAME, key);
  }

  @Test
  void givenProcessorThatBlocks_whenPastItsDeadline_thenQuarantinedWithTheStackOfItsThread() {
    String key = keys.get(0);

    SubmitBatchResponse answer = submit(key, "hang", key, "parked", keys.get(1), "v");
    submit(keys.get(1), "v");

    assertThat(answer.getRefusalsList()).hasSize(2);
    assertThat(list()).extracting(QuarantinedRecord::getParked).containsExactly(false, true);
    assertThat(show(list().get(0)))
        .satisfies(r -> assertThat(r.getReason()).contains("deadline=2000 ms, elapsed="))
        .satisfies(r -> assertThat(r.getStack()).contains("waitForMending", "CountDownLatch.await"))
        .satisfies(r -> assertThat(r.getAttempts()).isEqualTo(1));
    assertThat(get(keys.get(1))).isEqualTo("interrupted false");
    QuarantineActionResponse early = redrive();
    assertThat(early.getFailed()).isEqualTo(1);
    assertThat(show(list().get(0)).getAttempts()).isEqualTo(2);

    mended.countDown();
    assertThat(redrive().getRedriven()).isEqualTo(2);
    assertThat(get(key)).isEqualTo("interrupted false");
  }

  @Test
  void givenTypedProcessorThatBlocks_whenPastItsDeadline_thenTheSame() {
    node.close();
    node =
        start(
            Typed.keys(Serdes.utf8())
                .values(Serdes.utf8())
                .results(Serdes.utf8())
                .process(
                    (record, context) -> {
                      if (record.value().equals("hang")) {
                        waitForMending();
                      }
                      return context.emit(record.value());
                    }));

    SubmitBatchResponse answer = submit(keys.get(0), "hang", keys.get(1), "v");

    assertThat(answer.getRefusalsList()).hasSize(1);
    assertThat(show(list().get(0)).getStack()).contains("waitForMending");
    assertThat(get(keys.get(1))).isEqualTo("v");
  }

  @Test
  void givenProcessorThatIgnoresInterrupts_whenStuck_thenReportedOthersGoOnAndItComesBack() {
    node.close();
    node =
        start(
            () ->
                (record, context) -> {
                  while (record.value().toStringUtf8().equals("spin") && !letGo) {
                    Thread.onSpinWait();
                  }
                  return Effect.builder().emit(record.value()).build();
                });
    var log = (Logger) LoggerFactory.getLogger("io.millrace.partition.RunningCall");
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    log.addAppender(events);
    try {
      String other = keys.get(1);
      submit(keys.get(0), "v");
      assertThatThrownBy(
              () ->
                  submit(Duration.ofSeconds(6), keys.get(0), "spin", keys.get(0), "x", other, "v"))
          .isInstanceOf(StatusRuntimeException.class);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> events.list.stream().anyMatch(e -> e.getLevel() == Level.ERROR));

      submit(other, "1");
      submit(other, "2");
      assertThat(get(other)).isEqualTo("2");
      letGo = true;

      await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(list()).hasSize(2));
      assertThat(list()).extracting(QuarantinedRecord::getKeyText).containsOnly(keys.get(0));
      assertThat(events.list.get(0).getKeyValuePairs())
          .extracting(pair -> pair.key + "=" + pair.value)
          .contains("job=" + NAME, "key=\"" + keys.get(0) + "\"");
    } finally {
      log.detachAppender(events);
    }
  }
}
