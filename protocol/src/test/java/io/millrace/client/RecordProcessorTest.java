// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.client.FakeService.until;
import static io.millrace.client.Opened.SETTINGS;
import static io.millrace.model.MillraceException.Kind.FENCED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.grpc.Status;
import io.millrace.model.MillraceException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The numbers in names are rules of Reactive Streams. */
@Timeout(60)
final class RecordProcessorTest {
  private static final OutgoingRecord RECORD = OutgoingRecord.of("key", "value");

  private final Opened opened = new Opened();
  private final Upstream upstream = new Upstream();
  private final Downstream downstream = new Downstream();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @Test
  void givenRecordsOfManyKinds_whenAnswered_thenEachAnswerInOrderAndThenComplete() {
    var service = opened.welcoming();
    var processor = joined(opened.session(SETTINGS, service.address()));
    downstream.request(10);
    upstream.send(processor, RECORD, 3);
    service.stream(0).awaitSequences(3);

    service.stream(0).acknowledgeAt(2, 5, 3);
    service.stream(0).refuse(1, "not a number");
    until(() -> downstream.heard.size() == 2);
    processor.onComplete();
    assertThat(downstream.completed).isZero();
    service.stream(0).acknowledge(2);
    until(() -> downstream.completed == 1);

    assertThat(downstream.sequences()).containsExactly(3L, 1L, 2L);
    assertThat(downstream.heard.get(0)).isInstanceOf(Acknowledged.Durable.class);
    assertThat(downstream.heard.get(0).receipt().getBlock()).isEqualTo(5);
    assertThat(downstream.heard.get(0).key()).isEqualTo(RECORD.key());
    assertThat(((Acknowledged.Refused) downstream.heard.get(1)).reason()).isEqualTo("not a number");
    assertThat(upstream.cancels.get()).isZero();
  }

