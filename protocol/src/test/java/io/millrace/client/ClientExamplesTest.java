// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.v1.ProducerMode.PRODUCER_MODE_RESUME;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.millrace.v1.Receipt;
import io.millrace.v1.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the examples of docs/client.md, which shows them as they stand here. */
@Timeout(60)
final class ClientExamplesTest {
  private static final List<String> LINES = List.of("1", "nonsense", "3");

  private final Opened opened = new Opened();
  private final Queue<String> said = new ConcurrentLinkedQueue<>();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @Test
  void givenBlockingExample_whenRun_thenAllIsAnswered() {
    blocking(address(), LINES);

    assertThat(said).containsExactly("line 2: not a number");
  }

  @Test
  void givenStageExample_whenRun_thenEachStageIsCompleted() {
    perRecord(address(), LINES).toCompletableFuture().join();

    assertThat(said).contains("1 is durable", "3 is durable").hasSize(3);
  }

  @Test
  void givenFlowExample_whenRun_thenItCompletesAfterTheLastAnswer() {
    var lines = new SubmissionPublisher<OutgoingRecord>();
    var done = reactive(address(), lines);
    LINES.forEach(line -> lines.submit(OutgoingRecord.of("key", line)));
    lines.close();
    done.toCompletableFuture().join();

    assertThat(said).containsExactly("line 2: not a number");
  }

  @Test
  void givenReadExample_whenRun_thenItReflectsWhatWasAcknowledged() {
    assertThat(readYourWrites(address()).toStringUtf8()).isEqualTo("key");
  }

  void blocking(List<String> addresses, List<String> lines) {
    var listener =
        new ProducerListener() {
          @Override
          public void onRefusal(Refusal refusal) {
            say("line " + refusal.getSequence() + ": " + refusal.getReason());
          }
        };
    try (var client = MillraceClient.connect(addresses, ClientSettings.defaults());
        var session = client.openProducer("sums", "file-7", PRODUCER_MODE_RESUME, listener)) {
      for (String line : lines) {
        session.submit(ByteString.copyFromUtf8("key"), ByteString.copyFromUtf8(line));
      }
      session.finish();
    }
  }

  CompletionStage<Void> perRecord(List<String> addresses, List<String> lines) {
    var client = MillraceClient.connect(addresses, ClientSettings.defaults());
    var session =
        client.openProducer("sums", "file-7", PRODUCER_MODE_RESUME, ProducerListener.NONE);
    var told = new ArrayList<CompletableFuture<Void>>();
    for (String line : lines) {
      CompletionStage<Receipt> stage = session.send(OutgoingRecord.of("key", line));
      told.add(
          stage
              .handle((receipt, failure) -> failure == null ? "durable" : failure.getMessage())
              .thenAccept(outcome -> say(line + " is " + outcome))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(told.toArray(new CompletableFuture<?>[0]))
        .whenCompleteAsync((nothing, failure) -> client.close());
  }

  CompletionStage<Void> reactive(List<String> addresses, Flow.Publisher<OutgoingRecord> records) {
    var client = MillraceClient.connect(addresses, ClientSettings.defaults());
    var session =
        client.openProducer("sums", "file-7", PRODUCER_MODE_RESUME, ProducerListener.NONE);
    var done = new CompletableFuture<Void>();
    var processor = session.processor();
    processor.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(Acknowledged answer) {
            if (answer instanceof Acknowledged.Refused refused) {
              say("line " + refused.sequence() + ": " + refused.reason());
            }
          }

          @Override
          public void onError(Throwable failure) {
            done.completeExceptionally(failure);
          }

          @Override
          public void onComplete() {
            done.complete(null);
          }
        });
    records.subscribe(processor);
    return done.whenCompleteAsync((nothing, failure) -> client.close());
  }

  ByteString readYourWrites(List<String> addresses) {
    try (var client = MillraceClient.connect(addresses, ClientSettings.defaults());
        var session =
            client.openProducer("sums", "file-7", PRODUCER_MODE_RESUME, ProducerListener.NONE)) {
      var reads = client.readSession("sums").follow(session);
      var stage = session.send(OutgoingRecord.of("key", "1"));
      stage.toCompletableFuture().join();
      return reads.get(ByteString.copyFromUtf8("key")).getResult().getValue();
    }
  }

  private List<String> address() {
    return List.of(opened.keep(FakeService.answering(new FakeResults(1))).address());
  }

  private void say(String text) {
    said.add(text);
  }
}
