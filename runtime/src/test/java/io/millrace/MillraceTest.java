// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static io.millrace.CountJob.NAME;
import static io.millrace.CountJob.count;
import static io.millrace.CountJob.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.typesafe.config.ConfigFactory;
import io.millrace.client.OutgoingRecord;
import io.millrace.client.RecordRefusedException;
import io.millrace.model.MillraceException;
import io.millrace.model.MillraceException.Kind;
import io.millrace.processor.JobProvider;
import io.millrace.v1.ListJobsRequest;
import io.millrace.v1.Receipt;
import io.millrace.v1.Result;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node inside this JVM, over the in-memory store, as its application sees it. */
@Timeout(90)
class MillraceTest {
  private static final EmbeddedSettings SETTINGS = EmbeddedSettings.of(CountJob.JOB);

  private static Millrace millrace;

  @BeforeAll
  static void start() {
    millrace = Millrace.embedded(SETTINGS);
  }

  @AfterAll
  static void stop() {
    millrace.close();
  }

  @Test
  void givenRecords_whenSubmitted_thenGetShowsWhatWasAcknowledged() {
    count(millrace, "a");
    count(millrace, "a");

    assertThat(read(millrace, "a")).isEqualTo("2");
    assertThat(read(millrace, "never")).isEqualTo("none");
  }

  @Test
  void givenReceiptOfAnother_whenGotAtLeast_thenItIsReflected() {
    try (var other = Millrace.connect(List.of(millrace.gatewayAddress()))) {
      Receipt receipt = other.submit(NAME, "b", "1").toCompletableFuture().join();

      assertThat(millrace.get(NAME, ByteString.copyFromUtf8("b"), receipt))
          .hasValueSatisfying(r -> assertThat(r.getValue().toStringUtf8()).isEqualTo("1"));
      assertThat(other.gatewayAddress()).isEqualTo(millrace.gatewayAddress());
      assertThatThrownBy(other::clusterAddress)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("expected: Millrace.embedded");
    }
  }

  @Test
  void givenRecordOfNoUse_whenSubmitted_thenItsStageTellsAndOthersGoOn() {
    assertThatThrownBy(() -> millrace.submit(NAME, "c", "").toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(RecordRefusedException.class)
        .hasMessageContaining("no value");

    var tooLarge = OutgoingRecord.of("c", "x".repeat(2 << 20));
    assertThatThrownBy(() -> millrace.submit(NAME, tooLarge).toCompletableFuture().join())
        .cause()
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER));

