// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.client.FakeService.until;
import static io.millrace.model.MillraceException.Kind.BUG;
import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.FENCED;
import static io.millrace.model.MillraceException.Kind.NOT_FOUND;
import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.millrace.model.DataRecord;
import io.millrace.model.Fields;
import io.millrace.model.MillraceException;
import io.millrace.v1.ProducerMode;
import io.millrace.v1.Receipt;
import io.millrace.v1.Refusal;
import io.millrace.v1.Stalled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProducerSessionTest {
  private static final ByteString KEY = ByteString.copyFromUtf8("key");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final ClientSettings SETTINGS =
      ClientSettings.defaults()
          .withBatches(3, 1_000)
          .withReconnect(LONG, LONG, Duration.ofMillis(1), Duration.ofMillis(20));

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Heard heard = new Heard();

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void givenRecords_whenSubmitted_thenNumberedFromOneAndSentInFullBatches() {
    var service = welcoming();
    var session = session(service, SETTINGS);

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
    var service = welcoming();
    var session = session(service, SETTINGS);

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
    var service = welcoming();
    var session = session(service, SETTINGS);
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
    var service = welcoming();
    var session = session(service, SETTINGS);
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
    var service = welcoming();
    var session = session(service, SETTINGS);
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
    var first = welcoming();
    var second = welcoming();
    var session = session(List.of(first.address(), second.address()), SETTINGS);
    submit(session, 3);
    first.stream(0).awaitSequences(3);

    first.close();

    assertThat(second.stream(0).awaitSequences(3)).containsExactly(1L, 2L, 3L);
    second.stream(0).acknowledge(1, 2, 3);
    assertThat(session.awaitAnswers(LONG)).isTrue();
  }

  @Test
  void givenOnlyNode_whenItRestartsOnItsPort_thenNothingIsLost() {
    var before = welcoming();
    var session = session(before, SETTINGS);
    submit(session, 3);
    before.stream(0).awaitSequences(3);

    before.close();
    var after = keep(FakeService.at(before.port(), FakeService.Stream::welcome));

    assertThat(after.stream(0).awaitSequences(3)).containsExactly(1L, 2L, 3L);
  }

  @Test
  void givenManyBreaks_whenAllIsAnsweredInTheEnd_thenEveryRecordCameInOrderOnEachStream() {
    var service = welcoming();
    var session = session(service, SETTINGS);
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

  @Test
  void givenNoRoomForBytes_whenSubmitted_thenItWaitsForAnAnswer() {
    var service = welcoming();
    var session = session(service, SETTINGS.withUnacked(100, 1_000));
    var value = ByteString.copyFrom(new byte[400]);
    session.submit(KEY, value);
    session.submit(KEY, value);

    var third = CompletableFuture.supplyAsync(() -> session.submit(KEY, value));

    // It waits only after it has flushed, so that the answers it waits for can come.
    service.stream(0).awaitSequences(2);
    assertThat(third).isNotDone();
    assertThat(session.counters().unacknowledged()).isEqualTo(2);
    service.stream(0).acknowledge(1);
    assertThat(third.join()).isEqualTo(3);
  }

  @Test
  void givenNoRoomForRecords_whenSubmitted_thenItWaitsForTheOldest() {
    var service = welcoming();
    var session = session(service, SETTINGS.withUnacked(2, 1_000));
    submit(session, 2);

    var third = CompletableFuture.supplyAsync(() -> session.submit(KEY, KEY));

    service.stream(0).awaitSequences(2);
    service.stream(0).acknowledge(2);
    until(() -> session.counters().acknowledged() == 1);
    assertThat(third).isNotDone();
    service.stream(0).acknowledge(1);
    assertThat(third.join()).isEqualTo(3);
  }

  @Test
  void givenRecordAboveTheBound_whenNothingElseWaits_thenItGoesAlone() {
    var service = welcoming();
    var session = session(service, SETTINGS.withUnacked(100, 1_000));

    session.submit(KEY, ByteString.copyFrom(new byte[50_000]));

    assertThat(service.stream(0).awaitSequences(1)).containsExactly(1L);
  }

  @Test
  void givenServiceThatTakesNothing_whenItTakesAgain_thenAllComesInOrder() {
    var service =
        keep(
            FakeService.at(
                0,
                stream -> {
                  stream.pause();
                  stream.welcome();
                }));
    var session = session(service, SETTINGS.withBatches(10, 1 << 20));
    var value = ByteString.copyFrom(new byte[100_000]);
    for (int i = 0; i < 100; i++) {
      session.submit(KEY, value);
    }
    session.flush();
    assertThat(service.stream(0).sequences()).isEmpty();

    service.stream(0).resume();

    assertThat(service.stream(0).awaitSequences(100))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 100).boxed().toList());
  }

  @Test
  void givenNewerStreamOfTheProducer_whenAborted_thenWaitingAndLaterCallsAreFenced() {
    var service = welcoming();
    var session = session(service, SETTINGS.withUnacked(2, 1_000));
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
    var unknown = keep(FakeService.at(0, stream -> stream.fail(Status.NOT_FOUND)));
    var invalid = keep(FakeService.at(0, stream -> stream.fail(Status.INVALID_ARGUMENT)));

    assertThat(failureOf(() -> session(unknown, SETTINGS)).kind()).isEqualTo(NOT_FOUND);
    assertThat(failureOf(() -> session(invalid, SETTINGS)).kind()).isEqualTo(CALLER);
  }

  @Test
  void givenNobodyThatAnswers_whenOpened_thenUnavailableInTime() {
    var brief = Duration.ofMillis(300);
    var settings = SETTINGS.withReconnect(brief, LONG, Duration.ofMillis(1), brief);
    // Long enough for the stream to reach the service on a busy machine.
    var patient = Duration.ofSeconds(3);
    var patiently = SETTINGS.withReconnect(patient, LONG, Duration.ofMillis(1), patient);
    var silent = keep(FakeService.at(0, stream -> {}));
    var gone = FakeService.welcoming();
    gone.close();

    assertThat(failureOf(() -> session(silent, patiently)).kind()).isEqualTo(UNAVAILABLE);
    assertThat(failureOf(() -> session(gone, settings)).kind()).isEqualTo(UNAVAILABLE);
    silent.stream(0).awaitCancel();
  }

  @Test
  void givenStreamsThatBreakWithoutProgress_whenTimeIsUp_thenUnavailable() {
    var brief = Duration.ofMillis(300);
    var settings = SETTINGS.withReconnect(LONG, brief, Duration.ofMillis(1), LONG);
    var service =
        keep(
            FakeService.at(
                0,
                stream -> {
                  stream.welcome();
                  stream.fail(Status.UNAVAILABLE);
                }));

    var failure =
        failureOf(
            () -> {
              var session = session(service, settings);
              session.submit(KEY, KEY);
              session.awaitAnswers(LONG);
            });

    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
    assertThat(service.streamCount()).isGreaterThan(1);
  }

  @Test
  void givenUnansweredRecords_whenFinished_thenItWaitsForAnswersAndTheEnd() {
    var service = welcoming();
    var session = session(service, SETTINGS);
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
    var service = welcoming();
    var session = session(service, SETTINGS);
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
    var service = welcoming();
    var session = session(service, SETTINGS);
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
    var service = welcoming();
    var session = session(service, SETTINGS);
    submit(session, 3);
    service.stream(0).awaitSequences(3);

    service.stream(0).acknowledge(3, 4);

    assertThat(failureOf(() -> session.awaitAnswers(LONG)).kind()).isEqualTo(BUG);
    service.stream(0).awaitCancel();
  }

  @Test
  void givenListenerThatThrows_whenAnswered_thenTheSessionEndsWithItsException() {
    var service = welcoming();
    var client = keep(MillraceClient.connect(List.of(service.address()), SETTINGS));
    var session =
        client.openProducer(
            "job",
            "producer",
            ProducerMode.PRODUCER_MODE_FRESH,
            new ProducerListener() {
              @Override
              public void onReceipt(Receipt receipt, int coveredCount) {
                throw new IllegalStateException("mine");
              }
            });
    submit(session, 3);
    service.stream(0).awaitSequences(3);

    service.stream(0).acknowledge(1);

    assertThat(failureOf(() -> session.awaitAnswers(LONG)))
        .hasRootCauseMessage("mine")
        .hasMessageContaining("the listener failed");
  }

  @Test
  void givenOpenSession_whenTheClientCloses_thenTheStreamAndEveryWaitEnd() {
    var service = welcoming();
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

  private FakeService welcoming() {
    return keep(FakeService.welcoming());
  }

  private ProducerSession session(FakeService service, ClientSettings settings) {
    return session(List.of(service.address()), settings);
  }

  private ProducerSession session(List<String> addresses, ClientSettings settings) {
    var client = keep(MillraceClient.connect(addresses, settings));
    return client.openProducer("job", "producer", ProducerMode.PRODUCER_MODE_FRESH, heard);
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    open.add(closeable);
    return closeable;
  }

  private static void submit(ProducerSession session, int count) {
    for (int i = 0; i < count; i++) {
      session.submit(KEY, ByteString.copyFromUtf8("value " + i));
    }
  }

  private static MillraceException failureOf(ThrowingCallable call) {
    return catchThrowableOfType(MillraceException.class, call);
  }

  /** Writes down what a listener hears. */
  private static final class Heard implements ProducerListener {
    private final List<Integer> covered = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final List<String> stalls = new CopyOnWriteArrayList<>();

    @Override
    public void onReceipt(Receipt receipt, int coveredCount) {
      covered.add(coveredCount);
    }

    @Override
    public void onRefusal(Refusal refusal) {
      refusals.add(refusal.getSequence() + " " + refusal.getReason());
    }

    @Override
    public void onStalled(Stalled stalled) {
      stalls.add(stalled.getReason());
    }
  }
}