  @Test
  void givenDemandOfTwo_whenMoreIsAnswered_thenTwoAreEmitted_1_1() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());
    var processor = joined(session);
    upstream.send(processor, RECORD, 5);
    downstream.request(2);
    service.stream(0).awaitSequences(5);

    service.stream(0).acknowledge(1, 2, 3, 4, 5);
    until(() -> session.counters().acknowledged() == 5 && downstream.heard.size() == 2);

    processor.onComplete();
    assertThat(downstream.heard).hasSize(2);
    assertThat(downstream.completed).isZero();
    downstream.request(Long.MAX_VALUE);
    downstream.request(Long.MAX_VALUE);
    assertThat(downstream.sequences()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(downstream.completed).isEqualTo(1);
  }

  @Test
  void givenPublisher_whenRoomIsBounded_thenItIsAskedForNoMoreThanThereIsRoom() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS.withUnacked(4, 10_000), service.address());
    var processor = joined(session);
    downstream.request(100);
    assertThat(upstream.asked()).isEqualTo(4);

    upstream.send(processor, RECORD, 4);
    service.stream(0).awaitSequences(4);
    assertThat(upstream.asked()).isEqualTo(4);
    service.stream(0).acknowledge(1, 2, 3);

    until(() -> upstream.asked() == 7);
  }

  @Test
  void givenAnswersNobodyAskedFor_whenTheyFillTheBound_thenNothingMoreIsRequested() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS.withUnacked(4, 10_000), service.address());
    var processor = joined(session);
    upstream.send(processor, RECORD, 4);
    service.stream(0).awaitSequences(4);
    service.stream(0).acknowledge(1, 2, 3, 4);
    until(() -> session.counters().acknowledged() == 4);

    assertThat(upstream.asked()).isEqualTo(4);
    downstream.request(2);

    until(() -> upstream.asked() == 6);
  }

  @Test
  void givenNoRoomForBytes_whenRecordsCome_thenAFewWaitAndGoLater() {
    var service = opened.welcoming();
    var settings = SETTINGS.withUnacked(100, 150).withFlowRequestMax(3);
    var session = opened.session(settings, service.address());
    var processor = joined(session);
    downstream.request(100);
    assertThat(upstream.asked()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      processor.onNext(OutgoingRecord.of("key", "x".repeat(100)));
    }

    assertThat(service.stream(0).awaitSequences(1)).containsExactly(1L);
    assertThat(session.counters().unacknowledged()).isEqualTo(1);
    service.stream(0).acknowledge(1);

    assertThat(service.stream(0).awaitSequences(2)).containsExactly(1L, 2L);
  }

  @Test
  void givenSubmissionPublisher_whenMuchIsPublished_thenAllIsAnsweredOneSignalAtATime_1_3_1_7() {
    var service = opened.keep(FakeService.answering());
    var session = opened.session(SETTINGS.withUnacked(50, 10_000), service.address());
    var processor = session.processor();
    downstream.autoRequest = true;
    try (var publisher = new SubmissionPublisher<OutgoingRecord>()) {
      publisher.subscribe(processor);
      processor.subscribe(downstream);
      for (int i = 0; i < 2_000; i++) {
        publisher.submit(RECORD);
      }
    }

    until(() -> downstream.completed == 1);
    assertThat(downstream.sequences())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 2_000).boxed().toList());
    assertThat(downstream.overlaps.get()).isZero();
    assertThat(downstream.late.get()).isZero();
  }

  @Test
  void givenFailureOfTheSession_whenRecordsAreOnTheirWay_thenBothSidesHear() {
    var service = opened.welcoming();
    var processor = joined(opened.session(SETTINGS, service.address()));
    upstream.send(processor, RECORD, 1);
    service.stream(0).awaitSequences(1);

    service.stream(0).fail(Status.ABORTED);

    until(() -> downstream.failure != null);
    assertThat(((MillraceException) downstream.failure()).kind()).isEqualTo(FENCED);
    assertThat(upstream.cancels.get()).isEqualTo(1);
    processor.onNext(RECORD); // 2.8
    processor.onComplete();
    assertThat(downstream.completed).isZero();
    assertThat(downstream.late.get()).isZero();
  }

  @Test
  void givenFailureOfThePublisher_whenHeard_thenPassedOnAndItIsNotCancelled_2_3() {
    var service = opened.welcoming();
    var processor = joined(opened.session(SETTINGS, service.address()));
    long before = upstream.asked();

    processor.onError(new IllegalStateException("mine"));

    assertThat(downstream.failure()).hasMessage("mine");
    assertThat(upstream.cancels.get()).isZero();
    assertThat(upstream.asked()).isEqualTo(before);
  }

  @Test
  void givenCancel_whenRecordsAreOnTheirWay_thenTheyGoOnAndNothingIsHeard_3_6() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());
    var processor = joined(session);
    downstream.request(10);
    upstream.send(processor, RECORD, 2);
    service.stream(0).awaitSequences(2);

    downstream.cancel();
    downstream.cancel();
    downstream.request(1);
    processor.onNext(RECORD); // 2.8
    service.stream(0).acknowledge(1, 2);

    until(() -> session.counters().acknowledged() == 2);
    assertThat(upstream.cancels.get()).isEqualTo(1);
    assertThat(downstream.heard).isEmpty();
    assertThat(session.counters().unacknowledged()).isZero();
  }

  @Test
  void givenRequestOfZeroOrLess_whenMade_thenIllegalArgument_3_9() {
    var service = opened.welcoming();
    joined(opened.session(SETTINGS, service.address()));

    downstream.request(0);

    assertThat(downstream.failure()).isInstanceOf(IllegalArgumentException.class);
    assertThat(upstream.cancels.get()).isEqualTo(1);
  }

  @Test
  void givenSecondSubscriberOrPublisher_whenItComes_thenRefused_1_9_2_5() {
    var service = opened.welcoming();
    var processor = joined(opened.session(SETTINGS, service.address()));
    var second = new Downstream();
    var other = new Upstream();

    processor.subscribe(second);
    processor.onSubscribe(other);

    assertThat(second.subscription).isNotNull();
    assertThat(second.failure()).isInstanceOf(IllegalStateException.class);
    assertThat(other.cancels.get()).isEqualTo(1);
    assertThat(upstream.cancels.get()).isZero();
    assertThat(downstream.failure).isNull();
  }

  @Test
  void givenNull_whenSignalled_thenNullPointerException_2_13() {
    var service = opened.welcoming();
    var processor = opened.session(SETTINGS, service.address()).processor();

    assertThatNullPointerException().isThrownBy(() -> processor.onNext(none()));
    assertThatNullPointerException().isThrownBy(() -> processor.onError(none()));
    assertThatNullPointerException().isThrownBy(() -> processor.onSubscribe(none()));
    assertThatNullPointerException().isThrownBy(() -> processor.subscribe(none()));
  }

  @Test
  void givenSubscriberThatThrows_whenSignalled_thenItsSubscriptionEnds_2_13() {
    var service = opened.keep(FakeService.answering());
    var session = opened.session(SETTINGS, service.address());
    downstream.autoRequest = true;
    downstream.throwing = true;
    var processor = joined(session);

    upstream.send(processor, RECORD, 1);

    until(() -> upstream.cancels.get() == 1);
    assertThat(session.awaitAnswers(Opened.LONG)).isTrue();
    assertThat(downstream.completed).isZero();
    assertThat(downstream.failure).isNull();
  }

  @Test
  void givenPublisherThatSendsUnasked_whenHeard_thenItFails() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS.withUnacked(1, 10_000), service.address());
    var processor = joined(session);

    processor.onNext(RECORD);
    processor.onNext(RECORD);

    assertThat(downstream.failure()).hasMessageContaining("more than was requested");
    assertThat(upstream.cancels.get()).isEqualTo(1);
  }

  @Test
  void givenNoSubscriber_whenPublisherIsThere_thenNothingIsRequested() {
    var service = opened.welcoming();
    var processor = opened.session(SETTINGS, service.address()).processor();

    processor.onSubscribe(upstream);

    assertThat(upstream.asked()).isZero();
  }

  private Flow.Processor<OutgoingRecord, Acknowledged> joined(ProducerSession session) {
    var processor = session.processor();
    processor.onSubscribe(upstream);
    processor.subscribe(downstream);
    return processor;
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T none() {
    return null;
  }
}
