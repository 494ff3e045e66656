// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.kafka;

import io.millrace.bench.peer.ParentWatch;
import java.time.Duration;
import kafka.Kafka;

/**
 * A Kafka broker in a JVM of its own that stops in order when its standard input ends, as it does
 * when whoever started it is gone; by force if that takes too long.
 */
final class BrokerMain {
  private static final Duration STOP_MAX = Duration.ofSeconds(25);

  private BrokerMain() {}

  /**
   * @param args the broker's properties file
   */
  public static void main(String[] args) {
    ParentWatch parent = ParentWatch.start(STOP_MAX);
    var stop = new Thread(() -> stopWith(parent), "stop-with-parent");
    stop.setDaemon(true);
    stop.start();
    Kafka.main(args);
  }

  private static void stopWith(ParentWatch parent) {
    try {
      parent.await();
    } catch (InterruptedException e) {
      System.err.println("told to stop waiting, stopping: " + e);
    }
    System.exit(0);
  }
}
