// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.StatusRuntimeException;
import io.millrace.processor.Effect;
import io.millrace.processor.Job;
import io.millrace.processor.Processor;
import io.millrace.store.memory.InMemoryStores;
import io.millrace.v1.Record;
import io.millrace.v1.SubmitBatchRequest;
import io.millrace.v1.SubmitBatchResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a sender is told about a job whose processor cannot even be made. */
@Timeout(180)
class BadProcessorTest {
  private static final String NAME = "bad";

  private static TestNode start(Supplier<Processor> processor) {
    return TestNode.start(
        "millrace.ingest.open-timeout = 1 s",
        new InMemoryStores(),
        Job.of(NAME, processor).withPartitions(1));
  }

  private static SubmitBatchResponse submit(TestNode node) {
    return node.submitBlocking()
        .submitBatch(
            SubmitBatchRequest.newBuilder()
                .setJob(NAME)
                .addRecords(Record.newBuilder().setKeyText("k").setValueText("v"))
                .build());
  }

  @Test
  void givenSupplierThatThrows_whenMended_thenTheSenderWasToldAndItServes() {
    var mended = new AtomicBoolean();
    Supplier<Processor> opensAFile =
        () -> {
          if (!mended.get()) {
            throw new IllegalStateException("model file is missing");
          }
          return (record, context) -> Effect.none();
        };
    try (var node = start(opensAFile)) {
      assertThatThrownBy(() -> submit(node))
          .hasMessageContaining("UNAVAILABLE")
          .hasMessageContaining("processor cannot be made: job=bad, cause=")
          .hasMessageContaining("model file is missing");

      mended.set(true);
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(StatusRuntimeException.class)
          .untilAsserted(() -> assertThat(submit(node).getReceiptsList()).hasSize(1));
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless user writes
  void givenSupplierThatGivesNull_whenAsked_thenTheSenderIsToldWhatIsExpected() {
    try (var node = start(() -> null)) {
      assertThatThrownBy(() -> submit(node))
          .hasMessageContaining("processor cannot be made: job=bad")
          .hasMessageContaining("expected=a supplier that gives one for each partition");
    }
  }
}
