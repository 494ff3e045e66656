// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.client.FakeService.until;
import static io.millrace.client.Opened.KEY;
import static io.millrace.client.Opened.SETTINGS;
import static io.millrace.client.Opened.submit;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a session waits when there is no room for more. */
@Timeout(60)
final class ProducerRoomTest {
  private final Opened opened = new Opened();

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @Test
  void givenNoRoomForBytes_whenSubmitted_thenItWaitsForAnAnswer() {
    var service = opened.welcoming();
    var session = opened.session(SETTINGS.withUnacked(100, 1_000), service.address());
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
    var service = opened.welcoming();
    var session = opened.session(SETTINGS.withUnacked(2, 1_000), service.address());
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
    var service = opened.welcoming();
    var session = opened.session(SETTINGS.withUnacked(100, 1_000), service.address());

    session.submit(KEY, ByteString.copyFrom(new byte[50_000]));

    assertThat(service.stream(0).awaitSequences(1)).containsExactly(1L);
  }

  @Test
  void givenServiceThatTakesNothing_whenItTakesAgain_thenAllComesInOrder() {
    var service =
        opened.keep(
            FakeService.at(
                0,
                stream -> {
                  stream.pause();
                  stream.welcome();
                }));
    var session = opened.session(SETTINGS.withBatches(10, 1 << 20), service.address());
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
}
