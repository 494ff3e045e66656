// Copyright 2026 The Millrace authors
// SPDX-License-Identifier: Apache-2.0
package io.millrace.bench.peer.kafka;

import java.io.IOException;
import java.io.InputStream;
import kafka.Kafka;

/**
 * A Kafka broker in a JVM of its own that stops in order when its standard input ends, as it does
 * when whoever started it is gone.
 */
final class BrokerMain {
  private BrokerMain() {}

  /**
   * @param args the broker's properties file
   */
  public static void main(String[] args) {
    var watch = new Thread(BrokerMain::stopWithInput, "stop-with-input");
    watch.setDaemon(true);
    watch.start();
    Kafka.main(args);
  }

  private static void stopWithInput() {
    InputStream in = System.in;
    try {
      while (in.read() >= 0) {
        // What comes in means nothing; its end does.
      }
    } catch (IOException e) {
      System.err.println("input failed, stopping: " + e);
    }
    System.exit(0);
  }
}
