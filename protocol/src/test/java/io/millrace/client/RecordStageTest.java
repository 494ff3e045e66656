// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.client.Opened.LONG;
import static io.millrace.client.Opened.SETTINGS;
import static io.millrace.model.MillraceException.Kind.CALLER;
import static io.millrace.model.MillraceException.Kind.FENCED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.grpc.Status;
import io.millrace.model.MillraceException;
import io.millrace.v1.Receipt;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RecordStageTest {
  private static final OutgoingRecord RECORD = OutgoingRecord.of("key", "value");

  private final Opened opened = new Opened();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @Test
  void givenSingleRecord_whenSent_thenItGoesWithoutFlushAndCompletesWithItsReceipt() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());

    var stage = session.send(RECORD);

    service.stream(0).awaitSequences(1);
    assertThat(stage.toCompletableFuture()).isNotDone();
    service.stream(0).acknowledgeAt(4, 7, 1);
    assertThat(join(stage).getBlock()).isEqualTo(7);
    assertThat(session.newestReceipts())
        .containsExactly(Receipt.newBuilder().setPartition(4).setEpoch(1).setBlock(7).build());
  }

  @Test
  void givenLingerOfZero_whenSent_thenEachGoesAtOnce() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS.withLinger(Duration.ZERO), service.address());

    session.send(RECORD);
    session.send(RECORD);

    assertThat(service.stream(0).awaitSequences(2)).containsExactly(1L, 2L);
    assertThat(service.stream(0).batches()).hasSize(2);
  }

  @Test
  void givenRefusal_whenAnswered_thenOnlyThatStageFailsWithReasonAndSequence() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());
    var first = session.send(RECORD);
    session.submit(RECORD.key(), RECORD.value());
    var third = session.send(RECORD);
    service.stream(0).awaitSequences(3);

    service.stream(0).refuse(3, "not a number");
    service.stream(0).acknowledge(1, 2);

    assertThat(join(first).getLastSequence()).isEqualTo(2);
    var refusal = (RecordRefusedException) failureOf(third);
    assertThat(refusal.sequence()).isEqualTo(3);
    assertThat(refusal.reason()).isEqualTo("not a number");
    assertThat(refusal.receipt().getFirstSequence()).isEqualTo(3);
  }

  @Test
  void givenBreak_whenSentAgain_thenTheStageCompletesOnce() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS, service.address());
    var stage = session.send(RECORD);
    service.stream(0).awaitSequences(1);

    service.stream(0).fail(Status.UNAVAILABLE);
    service.stream(1).awaitSequences(1);
    service.stream(1).acknowledgeAsDuplicates(1);

    assertThat(join(stage).getDuplicates()).isEqualTo(1);
  }

  @Test
  void givenFailureOfTheSession_whenStagesAreOpen_thenEachFailsWithItsKind() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS.withUnacked(1, 1_000), service.address());
    var stage = session.send(RECORD);
    assertThat(session.trySend(RECORD)).isEmpty();
    var room = session.whenRoom();
    service.stream(0).awaitSequences(1);

    service.stream(0).fail(Status.ABORTED);

    assertThat(((MillraceException) failureOf(stage)).kind()).isEqualTo(FENCED);
    assertThat(((MillraceException) failureOf(room)).kind()).isEqualTo(FENCED);
  }

  @Test
  void givenOpenStage_whenClosed_thenItFailsAndFinishedSessionTakesNoMore() {
    var service = opened.welcoming();
    var closing = opened.session(SETTINGS, service.address());
    var stage = closing.send(RECORD);
    var finished = opened.session(SETTINGS, opened.keep(FakeService.answering()).address());

    closing.close();
    finished.finish();

    assertThat(((MillraceException) failureOf(stage)).kind()).isEqualTo(CALLER);
    assertThatIllegalStateException().isThrownBy(() -> finished.trySend(RECORD));
  }

  @Test
  void givenNoRoom_whenTried_thenEmptyUntilAnAnswerMakesRoom() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS.withUnacked(2, 1_000), service.address());
    var first = session.trySend(RECORD).orElseThrow();
    assertThat(session.trySend(RECORD)).isPresent();

    assertThat(session.trySend(RECORD)).isEmpty();
    var room = session.whenRoom().toCompletableFuture();

    // Refused for want of room it has flushed, so that the answers can come.
    service.stream(0).awaitSequences(2);
    assertThat(room).isNotDone();
    service.stream(0).acknowledge(1);
    room.join();
    assertThat(join(first)).isNotNull();
    assertThat(session.trySend(RECORD)).isPresent();
  }

  @Test
  void givenNoRoomForBytes_whenLessIsAnsweredThanIsNeeded_thenThereIsNoRoomYet() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS.withUnacked(100, 300), service.address());
    var large = OutgoingRecord.of("key", "x".repeat(200));
    assertThat(session.trySend(RECORD)).isPresent();
    assertThat(session.trySend(large)).isPresent();
    service.stream(0).awaitSequences(2);

    assertThat(session.trySend(large)).isEmpty();
    var room = session.whenRoom().toCompletableFuture();

    service.stream(0).acknowledge(1);
    FakeService.until(() -> session.counters().acknowledged() == 1);
    assertThat(room).isNotDone();
    service.stream(0).acknowledge(2);
    room.join();
    assertThat(session.trySend(large)).isPresent();
  }

  @Test
  void givenStageThatSendsTheNext_whenAnswered_thenNoLockIsInItsWay() {
    var service = opened.keep(FakeService.answering());
    var session = opened.session(SETTINGS, service.address());

    CompletionStage<Receipt> last = session.send(RECORD);
    for (int i = 0; i < 20; i++) {
      last = last.thenCompose(receipt -> session.trySend(RECORD).orElseThrow());
    }

    assertThat(join(last).getLastSequence()).isEqualTo(21);
    assertThat(session.awaitAnswers(LONG)).isTrue();
  }

  private static Receipt join(CompletionStage<Receipt> stage) {
    return stage.toCompletableFuture().join();
  }

  private static Throwable failureOf(CompletionStage<?> stage) {
    return stage
        .handle((value, failure) -> failure)
        .thenApply(f -> f instanceof CompletionException ? f.getCause() : f)
        .toCompletableFuture()
        .join();
  }
}