    count(millrace, "c");
    assertThat(read(millrace, "c")).isEqualTo("1");
  }

  @Test
  void givenUnknownJob_whenUsed_thenNotFoundRatherThanEmpty() {
    assertThatThrownBy(() -> millrace.get("nothing", "a"))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
        .hasMessageContaining("unknown job");
    assertThatThrownBy(() -> millrace.submit("nothing", "a", "1").toCompletableFuture().join())
        .cause()
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND));
  }

  @Test
  void givenNamedProducer_whenItRepeatsItsRecords_thenTheyCountOnce() {
    for (int run = 0; run < 2; run++) {
      try (var session = millrace.producer(NAME, "file-7")) {
        session.submit(ByteString.copyFromUtf8("d"), ByteString.copyFromUtf8("1"));
        session.finish();
      }
    }

    assertThat(read(millrace, "d")).isEqualTo("1");
  }

  @Test
  void givenResults_whenScannedAndTailed_thenEachIsSeenAndClosingEndsTheTail() {
    try (var own = Millrace.embedded(SETTINGS)) {
      List<CompletionStage<Receipt>> sent =
          IntStream.range(0, 100).mapToObj(i -> own.submit(NAME, "k" + i, "1")).toList();
      sent.forEach(receipt -> receipt.toCompletableFuture().join());

      try (Stream<Result> all = own.scan(NAME);
          Stream<Result> live = own.tail(NAME)) {
        assertThat(all.map(r -> r.getKey().toStringUtf8())).hasSize(100).doesNotHaveDuplicates();
        assertThat(live.limit(100)).hasSize(100);
      }
    }
  }

  @Test
  void givenRecordsWithoutAnswer_whenClosed_thenTheyAreAnsweredFirst() {
    var own = Millrace.embedded(SETTINGS);
    List<CompletionStage<Receipt>> sent =
        IntStream.range(0, 1_000).mapToObj(i -> own.submit(NAME, "k" + i, "1")).toList();

    own.close();

    assertThat(sent).allSatisfy(receipt -> assertThat(receipt.toCompletableFuture()).isCompleted());
  }

  @Test
  void givenTwoInstances_whenUsedSideBySide_thenTheyShareNothing() {
    try (var other = Millrace.embedded(SETTINGS)) {
      count(millrace, "e");
      count(other, "e");
      count(other, "e");

      assertThat(other.gatewayAddress()).isNotEqualTo(millrace.gatewayAddress());
      assertThat(other.clusterAddress()).isNotEqualTo(millrace.clusterAddress());
      assertThat(read(millrace, "e")).isEqualTo("1");
      assertThat(read(other, "e")).isEqualTo("2");
    }
    count(millrace, "e");
    assertThat(read(millrace, "e")).isEqualTo("2");
  }

  @Test
  void givenJobsOfTheClassPath_whenWanted_thenTheyRunBesideTheGiven() {
    List<String> found =
        ServiceLoader.load(JobProvider.class).stream().map(p -> p.get().job().name()).toList();
    try (var own = Millrace.embedded(SETTINGS.withDiscoveredJobs())) {
      assertThat(own.client().jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList())
          .extracting(job -> job.getName())
          .contains(NAME)
          .containsAll(found)
          .hasSize(1 + found.size());
    }
    assertThat(
            millrace.client().jobs().listJobs(ListJobsRequest.getDefaultInstance()).getJobsList())
        .hasSize(1);
  }

  @Test
  void givenThreadWithoutContextClassLoader_whenStarted_thenItServes() throws Exception {
    var task =
        new FutureTask<>(
            () -> {
              try (var own = Millrace.embedded(SETTINGS)) {
                count(own, "f");
                return read(own, "f");
              }
            });
    var thread = new Thread(task, "no-context-class-loader");
    thread.setContextClassLoader(null);
    thread.start();

    assertThat(task.get()).isEqualTo("1");
  }

  @Test
  void givenWildcardGateway_whenStarted_thenItsOwnClientReachesIt() {
    try (var own =
        Millrace.embedded(
            SETTINGS.withConfig(
                ConfigFactory.parseString("millrace.node.gateway.host = 0.0.0.0")))) {
      count(own, "g");

      assertThat(own.gatewayAddress()).startsWith("127.0.0.1:");
    }
  }

  @Test
  void givenClosed_whenUsed_thenIllegalStateThatSaysSo() {
    var own = Millrace.embedded(SETTINGS);
    own.close();
    own.close();

    List<Runnable> uses =
        List.of(
            () -> own.submit(NAME, "a", "1"),
            () -> own.producer(NAME, "p"),
            () -> own.get(NAME, "a"),
            () -> own.scan(NAME),
            () -> own.tail(NAME),
            own::client,
            own::gatewayAddress,
            own::clusterAddress);
    assertThat(uses)
        .allSatisfy(
            use ->
                assertThatThrownBy(use::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("closed"));
    assertThat(own.ended().toCompletableFuture()).isNotDone();
  }

  @Test
  void givenTakenPort_whenStarted_thenRefusedWithTheAddress() {
    int port = Integer.parseInt(millrace.gatewayAddress().replaceFirst(".*:", ""));

    assertThatThrownBy(() -> Millrace.embedded(SETTINGS.withGateway("127.0.0.1", port)))
        .isInstanceOfSatisfying(
            MillraceException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CALLER))
        .hasMessageContaining("gateway port cannot be opened")
        .hasMessageContaining(":" + port)
        .hasMessageContaining("a free port");
  }
}
