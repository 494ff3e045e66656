// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.client;

import static io.millrace.client.Opened.LONG;
import static io.millrace.client.Opened.SETTINGS;
import static io.millrace.model.MillraceException.Kind.NOT_FOUND;
import static io.millrace.model.MillraceException.Kind.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.millrace.model.MillraceException;
import io.millrace.v1.Receipt;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReadSessionTest {
  private static final ByteString KEY = ByteString.copyFromUtf8("key");

  private final Opened opened = new Opened();
  private final FakeResults results = new FakeResults(1);

  @AfterEach
  void closeAll() throws Exception {
    opened.close();
  }

  @Test
  void givenFollowedSession_whenAcknowledged_thenReadsDemandTheNewestOfEachPartition() {
    var service = opened.keep(FakeService.with(FakeService.Stream::welcome, results));
    var session = opened.session(SETTINGS, service.address());
    var reads = opened.client(SETTINGS, service.address()).readSession("job").follow(session);
    reads.get(KEY);
    session.submit(KEY, KEY);
    session.submit(KEY, KEY);
    session.submit(KEY, KEY);
    service.stream(0).awaitSequences(3);
    service.stream(0).acknowledgeAt(0, 9, 1);
    service.stream(0).acknowledgeAt(0, 8, 2);
    service.stream(0).acknowledgeAt(3, 4, 3);
    assertThat(session.awaitAnswers(LONG)).isTrue();
    results.commit(9);

    var response = reads.get(KEY);

    assertThat(response.getResult().getKey()).isEqualTo(KEY);
    assertThat(results.requests().get(0).getAtLeastList()).isEmpty();
    assertThat(results.requests().get(1).getJob()).isEqualTo("job");
    assertThat(results.requests().get(1).getAtLeastList())
        .containsExactlyInAnyOrder(at(0, 9), at(3, 4));
  }

  @Test
  void givenAnswerOlderThanDemanded_whenRead_thenUnavailableNotStale() {
    var service = opened.keep(FakeService.answering(results));
    var reads = opened.client(SETTINGS, service.address()).readSession("job").atLeast(at(0, 2));

    var failure = failureOf(reads);

    assertThat(failure.kind()).isEqualTo(UNAVAILABLE);
    assertThat(failure).hasMessageContaining("expected=>= 2");
  }

  @Test
  void givenRead_whenTheNextIsOlder_thenRefusedAsReadsNeverGoBack() {
    var service = opened.keep(FakeService.answering(results));
    var reads = opened.client(SETTINGS, service.address()).readSession("job");
    results.commit(5);
    reads.get(KEY);
    results.commit(4);

    assertThat(failureOf(reads).kind()).isEqualTo(UNAVAILABLE);
    assertThat(results.requests().get(1).getAtLeastList()).isEqualTo(List.of(at(0, 5)));
  }

  @Test
  void givenNodeThatIsDown_whenAnotherIsThere_thenItIsAsked() {
    var dead = FakeService.welcoming();
    dead.close();
    var service = opened.keep(FakeService.answering(results));
    var reads = opened.client(SETTINGS, dead.address(), service.address()).readSession("job");

    assertThat(reads.get(KEY).getAsOf().getBlock()).isEqualTo(1);
  }

  @Test
  void givenKeyWithoutResult_whenRead_thenNotFound() {
    results.fail(Status.NOT_FOUND.withDescription("no result"));
    var service = opened.keep(FakeService.answering(results));
    var reads = opened.client(SETTINGS, service.address()).readSession("job");

    assertThat(failureOf(reads).kind()).isEqualTo(NOT_FOUND);
    assertThat(results.requests()).hasSize(1);
  }

  private static MillraceException failureOf(ReadSession reads) {
    return catchThrowableOfType(MillraceException.class, () -> reads.get(KEY));
  }

  private static Receipt at(int partition, long block) {
    return Receipt.newBuilder().setPartition(partition).setEpoch(1).setBlock(block).build();
  }
}
