// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names the threads that came after a moment and did not go. */
final class ThreadWatch {
  /**
   * Threads that the JDK keeps for the whole JVM, as docs/embedding.md says, and the watch's own.
   */
  private static final Pattern JVM_WIDE =
      Pattern.compile(
          "CompletableFutureDelayScheduler|ForkJoinPool\\.commonPool-worker-.*|process reaper.*"
              + "|awaitility-thread");

  private final Set<Thread> before = live();

  private static Set<Thread> live() {
    return Set.copyOf(Thread.getAllStackTraces().keySet());
  }

  /** Those that came and are alive, by name. */
  List<String> leftover() {
    return live().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> !JVM_WIDE.matcher(name).matches())
        .sorted()
        .toList();
  }

  /** Waits until none is left; fails with their names. */
  void assertNoneLeft() {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(leftover()).as("threads left over").isEmpty());
  }
}
