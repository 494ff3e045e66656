// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.client.FakeService.until;
import static io.millrace.client.Opened.KEY;
import static io.millrace.client.Opened.LONG;
import static io.millrace.client.Opened.SETTINGS;
import static io.millrace.client.Opened.submit;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.v1.ProducerMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is sent, what is answered, and what comes again when a stream breaks. */
@Timeout(60)
final class ProducerSessionTest {
  private final Opened opened = new Opened();
  private final Heard heard = new Heard();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @Test
  void givenRecords_whenSubmitted_thenNumberedFromOneAndSentInFullBatches() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());

    submit(session, 7);

    assertThat(service.stream(0).awaitSequences(6)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(service.stream(0).batches()).allMatch(batch -> batch.size() == 3);
    assertThat(service.stream(0).hello().getMode()).isEqualTo(ProducerMode.PRODUCER_MODE_FRESH);
    session.flush();
    assertThat(service.stream(0).awaitSequences(7)).endsWith(7L);
    assertThat(session.counters()).isEqualTo(new ProducerCounters(0, 0, 0, 7, 0));
  }

  @Test
  void givenRecord_whenSubmitted_thenTheServiceGetsAllOfIt() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());

    session.submit(KEY, ByteString.copyFromUtf8("value"), 12, Fields.of("a", "b"));
    session.submit(KEY, ByteString.EMPTY, DataRecord.NO_EVENT_TIME, Fields.EMPTY);
    session.flush();

    service.stream(0).awaitSequences(2);
    var records = service.stream(0).batches().stream().flatMap(List::stream).toList();
    assertThat(records.get(0).getKey()).isEqualTo(KEY);
    assertThat(records.get(0).getValue().toStringUtf8()).isEqualTo("value");
    assertThat(records.get(0).getEventTimeMs()).isEqualTo(12);
    assertThat(records.get(0).getFieldsOrThrow("a").getText()).isEqualTo("b");
    assertThat(records.get(1).hasEventTimeMs()).isFalse();
  }

  @Test
  void givenReceiptsWithSteps_whenTheyComeOutOfOrder_thenEachCoversItsOwn() {
    var service = opened.welcoming();
    var session = opened.session(heard, SETTINGS, service.address());
    submit(session, 6);

    service.stream(0).acknowledge(2, 3, 6);
    service.stream(0).acknowledgeAsDuplicates(1, 4);

    until(() -> session.counters().acknowledged() == 5);
    assertThat(session.counters()).isEqualTo(new ProducerCounters(5, 2, 0, 1, 0));
    assertThat(session.awaitAnswers(Duration.ofNanos(1))).isFalse();
    service.stream(0).acknowledge(5);
    assertThat(session.awaitAnswers(LONG)).isTrue();
    assertThat(heard.covered).containsExactly(3, 2, 1);
  }

  @Test
  void givenRefusalAndStall_whenAnswered_thenTheListenerHears() {
    var service = opened.welcoming();
    var session = opened.session(heard, SETTINGS, service.address());
    submit(session, 2);
    session.flush();

    service.stream(0).stall("the store is away");
    service.stream(0).refuse(2, "not a number");
    service.stream(0).acknowledge(1);

    assertThat(session.awaitAnswers(LONG)).isTrue();
    assertThat(heard.stalls).containsExactly("the store is away");
    assertThat(heard.refusals).containsExactly("2 not a number");
    assertThat(session.counters()).isEqualTo(new ProducerCounters(2, 0, 1, 0, 0));
  }

  @Test
  void givenStreamThatBreaks_whenReopened_thenWhatWasNotAnsweredComesAgainInOrder() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());
    submit(session, 8);
    service.stream(0).awaitSequences(6);
    service.stream(0).acknowledge(1, 2, 5);
    until(() -> session.counters().acknowledged() == 3);

    service.stream(0).fail(Status.UNAVAILABLE);

    assertThat(service.stream(1).awaitSequences(3)).startsWith(3L, 4L, 6L);
    assertThat(service.stream(1).hello().getMode()).isEqualTo(ProducerMode.PRODUCER_MODE_RESUME);
    submit(session, 1);
    assertThat(service.stream(1).awaitSequences(6)).containsExactly(3L, 4L, 6L, 7L, 8L, 9L);
    service.stream(1).acknowledge(3, 4, 6, 7, 8, 9);
    assertThat(session.awaitAnswers(LONG)).isTrue();
    assertThat(session.counters()).isEqualTo(new ProducerCounters(9, 0, 0, 0, 1));
  }

  @Test
  void givenNodeThatDies_whenAnotherIsKnown_thenTheSessionMovesThere() {
    var first = opened.welcoming();
    var second = opened.welcoming();
    var session = opened.session(SETTINGS, first.address(), second.address());
    submit(session, 3);
    first.stream(0).awaitSequences(3);

    first.close();

    assertThat(second.stream(0).awaitSequences(3)).containsExactly(1L, 2L, 3L);
    second.stream(0).acknowledge(1, 2, 3);
    assertThat(session.awaitAnswers(LONG)).isTrue();
  }

  @Test
  void givenOnlyNode_whenItRestartsOnItsPort_thenNothingIsLost() {
    var before = opened.welcoming();
    var session = opened.session(SETTINGS, before.address());
    submit(session, 3);
    before.stream(0).awaitSequences(3);

    before.close();
    var after = opened.keep(FakeService.at(before.port(), FakeService.Stream::welcome));

    assertThat(after.stream(0).awaitSequences(3)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void givenManyBreaks_whenAllIsAnsweredInTheEnd_thenEveryRecordCameInOrderOnEachStream() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());
    var submitting = CompletableFuture.runAsync(() -> submit(session, 300));

    for (int i = 0; i < 10; i++) {
      var sequences = service.stream(i).awaitSequences(1);
      assertThat(sequences).isSorted().doesNotHaveDuplicates();
      service.stream(i).acknowledge(sequences.get(0));
      long wanted = 1L + i;
      until(() -> session.counters().acknowledged() == wanted);
      service.stream(i).fail(Status.UNAVAILABLE);
    }

    submitting.join();
    session.flush();
    var last = service.stream(10).awaitSequences(290);
    assertThat(last).containsExactlyElementsOf(LongStream.rangeClosed(11, 300).boxed().toList());
    assertThat(session.counters().reconnects()).isEqualTo(10);
  }
}
