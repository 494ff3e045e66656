// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.client.FakeService.until;
import static io.millrace.client.Opened.LONG;
import static io.millrace.client.Opened.SETTINGS;
import static io.millrace.client.Opened.failureOf;
import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.EXPIRED;
import static io.millrace.model.MillraceException.Kind.FENCED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.millrace.model.MillraceException;
import io.millrace.v1.ProducerMode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReconnectTest {
  private static final OutgoingRecord RECORD = OutgoingRecord.of("key", "value");
  private static final Duration HOUR = Duration.ofHours(1);

  /** Whoever pauses does not come back within a test. */
  private static final ClientSettings NO_SECOND_CHANCE =
      SETTINGS
          .withReconnect(HOUR.multipliedBy(9), HOUR.multipliedBy(9), HOUR, HOUR)
          .withRetryAfterMax(HOUR);

  private static final ErrorInfo PRODUCER_EXPIRED =
      ErrorInfo.newBuilder().setDomain("millrace.io").setReason("PRODUCER_EXPIRED").build();

  private final Opened opened = new Opened();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @Test
  void givenNodeThatGoesDownInOrder_whenItEndsTheStream_thenTheOtherIsUsedWithoutPause() {
    var first = opened.welcoming();
    var second = opened.welcoming();
    var session = opened.session(NO_SECOND_CHANCE, first.address(), second.address());
    var stage = session.send(RECORD);
    first.stream(0).awaitSequences(1);

    first.goAway();
    first.stream(0).fail(Code.UNAVAILABLE, retryAfter(1_000));

    assertThat(second.stream(0).awaitSequences(1)).containsExactly(1L);
    second.stream(0).acknowledge(1);
    assertThat(stage.toCompletableFuture().join().getFirstSequence()).isEqualTo(1);
  }

  @Test
  void givenDeadNodes_whenOpened_thenTheNextIsTriedWithoutPause() {
    var dead = FakeService.welcoming();
    dead.close();
    var alive = opened.welcoming();

    opened.session(NO_SECOND_CHANCE, dead.address(), dead.address(), alive.address());

    assertThat(alive.streamCount()).isEqualTo(1);
  }

  @Test
  void givenOnlyNodeThatRestarts_whenItsStreamGotOn_thenItIsTriedWithoutPause() {
    var service = opened.welcoming();
    var session = opened.session(NO_SECOND_CHANCE, service.address());
    session.send(RECORD);
    session.send(RECORD);
    service.stream(0).awaitSequences(2);
    service.stream(0).acknowledge(1);
    until(() -> session.counters().acknowledged() == 1);

    service.stream(0).fail(Status.UNAVAILABLE);

    assertThat(service.stream(1).awaitSequences(1)).containsExactly(2L);
  }

  @Test
  void givenBusyNodeThatAsksForRest_whenOpened_thenTheOtherIsUsed() {
    var busy =
        opened.keep(
            FakeService.at(0, stream -> stream.fail(Code.RESOURCE_EXHAUSTED, retryAfter(5))));
    var free = opened.welcoming();

    opened.session(NO_SECOND_CHANCE, busy.address(), free.address());

    assertThat(free.streamCount()).isEqualTo(1);
    assertThat(busy.streamCount()).isEqualTo(1);
  }

  @Test
  void givenOnlyNodeThatAsksForRest_whenTheRestIsOver_thenItIsTriedAgain() {
    var streams = new AtomicInteger();
    var service =
        opened.keep(
            FakeService.at(
                0,
                stream -> {
                  if (streams.getAndIncrement() == 0) {
                    var rest = com.google.protobuf.Duration.newBuilder().setNanos(1_000_000);
                    stream.fail(
                        Code.UNAVAILABLE, RetryInfo.newBuilder().setRetryDelay(rest).build());
                  } else {
                    stream.welcome();
                  }
                }));

    opened.session(SETTINGS, service.address());

    assertThat(service.streamCount()).isEqualTo(2);
  }

  @Test
  void givenConnectionThatCarriesNothing_whenAnswersAreDue_thenANewOneIsOpened() {
    var service = opened.keep(FakeService.answering());
    var proxy = opened.keep(new FrozenProxy(service.port()));
    var patient = SETTINGS.withLiveness(Duration.ofMillis(200), HOUR, HOUR);
    var session = opened.session(patient, proxy.address());

    proxy.freeze();
    session.send(RECORD);

    assertThat(session.awaitAnswers(LONG)).isTrue();
    assertThat(service.stream(0).sequences()).isEmpty();
    assertThat(service.streamCount()).isGreaterThan(1);
  }

  @Test
  void givenExpiredProducer_whenItResumes_thenExpiredAndNeverOpenedFresh() {
    var service =
        opened.keep(
            FakeService.at(0, stream -> stream.fail(Code.FAILED_PRECONDITION, PRODUCER_EXPIRED)));
    var client = opened.client(SETTINGS, service.address());

    var failure =
        failureOf(
            () ->
                client.openProducer(
                    "job",
                    "producer",
                    ProducerMode.PRODUCER_MODE_RESUME,
                    5,
                    ProducerListener.NONE));

    assertThat(failure.kind()).isEqualTo(EXPIRED);
    assertThat(service.streamCount()).isEqualTo(1);
  }

  @Test
  void givenOpenSession_whenItsProducerExpires_thenItFailsSo() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());
    var stage = session.send(RECORD);
    service.stream(0).awaitSequences(1);

    service.stream(0).fail(Code.FAILED_PRECONDITION, PRODUCER_EXPIRED);

    var failure = stage.handle((receipt, e) -> (MillraceException) e).toCompletableFuture().join();
    assertThat(failure.kind()).isEqualTo(EXPIRED);
    assertThat(failureOf(session::flush).kind()).isEqualTo(EXPIRED);
    assertThat(service.streamCount()).isEqualTo(1);
  }

  @Test
  void givenOtherPreconditionOrForeignDomain_whenOpened_thenCaller() {
    var plain = opened.keep(FakeService.at(0, s -> s.fail(Code.FAILED_PRECONDITION)));
    var foreign = PRODUCER_EXPIRED.toBuilder().setDomain("example.org").build();
    var other = opened.keep(FakeService.at(0, s -> s.fail(Code.FAILED_PRECONDITION, foreign)));

    assertThat(failureOf(() -> opened.session(SETTINGS, plain.address())).kind()).isEqualTo(CALLER);
    assertThat(failureOf(() -> opened.session(SETTINGS, other.address())).kind()).isEqualTo(CALLER);
  }

  @Test
  void givenServiceThatKnowsLaterRecords_whenReconnected_thenFencedNotMixed() {
    var failure = failureAfterWelcome(7);

    assertThat(failure.kind()).isEqualTo(FENCED);
    assertThat(failure).hasMessageContaining("highestCommitted=7");
  }

  @Test
  void givenResumedSessionThatSendsCommittedRecordsAgain_whenReconnected_thenItGoesOn() {
    var service = opened.keep(FakeService.at(0, stream -> stream.welcome(7)));
    var session = opened.session(SETTINGS, service.address());
    for (int i = 0; i < 3; i++) {
      session.submit(RECORD.key(), RECORD.value());
    }
    service.stream(0).awaitSequences(3);
    service.stream(0).fail(Status.UNAVAILABLE);

    assertThat(service.stream(1).awaitSequences(3)).containsExactly(1L, 2L, 3L);
    service.stream(1).acknowledge(1, 2, 3);
    assertThat(session.awaitAnswers(LONG)).isTrue();
  }

  @Test
  void givenServiceThatForgotWhatItAcknowledged_whenReconnected_thenExpired() {
    var failure = failureAfterWelcome(1);

    assertThat(failure.kind()).isEqualTo(EXPIRED);
    assertThat(failure).hasMessageContaining("highestAcknowledged=2");
  }

  /** Acknowledges 2 of 3 records, breaks, and welcomes again with that highest sequence. */
  private MillraceException failureAfterWelcome(long highest) {
    var streams = new AtomicInteger();
    var service =
        opened.keep(
            FakeService.at(
                0, stream -> stream.welcome(streams.getAndIncrement() == 0 ? 0 : highest)));
    var session = opened.session(SETTINGS, service.address());
    for (int i = 0; i < 3; i++) {
      session.submit(RECORD.key(), RECORD.value());
    }
    service.stream(0).awaitSequences(3);
    service.stream(0).acknowledge(1, 2);
    until(() -> session.counters().acknowledged() == 2);
    service.stream(0).fail(Status.UNAVAILABLE);
    return failureOf(() -> session.awaitAnswers(LONG));
  }

  private static RetryInfo retryAfter(int seconds) {
    return RetryInfo.newBuilder()
        .setRetryDelay(com.google.protobuf.Duration.newBuilder().setSeconds(seconds))
        .build();
  }
}
