// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.client.FakeService.until;
import static io.millrace.client.Opened.KEY;
import static io.millrace.client.Opened.LONG;
import static io.millrace.client.Opened.SETTINGS;
import static io.millrace.client.Opened.failureOf;
import static io.millrace.client.Opened.submit;
import static io.millrace.model.MillraceException.Kind.BUG;
import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.FENCED;
import static io.millrace.model.MillraceException.Kind.NOT_FOUND;
import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.grpc.Status;
import io.millrace.model.MillraceException.Kind;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a session ends: finished, refused, or failed. */
@Timeout(60)
final class ProducerEndTest {
  private final Opened opened = new Opened();
  private final Heard heard = new Heard();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @Test
  void givenNewerStreamOfTheProducer_whenAborted_thenWaitingAndLaterCallsAreFenced() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS.withUnacked(2, 1_000), service.address());
    submit(session, 2);
    var waiting = CompletableFuture.supplyAsync(() -> failureOf(() -> session.submit(KEY, KEY)));
    service.stream(0).awaitSequences(2);

    service.stream(0).fail(Status.ABORTED.withDescription("opened elsewhere"));

    assertThat(waiting.join().kind()).isEqualTo(FENCED);
    assertThat(failureOf(session::flush).kind()).isEqualTo(FENCED);
    assertThat(failureOf(session::finish)).hasMessageContaining("opened elsewhere");
    assertThat(session.counters()).isEqualTo(new ProducerCounters(0, 0, 0, 2, 0));
    assertThat(service.streamCount()).isEqualTo(1);
  }

  @Test
  void givenServiceThatRefusesTheHello_whenOpened_thenTheKindTellsWhy() {
    var unknown = opened.keep(FakeService.at(0, stream -> stream.fail(Status.NOT_FOUND)));
    var invalid = opened.keep(FakeService.at(0, stream -> stream.fail(Status.INVALID_ARGUMENT)));

    assertThat(openingFailure(SETTINGS, unknown)).isEqualTo(NOT_FOUND);
    assertThat(openingFailure(SETTINGS, invalid)).isEqualTo(CALLER);
  }

  @Test
  void givenNobodyThatAnswers_whenOpened_thenUnavailableInTime() {
    var brief = Duration.ofMillis(300);
    var settings = SETTINGS.withReconnect(brief, LONG, Duration.ofMillis(1), brief);
    // Long enough for the stream to reach the service on a busy machine.
    var patient = Duration.ofSeconds(3);
    var patiently = SETTINGS.withReconnect(patient, LONG, Duration.ofMillis(1), patient);
    var silent = opened.keep(FakeService.at(0, stream -> {}));
    var gone = FakeService.welcoming();
    gone.close();

    assertThat(openingFailure(patiently, silent)).isEqualTo(UNAVAILABLE);
    assertThat(openingFailure(settings, gone)).isEqualTo(UNAVAILABLE);
    silent.stream(0).awaitCancel();
  }

  @Test
  void givenStreamsThatBreakWithoutProgress_whenTimeIsUp_thenUnavailable() {
    var brief = Duration.ofMillis(300);
    var settings = SETTINGS.withReconnect(LONG, brief, Duration.ofMillis(1), LONG);
    var service =
        opened.keep(
            FakeService.at(
                0,
                stream -> {
                  stream.welcome();
                  stream.fail(Status.UNAVAILABLE);
                }));

    var failure =
        failureOf(
            () -> {
              var session = opened.session(settings, service.address());
              session.submit(KEY, KEY);
              session.awaitAnswers(LONG);
            });

    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
    assertThat(service.streamCount()).isGreaterThan(1);
  }

  @Test
  void givenUnansweredRecords_whenFinished_thenItWaitsForAnswersAndTheEnd() {
    var service = opened.welcoming();
    var session = opened.session(heard, SETTINGS, service.address());
    submit(session, 4);

    var finished = CompletableFuture.runAsync(session::finish);

    service.stream(0).awaitHalfClose();
    assertThat(service.stream(0).sequences()).hasSize(4);
    service.stream(0).acknowledge(1, 2, 3);
    until(() -> session.counters().acknowledged() == 3);
    assertThat(finished).isNotDone();
    service.stream(0).acknowledge(4);
    service.stream(0).complete();
    finished.join();
    assertThat(heard.covered).containsExactly(3, 1);
    assertThatIllegalStateException().isThrownBy(() -> session.submit(KEY, KEY));
  }

  @Test
  void givenStreamThatEndsTooEarly_whenFinishing_thenTheRestIsSentAgain() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());
    submit(session, 2);
    var finished = CompletableFuture.runAsync(session::finish);
    service.stream(0).awaitHalfClose();

    service.stream(0).complete();

    service.stream(1).awaitHalfClose();
    assertThat(service.stream(1).sequences()).containsExactly(1L, 2L);
    service.stream(1).acknowledge(1, 2);
    service.stream(1).complete();
    finished.join();
  }

  @Test
  void givenNoAnswers_whenFinishTakesTooLong_thenUnavailableAndMayBeFinishedAgain() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());
    submit(session, 1);

    var late = failureOf(() -> session.finish(Duration.ofMillis(10)));

    assertThat(late.kind()).isEqualTo(UNAVAILABLE);
    assertThat(late).hasMessageContaining("unacknowledged=1");
    service.stream(0).awaitSequences(1);
    service.stream(0).acknowledge(1);
    service.stream(0).complete();
    session.finish();
  }

  @Test
  void givenReceiptForWhatWasNeverSent_whenHeard_thenTheSessionEnds() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());
    submit(session, 3);
    service.stream(0).awaitSequences(3);

    service.stream(0).acknowledge(3, 4);

    assertThat(failureOf(() -> session.awaitAnswers(LONG)).kind()).isEqualTo(BUG);
    service.stream(0).awaitCancel();
  }

  @Test
  void givenListenerThatThrows_whenAnswered_thenTheSessionEndsWithItsException() {
    var service = opened.welcoming();
    var throwing =
        new ProducerListener() {
          @Override
          public void onReceipt(Receipt receipt, int coveredCount) {
            throw new IllegalStateException("mine");
          }
        };
    var session = opened.session(throwing, SETTINGS, service.address());
    submit(session, 3);
    service.stream(0).awaitSequences(3);

    service.stream(0).acknowledge(1);

    assertThat(failureOf(() -> session.awaitAnswers(LONG)))
        .hasRootCauseMessage("mine")
        .hasMessageContaining("the listener failed");
  }

  @Test
  void givenOpenSession_whenTheClientCloses_thenTheStreamAndEveryWaitEnd() {
    var service = opened.welcoming();
    var client = MillraceClient.connect(List.of(service.address()), SETTINGS);
    var session =
        client.openProducer(
            "job", "producer", ProducerMode.PRODUCER_MODE_RESUME, 100, ProducerListener.NONE);
    assertThat(session.submit(KEY, KEY)).isEqualTo(100);
    var waiting = CompletableFuture.supplyAsync(() -> failureOf(() -> session.awaitAnswers(LONG)));
    service.stream(0).awaitSequences(1);

    client.close();

    assertThat(waiting.join().kind()).isEqualTo(CALLER);
    service.stream(0).awaitCancel();
  }

  private Kind openingFailure(ClientSettings settings, FakeService service) {
    return failureOf(() -> opened.session(settings, service.address())).kind();
  }
}
