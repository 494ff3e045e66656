// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A watch that was never seen to find a stall is not to be trusted. */
@Timeout(60)
class StallWatchTest {
  private static final int PARTITIONS = 3;
  private static final Duration MOMENT = Duration.ofMillis(20);

  private final Progress progress = new Progress(PARTITIONS);
  private final Verdict verdict = new Verdict();
  private final StallWatch watch =
      new StallWatch(progress, new StallWatch.Patience(MOMENT, MOMENT, MOMENT), verdict);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  private Path folder;

  /** Records that are submitted later than anything a test waits for. */
  private void acknowledge(int partitions) {
    for (int partition = 0; partition < partitions; partition++) {
      progress.acknowledged(partition, System.nanoTime() + Duration.ofHours(1).toNanos());
    }
  }

  @Test
  void givenProgressInAllPartitions_whenWatched_thenRecoveredAndClean()
      throws InterruptedException {
    long healNs = System.nanoTime();
    acknowledge(PARTITIONS);

    var recovered = watch.awaitRecovery("fault", healNs, () -> {});

    assertThat(recovered).isPresent();
    assertThat(verdict.isClean()).isTrue();
  }

  @Test
  void givenProgressOnceTheNodesServeAgain_whenWatched_thenRecoveredAndClean()
      throws InterruptedException {
    var recovered = watch.awaitRecovery("fault", System.nanoTime(), () -> acknowledge(PARTITIONS));

    assertThat(recovered).hasValueSatisfying(took -> assertThat(took).isGreaterThan(MOMENT));
    assertThat(verdict.isClean()).isTrue();
  }

  @Test
  void givenOnePartitionThatDoesNotGetOn_whenTheTimeIsUp_thenStalledNamingTheFault()
      throws InterruptedException {
    var recovered =
        watch.awaitRecovery("a split", System.nanoTime(), () -> acknowledge(PARTITIONS - 1));

    assertThat(recovered).isEmpty();
    assertThat(verdict.count(Violation.STALLED)).isEqualTo(1);
    assertThat(verdict).asString().contains("a split");
  }

  @Test
  void givenOnlyRecordsFromBeforeTheMending_whenTheTimeIsUp_thenStalled()
      throws InterruptedException {
    long beforeNs = System.nanoTime();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      progress.acknowledged(partition, beforeNs);
    }

    watch.awaitRecovery("fault", beforeNs + 1, () -> {});

    assertThat(verdict.count(Violation.STALLED)).isEqualTo(1);
  }

  @Test
  void givenProducerThatNobodyAnswers_whenFinished_thenStalled()
      throws InterruptedException, IOException {
    try (var producer =
        Producer.start(
            "p",
            List.of("127.0.0.1:" + portWithoutService()),
            Story.WORKLOAD,
            new Producer.Load(1, MOMENT, 100),
            progress,
            folder)) {
      watch.finish(List.of(producer));
    }

    assertThat(verdict.count(Violation.STALLED)).isEqualTo(1);
  }

  private static int portWithoutService() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
